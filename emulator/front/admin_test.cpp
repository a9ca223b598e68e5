#include "emulator/front/admin.h"

#include <doctest/doctest.h>

#include "emulator/front/in_process.h"

namespace cloche::front {
namespace {

Json document(const net::Response& response) { return parse_json(response.body); }

const Json table{{"TableName", "Music"},
                 {"AttributeDefinitions", Json::array()},
                 {"KeySchema", {{{"AttributeName", "a"}, {"KeyType", "HASH"}}}}};

std::size_t tables(InProcess& front, std::shared_ptr<World> fork = nullptr) {
  return document(front.call("ListTables", Json::object(), "test", std::move(fork)))["TableNames"].size();
}

TEST_CASE("health says how much of each service is emulated") {
  InProcess front;
  const Json health = document(front.admin("GET", "/_cloche/health"));
  CHECK(health["status"] == "running");
  CHECK(health["services"]["dynamodb"]["emulated"] == 7);
  CHECK(health["services"]["lambda"]["emulated"] == 0);
  CHECK(health["services"]["lambda"]["known"] > 50);
  CHECK(document(front.admin("GET", "/_localstack/health"))["services"]["dynamodb"] == "running");
}

TEST_CASE(
    "a path that is not there is told which are, a method which are allowed, a parameter which are known") {
  InProcess front;
  const auto path = front.admin("GET", "/_cloche/helth");
  CHECK(path.status == 404);
  CHECK(document(path)["error"].get<std::string>().find("/_cloche/health") != std::string::npos);
  const auto method = front.admin("PUT", "/_cloche/clock");
  CHECK(method.status == 405);
  CHECK(method.headers.get("allow") == "GET, POST");
  CHECK(front.admin("HEAD", "/_cloche/health").status == 200);  // as GET
  CHECK(front.admin("HEAD", "/_cloche/reset").status == 405);
  const auto parameter = front.admin("GET", "/_cloche/requests?limt=3");
  CHECK(parameter.status == 400);
  CHECK(document(parameter)["error"] == "unknown parameter 'limt'; known: account, limit");
  CHECK(front.admin("GET", "/_cloche/clock?account=12").status == 400);
}

TEST_CASE(
    "the clock is frozen, set and advanced, and what falls due on the way has happened when it is answered") {
  InProcess front;
  const Json frozen =
      document(front.admin("POST", "/_cloche/clock", R"({"freeze":true,"set":"2030-01-05T09:00:00Z"})"));
  CHECK(frozen == Json{{"frozen", true}, {"now", "2030-01-05T09:00:00.000Z"}});
  front.call("PutItem", {{"TableName", "Music"}, {"Item", Json::object()}});
  front.admin("POST", "/_cloche/clock", R"({"advance":"999ms"})");
  CHECK(tables(front) == 0);
  CHECK(document(front.admin("POST", "/_cloche/clock", R"({"advance":"1ms"})"))["now"] ==
        "2030-01-05T09:00:01.000Z");
  CHECK(tables(front) == 1);
  CHECK(document(front.admin("POST", "/_cloche/clock", R"({"freeze":false})"))["frozen"] == false);
  CHECK(document(front.admin("GET", "/_cloche/clock"))["frozen"] == false);
}

TEST_CASE("a change of the clock that makes no sense says what was expected") {
  InProcess front;
  for (const auto* body : {"", "[]", "{}", R"({"freeze":"yes"})", R"({"set":"yesterday"})", R"({"set":5})",
                           R"({"advance":"-5s"})", R"({"advance":5})", R"({"advance":"5 years"})",
                           R"({"set":"2030-01-05T09:00:00Z","advance":"5s"})", R"({"advance":"9000000d"})",
                           R"({"freeze":true,"frozen":true})"}) {
    CAPTURE(body);
    const auto response = front.admin("POST", "/_cloche/clock", body);
    CHECK(response.status == 400);
    CHECK_FALSE(document(response)["error"].get<std::string>().empty());
  }
  CHECK(document(front.admin("GET", "/_cloche/clock"))["frozen"] == false);
}

TEST_CASE("idle answers when nothing is due") {
  InProcess front;
  CHECK(document(front.admin("GET", "/_cloche/idle")) ==
        Json{{"idle", true}, {"failed_effects", Json::array()}});
}

TEST_CASE("a reset account is empty, and its ids begin again") {
  InProcess front;
  front.call("CreateTable", table);
  const auto first = front.accounts.main().requests.last(1).at(0).request_id;
  CHECK(front.admin("POST", "/_cloche/reset").status == 200);
  CHECK(document(front.admin("GET", "/_cloche/requests"))["requests"].empty());
  CHECK(document(front.admin("GET", "/_cloche/unsupported"))["unsupported"].empty());
  CHECK(tables(front) == 0);
  CHECK(front.accounts.main().requests.last(1).at(0).request_id == first);
  CHECK(front.admin("POST", "/_cloche/reset", R"({"acount":"1"})").status == 400);
  CHECK(front.admin("POST", "/_cloche/reset", "{}").status == 200);
}

TEST_CASE(
    "a fork has what its original had, an endpoint and a future of its own, and whatever comes in there is "
    "its own") {
  InProcess front;
  front.call("CreateTable", table);
  CHECK(front.admin("POST", "/_cloche/fork", R"({"clock":"2026-01-05T09:00:00Z"})").status == 400);
  const auto made = front.admin("POST", "/_cloche/fork");
  CHECK(made.status == 201);
  CHECK(document(made) == Json{{"account", "000000000000"}, {"endpoint", "http://127.0.0.1:50000"}});
  const auto fork = front.open_ports.at(50000);
  front.call("CreateTable", table, "123456789012", fork);
  CHECK(tables(front, fork) == 2);
  CHECK(tables(front) == 1);
  CHECK(front.admin("GET", "/_cloche/clock?account=123456789012", "", fork).status == 400);
  CHECK(document(front.admin("GET", "/_cloche/requests?limit=2", "", fork))["requests"].size() == 2);

  CHECK(front.admin("DELETE", "/_cloche/fork").status == 400);
  CHECK(front.admin("DELETE", "/_cloche/fork?endpoint=http://localhost:1").status == 404);
  CHECK(front.admin("DELETE", "/_cloche/fork", "", fork).status == 200);
  CHECK(front.open_ports.empty());
  CHECK(front.admin("DELETE", "/_cloche/fork", "", fork).status == 404);
}

TEST_CASE("a fork can be ended from the main endpoint") {
  InProcess front;
  front.admin("POST", "/_cloche/fork");
  CHECK(front.admin("DELETE", "/_cloche/fork?endpoint=http://127.0.0.1:50000").status == 200);
  CHECK(front.open_ports.empty());
}

TEST_CASE("requests and what is unsupported are shown by account") {
  InProcess front;
  front.call("CreateTable", table, "123456789012");
  CHECK(document(front.admin("GET", "/_cloche/requests"))["requests"].empty());
  const Json requests =
      document(front.admin("GET", "/_cloche/requests?account=123456789012&limit=1"))["requests"];
  REQUIRE(requests.size() == 1);
  CHECK(requests[0]["operation"] == "CreateTable");
  CHECK(requests[0]["account"] == "123456789012");
  CHECK(requests[0]["error"] == nullptr);
  CHECK(document(front.admin("GET", "/_cloche/unsupported?account=123456789012")) ==
        Json{{"unsupported",
              {{{"service", "dynamodb"},
                {"operation", "CreateTable"},
                {"what", "TableClass is stored and not applied"},
                {"count", 1}}}}});
  CHECK(front.admin("GET", "/_cloche/requests?limit=0").status == 400);
  CHECK(front.admin("GET", "/_cloche/requests?limit=x").status == 400);
}

TEST_CASE("in strict mode a setting that is not applied is an error, and nothing is stored") {
  InProcess front({.data = {}, .seed = 1, .strict = true});
  CHECK(front.call("CreateTable", table).status == 501);
  CHECK(tables(front) == 0);
}

TEST_CASE("settings are read and set, all or none, and a fork has its original's") {
  InProcess front({.data = {}, .seed = 1}, fakes());
  CHECK(document(front.admin("GET", "/_cloche/settings")) == Json{{"dynamodb.table_status_delay", "0s"},
                                                                  {"lambda.concurrent_executions", 1000},
                                                                  {"lambda.function_status_delay", "0s"}});
  const auto set =
      front.admin("POST", "/_cloche/settings",
                  R"({"dynamodb.table_status_delay":"1500ms","lambda.concurrent_executions":3})");
  CHECK(document(set)["dynamodb.table_status_delay"] == "1500ms");
  CHECK(document(set)["lambda.concurrent_executions"] == 3);
  front.admin("POST", "/_cloche/fork");
  CHECK(document(front.admin("GET", "/_cloche/settings", "", front.open_ports.at(50000))) == document(set));
  CHECK(front.admin("POST", "/_cloche/settings", R"({"dynamodb.table_status_delay":5})").status == 400);
  CHECK(front.admin("POST", "/_cloche/settings", R"({"nope":"5s"})").status == 400);
  CHECK(front.admin("POST", "/_cloche/settings", R"({"lambda.concurrent_executions":-1})").status == 400);
  CHECK(document(front.admin("GET", "/_cloche/settings")) == document(set));
}

TEST_CASE("an account is restored from its snapshot") {
  InProcess front;
  front.call("CreateTable", table);
  const auto snapshot = front.admin("GET", "/_cloche/snapshot");
  front.call("CreateTable", table);
  CHECK(tables(front) == 2);
  CHECK(front.admin("POST", "/_cloche/restore", snapshot.body).status == 200);
  CHECK(tables(front) == 1);
  CHECK(front.admin("POST", "/_cloche/restore", "nonsense").status == 400);
  CHECK(document(front.admin("POST", "/_cloche/restore"))["error"] ==
        "the body is no snapshot of this account: it is empty");
  CHECK(front.admin("POST", "/_cloche/restore?account=123456789012", snapshot.body).status == 400);
  CHECK(tables(front) == 1);
}

}  // namespace
}  // namespace cloche::front
