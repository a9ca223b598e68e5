// cloche logs, against a Cloche that runs.
#include <doctest/doctest.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "emulator/commands/process.h"
#include "emulator/net/client.h"
#include "emulator/net/server.h"
#include "fakes/core/clock.h"
#include "fakes/core/json.h"

namespace cloche::commands {
namespace {

struct Running {
  Process cloche{std::vector<std::string>{"up", "--port", "0"}};
  std::string url = cloche.read_until("ready ");
  net::Engine engine{1};
  net::Client client{engine};

  void call(const std::string& operation, const Json& input) {
    const auto response =
        client.send(net::Address::of_url(url),
                    {"POST",
                     "/",
                     {{"Content-Type", "application/x-amz-json-1.1"},
                      {"X-Amz-Target", "Logs_20140328." + operation},
                      {"X-Amz-Date", "20260105T090000Z"},
                      {"Authorization",
                       "AWS4-HMAC-SHA256 Credential=test/20260105/us-east-1/logs/aws4_request, "
                       "SignedHeaders=host, Signature=0"}},
                     input.dump()});
    CAPTURE(response.body);
    REQUIRE(response.status == 200);
  }
  /// Writes the message as the function "f".
  void write(const std::string& message, Time at) {
    call("PutLogEvents", {{"logGroupName", "/aws/lambda/f"},
                          {"logStreamName", "2026/01/05/[$LATEST]8f5d1a2c33334444"},
                          {"logEvents", {{{"timestamp", to_millis(at)}, {"message", message}}}}});
  }
  /// The arguments of what follows "f".
  std::vector<std::string> following() const {
    return {"logs", "f", "--follow", "--endpoint", url, "--region", "us-east-1"};
  }
  void create() {
    call("CreateLogGroup", {{"logGroupName", "/aws/lambda/f"}});
    call("CreateLogStream",
         {{"logGroupName", "/aws/lambda/f"}, {"logStreamName", "2026/01/05/[$LATEST]8f5d1a2c33334444"}});
  }
};

TEST_CASE("logs shows a function's lines with their time and stream") {
  Running running;
  running.create();
  const Time now = system_time();
  running.write("one\n", now);
  running.write("two", now + Duration(1));
  for (const std::string function :
       {"f", "/aws/lambda/f", "arn:aws:lambda:us-east-1:000000000000:function:f"}) {
    Process logs({"logs", function, "--endpoint", running.url, "--region", "us-east-1"});
    CHECK(logs.read_all() ==
          iso8601(now) + " 8f5d1a2c one\n" + iso8601(now + Duration(1)) + " 8f5d1a2c two\n");
    CHECK(logs.wait() == 0);
  }
}

TEST_CASE("logs follows a function, each line once, until it is told to end") {
  Running running;
  running.create();
  const Time now = system_time();
  running.write("one", now);
  Process logs(running.following());
  CHECK(logs.read_until(iso8601(now)) == " 8f5d1a2c one");
  running.write("two", now + Duration(5));
  CHECK(logs.read_until("") == iso8601(now + Duration(5)) + " 8f5d1a2c two");
  running.write("late", now - Duration(5));
  CHECK(logs.read_until("") == iso8601(now - Duration(5)) + " 8f5d1a2c late");
  logs.signal(SIGINT);
  CHECK(logs.wait() == 0);
}

TEST_CASE("logs that follows waits for a group that is not there yet, or not there any more") {
  Running running;
  Process logs(running.following());
  CHECK(logs.read_until("cloche: there is no log group /aws/lambda/f").ends_with("; waiting for it"));
  running.create();
  const Time now = system_time();
  running.write("one", now);
  CHECK(logs.read_until(iso8601(now)) == " 8f5d1a2c one");
  running.call("DeleteLogGroup", {{"logGroupName", "/aws/lambda/f"}});
  CHECK(logs.read_until("cloche: there is no log group /aws/lambda/f").ends_with("; waiting for it"));
  logs.signal(SIGINT);
  CHECK(logs.wait() == 0);
}

TEST_CASE(
    "logs that follows goes on after the clock went back, and shows lines of one event below each other") {
  Running running;
  running.create();
  const Time now = system_time();
  running.write("one", now);
  Process logs(running.following());
  CHECK(logs.read_until(iso8601(now)) == " 8f5d1a2c one");
  const Time before = now - std::chrono::hours(24 * 5);
  running.client.send(
      net::Address::of_url(running.url),
      {"POST", "/_cloche/clock", {}, Json{{"freeze", true}, {"set", iso8601(before)}}.dump()});
  running.write("two\rlines\r", before);
  CHECK(logs.read_until(iso8601(before)) == " 8f5d1a2c two");
  CHECK(logs.read_until("") == "    lines");
  running.client.send(net::Address::of_url(running.url),
                      {"POST", "/_cloche/clock", {}, Json{{"set", iso8601(now)}}.dump()});
  running.write("three", now + Duration(1));
  CHECK(logs.read_until("") == iso8601(now + Duration(1)) + " 8f5d1a2c three");
  logs.signal(SIGINT);
  CHECK(logs.wait() == 0);
}

TEST_CASE("an account has 12 digits") {
  Process logs({"logs", "f", "--account", "12"});
  CHECK(logs.read_all().contains("an account has 12 digits"));
  CHECK(logs.wait() == 2);
}

TEST_CASE("logs says in one line that there is no group, or no Cloche") {
  Running running;
  Process none({"logs", "f", "--endpoint", running.url, "--region", "us-east-1"});
  CHECK(none.read_all().starts_with("cloche: there is no log group /aws/lambda/f in us-east-1"));
  CHECK(none.wait() == 1);
  running.cloche.signal(SIGTERM);
  CHECK(running.cloche.wait() == 0);
  Process nobody({"logs", "f", "--endpoint", running.url});
  CHECK(nobody.read_all().starts_with("cloche: no Cloche answers at " + running.url));
  CHECK(nobody.wait() == 1);
  Process nonsense({"logs", "f", "--endpoint", "nonsense"});
  CHECK(nonsense.read_all().starts_with("cloche: --endpoint nonsense: "));
  CHECK(nonsense.wait() == 2);
}

}  // namespace
}  // namespace cloche::commands
