#include "emulator/front/code_sweep.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "emulator/front/emulator.h"
#include "emulator/front/in_process.h"
#include "emulator/net/client.h"
#include "fakes/core/digest.h"
#include "fakes/core/temporary_directory.h"
#include "fakes/lambda/store.h"
#include "fakes/lambda/testing/zip.h"

namespace cloche::front {
namespace {

namespace fs = std::filesystem;

std::string zip(const std::string& content) {
  return lambda::testing::zip_of({{.name = "app.py", .content = content}});
}

net::Request request_of_lambda(const std::string& method, const std::string& path, const Json& body = nullptr,
                               const std::string& key = "test") {
  net::Request request;
  request.method = method;
  request.target = "/2015-03-31/functions" + path;
  request.headers.add("Host", "localhost:4566");
  request.headers.add("X-Amz-Date", "20260105T090000Z");
  request.headers.add("Authorization", "AWS4-HMAC-SHA256 Credential=" + key +
                                           "/20260105/us-east-1/lambda/aws4_request, "
                                           "SignedHeaders=host;x-amz-date, Signature=0");
  if (!body.is_null()) request.body = body.dump();
  return request;
}

Json function(const std::string& name, const Json& code) {
  return {{"FunctionName", name},
          {"Runtime", "provided.al2023"},
          {"Role", "arn:aws:iam::000000000000:role/lambda"},
          {"Handler", "app.handler"},
          {"Code", code}};
}
Json zipped(const std::string& content) { return {{"ZipFile", base64(zip(content))}}; }

struct SweepTest {
  InProcess front{{.data = {}, .seed = 1}, fakes()};

