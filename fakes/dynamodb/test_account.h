#pragma once
// What the tests of DynamoDB and its streams have: a fresh account whose clock stands still, and calls of
// operations as the pipeline makes them, without HTTP: decoded, checked, run as one unit of work, encoded.
#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/core/api_error.h"
#include "fakes/dynamodb/service.h"
#include "fakes/dynamodbstreams/service.h"
#include "fakes/wire/codec.h"
#include "fakes/wire/validate.h"

namespace cloche::dynamodb {

class TestAccount : wire::UnsupportedSettings {
 public:
  TestAccount() {
    account_->transact([&] { account_->clock().freeze(); });
  }

  /// What the operation answers, timestamps in seconds; throws ApiError. `request` is JSON as a client sends
  /// it.
  Json call(std::string_view operation, const Json& request) {
    const wire::ServiceDefinition& service = service_of(operation);
    const wire::model::Service& model = service.model();
    const wire::model::Operation& modelled = *model.operation(operation);
    const wire::Codec& codec = wire::codec_of(model.protocol);
    wire::HttpRequest message;
    message.method = "POST";
    message.body = request.dump();
    const Json document = codec.decode(model, modelled, message, {});
    wire::validate(model, *modelled.input, document);
    wire::Call call{*account_, region, caller_, request_id_, model, modelled, *this};
    const wire::Answer answer = account_->transact(
        [&] { return service.function(operation)(call, wire::Structure(*modelled.input, document)); });
    const std::string body = codec.encode(model, modelled, answer.document, request_id_).body;
    return body.empty() ? Json::object() : Json::parse(body);
  }

  /// The error that the operation must throw.
  ApiError error(std::string_view operation, const Json& request) {
    try {
      const Json answer = call(operation, request);
      FAIL(operation << " succeeded: " << answer.dump());
    } catch (const ApiError& error) {
      return error;
    }
    return {"", ""};
  }
  std::string message(std::string_view operation, const Json& request) {
    return error(operation, request).message;
  }

  Time now() { return account_->clock().now(); }
  /// Moves the clock; what falls due on the way happens in its order.
  void advance(Duration duration) {
    const Time end = now() + duration;
    while (const auto row = account_->transact([&] { return account_->outbox().first(); })) {
      if (row->due > end) break;
      account_->transact([&] {
        account_->outbox().remove(row->id);
        if (row->due > now()) account_->clock().set(row->due);
        effect(row->kind)(*account_, Json::parse(row->payload));
      });
    }
    account_->transact([&] { account_->clock().set(end); });
  }

  /// A table with the hash key "id", a string, paid by the request; `more` is added to the request.
  Json create_table(const std::string& name, const Json& more = Json::object()) {
    Json request{{"TableName", name},
                 {"KeySchema", {{{"AttributeName", "id"}, {"KeyType", "HASH"}}}},
                 {"AttributeDefinitions", {{{"AttributeName", "id"}, {"AttributeType", "S"}}}},
                 {"BillingMode", "PAY_PER_REQUEST"}};
    request.update(more);
    return call("CreateTable", request)["TableDescription"];
  }

  Account& account() { return *account_; }
  const std::vector<std::string>& reports() const { return reports_; }

  const std::string region = "eu-west-1";

 private:
  static const wire::ServiceDefinition& service_of(std::string_view operation) {
    for (const auto* service : {&definition(), &dynamodbstreams::definition()}) {
      if (service->function(operation) != nullptr) return *service;
    }
    FAIL("no operation " << operation);
    return definition();
  }
  static void (*effect(std::string_view kind))(Account&, const Json&) {
    for (const wire::EffectEntry& entry : definition().effects) {
      if (entry.kind == kind) return entry.function;
    }
    FAIL("no effect " << kind);
    return nullptr;
  }
  void report(std::string_view, std::string_view operation, std::string_view what) override {
    reports_.push_back(std::string(operation) + ": " + std::string(what));
  }

  const std::array<Schema, 2> schemas_{definition().schema, dynamodbstreams::definition().schema};
  std::unique_ptr<Account> account_ = std::make_unique<Account>(
      Database::in_memory(), schemas_,
      Account::Settings{.seed = 1, .time = [] { return *parse_iso8601("2026-01-05T09:00:00Z"); }});
  const wire::Caller caller_{account_->number(), "arn:aws:iam::000000000000:root", account_->number(),
                             "test"};
  const std::string request_id_ = "00000000-0000-4000-8000-000000000000";
  std::vector<std::string> reports_;
};

}  // namespace cloche::dynamodb
