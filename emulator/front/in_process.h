#pragma once
// For tests: the front without sockets, over a fake with an operation for each way in which a request can
// end. It speaks by DynamoDB's model, and stands for any service.
#include <array>
#include <cstdint>
#include <future>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "emulator/effects/effects.h"
#include "emulator/front/accounts.h"
#include "emulator/front/admin.h"
#include "emulator/front/pipeline.h"
#include "emulator/front/services.h"
#include "fakes/core/fault.h"
#include "fakes/iam/service.h"

namespace cloche::front {

namespace in_process {

// A table is a row; an item is one too, which comes into being a second later.
inline constexpr std::array<std::string_view, 1> schema{"CREATE TABLE thing (name TEXT, region TEXT)"};

inline wire::Answer create_table(wire::Call& call, const wire::Structure& request) {
  call.account.database().run("INSERT INTO thing VALUES (?1, ?2)", request.string("TableName"), call.region);
  call.account.ring(request.string("TableName"));
  call.report_unsupported("TableClass is stored and not applied");
  return Json{{"TableDescription", {{"TableName", request.string("TableName")}}}};
}
inline wire::Answer put_item(wire::Call& call, const wire::Structure& request) {
  call.account.outbox().add("test.make", call.account.clock().now() + Duration(1000),
                            Json(request.string("TableName")));
  return {};
}
// Answers when the thing is there.
inline wire::Answer get_item(wire::Call& call, const wire::Structure& request) {
  const std::string& name = request.string("TableName");
  Statement row = call.account.database().query("SELECT 1 FROM thing WHERE name = ?1", name);
  const bool found = row.step();
  if (!found && call.may_wait) return wire::Wait{name, std::chrono::seconds(20)};
  return Json{{"Item", {{"found", {{"BOOL", found}}}}}};
}
inline wire::Answer list_tables(wire::Call& call, const wire::Structure&) {
  Json names = Json::array();
  Statement row =
      call.account.database().query("SELECT name FROM thing WHERE region = ?1 ORDER BY name", call.region);
  while (row.step()) names.push_back(row.string(0));
  return Json{{"TableNames", names}};
}
inline wire::Answer delete_table(wire::Call& call, const wire::Structure& request) {
  call.account.database().run("DELETE FROM thing");
  throw ApiError("ResourceNotFoundException",
                 "Requested resource not found: Table: " + request.string("TableName") + " not found");
}
inline wire::Answer describe_table(wire::Call&, const wire::Structure&) {
  fail("the pipe is broken at {}", 7);
}
inline wire::Answer describe_endpoints(wire::Call& call, const wire::Structure&) {
  return Json{
      {"Endpoints",
       {{{"Address", call.caller.arn + " " + call.caller.access_key_id}, {"CachePeriodInMinutes", 1}}}}};
}
inline void make(Account& account, const Json& payload) {
  account.database().run("INSERT INTO thing VALUES (?1, 'us-east-1')", payload.get<std::string>());
}

inline constexpr std::array operations{wire::OperationEntry{"CreateTable", &create_table},
                                       wire::OperationEntry{"DeleteTable", &delete_table},
                                       wire::OperationEntry{"DescribeTable", &describe_table},
                                       wire::OperationEntry{"DescribeEndpoints", &describe_endpoints},
                                       wire::OperationEntry{"GetItem", &get_item},
                                       wire::OperationEntry{"ListTables", &list_tables},
                                       wire::OperationEntry{"PutItem", &put_item}};
inline constexpr std::array effects{wire::EffectEntry{"test.make", &make}};

inline std::span<const wire::ServiceDefinition* const> definitions() {
  static const wire::ServiceDefinition any{"dynamodb", operations, {"test", schema}, effects};
  static const std::array all{&any, &iam::definition()};
  return all;
}

}  // namespace in_process

class InProcess {
 public:
  explicit InProcess(const Accounts::Settings& settings = {.data = {}, .seed = 1},
                     std::span<const wire::ServiceDefinition* const> definitions = in_process::definitions())
      : services(definitions), accounts(services, effects, settings) {
    accounts.serve_at(0);
  }

  net::Response ask(net::Request request, std::shared_ptr<World> fork = nullptr) {
    std::promise<net::Response> promise;
    pipeline.handle(std::move(fork), std::move(request),
                    [&](net::Response response) { promise.set_value(std::move(response)); });
    return promise.get_future().get();
  }
  /// A call of the fake, signed by a key that nobody knows.
  net::Response call(std::string_view operation, const Json& input = Json::object(),
                     std::string_view key = "test", std::shared_ptr<World> fork = nullptr) {
    return ask(request(operation, input.dump(), key), std::move(fork));
  }
  static net::Request request(std::string_view operation, std::string body, std::string_view key = "test",
                              std::string_view region = "us-east-1") {
    net::Request request;
    request.method = "POST";
    request.target = "/";
    request.headers.add("Host", "localhost:4566");
    request.headers.add("Content-Type", "application/x-amz-json-1.0");
    request.headers.add("X-Amz-Target", "DynamoDB_20120810." + std::string(operation));
    if (!key.empty()) {
      request.headers.add("X-Amz-Date", "20260105T090000Z");
      request.headers.add("Authorization",
                          "AWS4-HMAC-SHA256 Credential=" + std::string(key) + "/20260105/" +
                              std::string(region) +
                              "/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0");
    }
    request.body = std::move(body);
    return request;
  }
  net::Response admin(std::string method, std::string target, std::string body = "",
                      std::shared_ptr<World> fork = nullptr) {
    net::Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.headers.add("Host", "127.0.0.1:4566");
    request.body = std::move(body);
    return ask(std::move(request), std::move(fork));
  }

  const Services services;
  cloche::effects::Effects effects{services.effects(), {}};
  Accounts accounts;
  std::map<std::uint16_t, std::shared_ptr<World>> open_ports;
  Admin admin_api{services,
                  accounts,
                  effects,
                  {.open =
                       [this](std::shared_ptr<World> fork) {
                         const auto port = static_cast<std::uint16_t>(50000 + open_ports.size());
                         open_ports[port] = std::move(fork);
                         return port;
                       },
                   .end_functions = [](const std::shared_ptr<World>&) {},
                   .close = [this](std::uint16_t port) { open_ports.erase(port); }}};
  /// What is to run on another thread, soon or when time has passed; a test runs it, in any order.
  std::vector<std::move_only_function<void()>> later;
  Pipeline pipeline{
      services,
      accounts,
      admin_api,
      {.run_function = {}, .after = [this](std::chrono::milliseconds, std::move_only_function<void()> task) {
         later.push_back(std::move(task));
       }}};
};

}  // namespace cloche::front
