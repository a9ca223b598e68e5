#include "handlers/runtime/lambda_runtime.h"

#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>

#include "handlers/runtime/log.h"
#include "handlers/runtime/testing/test_clock.h"
#include "handlers/runtime/testing/test_server.h"

using namespace handlers;
using handlers::testing::answer_with;
using handlers::testing::Received;
using handlers::testing::TestServer;

namespace {

/// A Runtime API with these events, which is gone after them: that ends the loop.
struct RuntimeApi {
  explicit RuntimeApi(std::vector<std::string> some_events)
      : events(std::move(some_events)), server([this](const Received& request) { return answer(request); }) {}

  std::string answer(const Received& request) {
    if (request.method == "POST") return answer_with(202, R"({"status":"OK"})");
    if (next == events.size()) return "";
    ++next;
    return answer_with(200, events[next - 1],
                       "Lambda-Runtime-Aws-Request-Id: id-" + std::to_string(next) +
                           "\r\nLambda-Runtime-Deadline-Ms: 1767603600000\r\n"
                           "Lambda-Runtime-Invoked-Function-Arn: arn:f\r\nLambda-Runtime-Trace-Id: Root=" +
                           std::to_string(next) + "\r\n");
  }

  int run(const std::function<Handler()>& make) {
    SystemClock clock;
    return run_function(Environment(Environment::Variables{{"AWS_LAMBDA_RUNTIME_API", server.address()}}),
                        clock, make);
  }

  /// What was posted to a path below /2018-06-01/runtime/.
  std::string posted(const std::string& path) const {
    for (const Received& request : server.received())
      if (request.method == "POST" && request.target == "/2018-06-01/runtime/" + path) return request.body;
    return "nothing";
  }

  std::vector<std::string> events;
  std::atomic<std::size_t> next = 0;
  TestServer server;
};

}  // namespace

TEST_CASE("Each event gets its answer, over one connection") {
  RuntimeApi api({R"({"n":1})", R"({"n":2})"});
  std::vector<Invocation> seen;
  std::vector<std::string> traces;
  const int code = api.run([&] {
    return [&](const Invocation& invocation) {
      seen.push_back(invocation);
      traces.emplace_back(std::getenv("_X_AMZN_TRACE_ID"));
      return "[" + invocation.event + "]";
    };
  });
  CHECK(code == 1);
  REQUIRE(seen.size() == 2);
  CHECK(seen[0].request_id == "id-1");
  CHECK(seen[0].deadline == 1767603600000);
  CHECK(seen[0].function_arn == "arn:f");
  CHECK(traces == std::vector<std::string>{"Root=1", "Root=2"});
  CHECK(api.posted("invocation/id-1/response") == R"([{"n":1}])");
  CHECK(api.posted("invocation/id-2/response") == R"([{"n":2}])");
  CHECK(api.server.received().back().connection == 1);
}

TEST_CASE("What a handler throws is the invocation's error, and the next event is taken") {
  RuntimeApi api({"1", "2", "3"});
  api.run([] {
    return [](const Invocation& invocation) -> std::string {
      if (invocation.event == "1") throw FunctionError("Mine", "it \"failed\"");
      if (invocation.event == "2") throw std::out_of_range("too far");
      return "true";
    };
  });
  const Json first = read_json(api.posted("invocation/id-1/error"));
  CHECK(first ==
        Json{{"errorType", "Mine"}, {"errorMessage", "it \"failed\""}, {"stackTrace", json::array()}});
  CHECK(read_json(api.posted("invocation/id-2/error")).at("errorType") == "std::out_of_range");
  CHECK(api.posted("invocation/id-3/response") == "true");
}

TEST_CASE("What is thrown while the function is made is the error of its init, and ends the process") {
  RuntimeApi api({"1"});
  const int code = api.run([]() -> Handler { throw MissingVariable("TABLE"); });
  CHECK(code == 1);
  CHECK(read_json(api.posted("init/error")).at("errorMessage") ==
        "the environment variable TABLE is not set");
  CHECK(read_json(api.posted("init/error")).at("errorType") == "handlers::MissingVariable");
  CHECK(api.next == 0);
}

TEST_CASE("A line of the log is JSON, with the invocation that it belongs to") {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* file = open_memstream(&text, &size);
  Log log(file);
  log.set_request("id-1");
  log.info("answered", {{"status", 200}});
  log.error("bytes \xFF that are no text");
  std::fclose(file);
  const std::string lines(text, size);
  std::free(text);  // NOLINT: open_memstream's
  CHECK(lines ==
        "{\"level\":\"INFO\",\"message\":\"answered\",\"requestId\":\"id-1\",\"status\":200}\n"
        "{\"level\":\"ERROR\",\"message\":\"bytes \xEF\xBF\xBD that are no text\",\"requestId\":\"id-1\"}\n");
}