  Json call(const std::string& method, const std::string& path, const Json& body = nullptr,
            const std::string& key = "test", const std::shared_ptr<World>& fork = nullptr) {
    const net::Response response = front.ask(request_of_lambda(method, path, body, key), fork);
    CHECK_MESSAGE(response.status / 100 == 2, response.body);
    return response.body.empty() ? Json() : parse_json(response.body);
  }
  void create(const std::string& name, const std::string& content, const std::string& key = "test") {
    call("POST", "", function(name, zipped(content)), key);
  }
  /// Whether the code is there, its directory and its zip.
  bool has(const std::string& content) {
    const std::string name = hex(sha256(zip(content)));
    const fs::path code = front.accounts.files() / "lambda" / name;
    CHECK(fs::exists(code) == fs::exists(code.string() + ".zip"));
    return fs::exists(code);
  }
  bool sweep() { return sweep_code(front.accounts); }
};

TEST_CASE("code goes with the last function that has it, in whatever account") {
  SweepTest test;
  test.create("first", "shared");
  test.create("second", "shared");
  test.create("elsewhere", "shared", "123456789012");
  test.create("other", "other");
  for (const auto& [name, key] :
       {std::pair{"first", "test"}, std::pair{"second", "test"}, std::pair{"elsewhere", "123456789012"}}) {
    CHECK(test.sweep());
    CHECK(test.has("shared"));
    test.call("DELETE", "/" + std::string(name), nullptr, key);
  }
  CHECK(test.sweep());
  CHECK_FALSE(test.has("shared"));
  CHECK(test.has("other"));
  test.create("first", "shared");
  CHECK(test.has("shared"));
}

TEST_CASE("code that was updated goes, but not that of a version, until it is deleted") {
  SweepTest test;
  test.create("greet", "one");
  test.call("POST", "/greet/versions", Json::object());
  test.call("PUT", "/greet/code", zipped("two"));
  test.call("PUT", "/greet/code", zipped("three"));
  CHECK(test.sweep());
  CHECK(test.has("one"));
  CHECK_FALSE(test.has("two"));
  CHECK(test.has("three"));
  test.call("DELETE", "/greet?Qualifier=1");
  CHECK(test.sweep());
  CHECK_FALSE(test.has("one"));
  CHECK(test.has("three"));
}

TEST_CASE("code that still runs during an update, and that is tried only, is known for what it is") {
  SweepTest test;
  test.front.admin("POST", "/_cloche/settings", R"({"lambda.function_status_delay":"5s"})");
  test.create("greet", "one");
  test.front.admin("POST", "/_cloche/clock", R"({"freeze":true,"advance":"5s"})");
  Json dry = zipped("dry");
  dry["DryRun"] = true;
  test.call("PUT", "/greet/code", dry);
  test.call("PUT", "/greet/code", zipped("two"));
  CHECK(test.sweep());
  CHECK(test.has("one"));
  CHECK(test.has("two"));
  CHECK_FALSE(test.has("dry"));
  test.front.admin("POST", "/_cloche/clock", R"({"advance":"5s"})");
  CHECK(test.sweep());
  CHECK_FALSE(test.has("one"));
  CHECK(test.has("two"));
}

TEST_CASE("a fork keeps the code that its original dropped, until it ends") {
  SweepTest test;
  test.create("greet", "one");
  const auto fork =
      test.front.accounts.fork(test.front.accounts.main(), [](const auto&) { return std::uint16_t{1}; });
  test.front.admin("POST", "/_cloche/reset");
  CHECK(test.sweep());
  CHECK(test.has("one"));
  test.call("GET", "/greet", nullptr, "test", fork.world);
  test.front.accounts.end_fork(*fork.world);
  CHECK(test.sweep());
  CHECK_FALSE(test.has("one"));
}

TEST_CASE("a snapshot brings the code back that was swept since") {
  SweepTest test;
  test.create("greet", "one");
  const auto snapshot = test.front.admin("GET", "/_cloche/snapshot");
  test.front.admin("POST", "/_cloche/reset");
  CHECK(test.sweep());
  CHECK_FALSE(test.has("one"));
  CHECK(test.front.admin("POST", "/_cloche/restore", snapshot.body).status == 200);
  CHECK(test.sweep());
  CHECK(test.has("one"));
}

TEST_CASE("code that runs stays until it does no more") {
  SweepTest test;
  test.create("greet", "one");
  Account& account = *test.front.accounts.main().account;
  auto running =
      account.transact([&] { return lambda::Store(account, "us-east-1").version_to_run("greet", 0); });
  test.call("DELETE", "/greet");
  CHECK_FALSE(test.sweep());
  CHECK(test.has("one"));
  running.reset();
  CHECK(test.sweep());
  CHECK_FALSE(test.has("one"));
}

TEST_CASE("a directory of hot reload is not touched") {
  SweepTest test;
  const TemporaryDirectory directory;
  const fs::path code = directory.path() / "code";
  fs::create_directories(code);
  test.call("POST", "", function("greet", {{"S3Bucket", "hot-reload"}, {"S3Key", code.string()}}));
  test.call("DELETE", "/greet");
  CHECK(test.sweep());
  CHECK(fs::exists(code));
}

TEST_CASE("an account tells when code may have been dropped, and not when nothing was") {
  SweepTest test;
  int told = 0;
  test.front.accounts.main().code_dropped = [&] { ++told; };
  const auto is_told = [&] { return std::exchange(told, 0) > 0; };
  test.create("greet", "one");
  test.call("GET", "/greet");
  CHECK(is_told());  // it could have been refused after the code was taken
  test.call("PUT", "/greet/configuration", {{"Timeout", 5}});
  test.call("POST", "/greet/versions", Json::object());
  CHECK_FALSE(is_told());
  test.call("DELETE", "/greet?Qualifier=1");
  CHECK(is_told());
  test.call("DELETE", "/greet");
  CHECK(is_told());
  test.front.admin("POST", "/_cloche/reset");
  CHECK(is_told());
}

TEST_CASE("an emulator removes the code of functions that go, and at its start what a crash left") {
  const TemporaryDirectory data;
  const fs::path store = data.path() / "files" / "lambda";
  const auto count = [&] { return std::distance(fs::directory_iterator(store), {}); };
  const auto run = [&](const std::vector<net::Request>& requests) {
    Emulator emulator(
        {.address = "127.0.0.1", .port = 0, .threads = 1, .accounts = {.data = data.path(), .seed = 1}});
    net::Engine engine{1};
    net::Client client{engine};
    for (const net::Request& request : requests) {
      const auto response = client.send({"127.0.0.1", emulator.port()}, request);
      CHECK_MESSAGE(response.status / 100 == 2, response.body);
    }
  };
  run({request_of_lambda("POST", "", function("kept", zipped("kept"))),
       request_of_lambda("POST", "", function("deleted", zipped("deleted"))),
       request_of_lambda("DELETE", "/deleted")});
  CHECK(count() == 2);
  lambda::CodeStore(store).add(zip("a crash"));
  fs::create_directories(store / ".aBcDeF");
  CHECK(count() == 5);
  run({});
  CHECK(count() == 2);
  CHECK(fs::exists(store / (hex(sha256(zip("kept"))) + ".zip")));
}

}  // namespace
}  // namespace cloche::front
