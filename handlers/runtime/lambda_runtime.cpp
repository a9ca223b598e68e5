#include "handlers/runtime/lambda_runtime.h"

#include <cxxabi.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <typeinfo>

#include "handlers/runtime/http.h"
#include "handlers/runtime/log.h"

namespace handlers {

namespace {

const std::string api = "/2018-06-01/runtime/";

std::string class_of(const std::exception& error) {
  int status = 0;
  char* name = abi::__cxa_demangle(typeid(error).name(), nullptr, nullptr, &status);
  const std::string text = status == 0 ? name : typeid(error).name();
  std::free(name);  // NOLINT: the ABI's malloc
  return text;
}

class RuntimeLoop {
 public:
  RuntimeLoop(const Environment& environment, Clock& clock)
      : connection_(Endpoint::parse("http://" + environment.require("AWS_LAMBDA_RUNTIME_API")), trust_,
                    clock) {}

  Invocation next() {
    HttpResponse response = send("GET", "invocation/next", "");
    Invocation invocation{.event = std::move(response.body),
                          .request_id = response.header("Lambda-Runtime-Aws-Request-Id"),
                          .function_arn = response.header("Lambda-Runtime-Invoked-Function-Arn"),
                          .trace_id = response.header("Lambda-Runtime-Trace-Id")};
    if (response.status != 200 || invocation.request_id.empty())
      throw ConnectionError("the Runtime API answered " + std::to_string(response.status), true);
    const std::string deadline = response.header("Lambda-Runtime-Deadline-Ms");
    std::from_chars(deadline.data(), deadline.data() + deadline.size(), invocation.deadline);
    log_.set_request(invocation.request_id);
    // Where tracers look for it; a function runs one invocation at a time.
    setenv("_X_AMZN_TRACE_ID", invocation.trace_id.c_str(), 1);
    return invocation;
  }

  void answer(const Invocation& invocation, std::string text) {
    const HttpResponse response =
        send("POST", "invocation/" + invocation.request_id + "/response", std::move(text));
    // An answer that is too large: the Runtime API has made an error of it already.
    if (response.status >= 300) std::fprintf(stderr, "the answer was refused: %s\n", response.body.c_str());
  }

  void fail(const std::string& path, const std::string& type, const std::string& message) {
    log_.error("the invocation failed", {{"errorType", type}, {"errorMessage", message}});
    const json::object document{
        {"errorType", type}, {"errorMessage", message}, {"stackTrace", json::array()}};
    send("POST", path, to_text(document), {{"Lambda-Runtime-Function-Error-Type", "Unhandled"}});
  }

  /// Runs `work`, and sends what it throws to `path`; whether it went well.
  bool guard(const std::string& path, const std::function<void()>& work) {
    try {
      work();
      return true;
    } catch (const FunctionError& error) {
      fail(path, error.type, error.what());
    } catch (const std::exception& error) {
      fail(path, class_of(error), error.what());
    }
    return false;
  }

 private:
  HttpResponse send(std::string method, const std::string& path, std::string body,
                    std::vector<Header> headers = {}) {
    if (!body.empty()) headers.push_back({"Content-Type", "application/json"});
    return connection_.exchange({.method = std::move(method),
                                 .target = api + path,
                                 .headers = std::move(headers),
                                 .body = std::move(body)},
                                no_deadline);
  }

  Log log_;
  TlsTrust trust_;
  HttpConnection connection_;
};

}  // namespace

int run_function(const Environment& environment, Clock& clock, const std::function<Handler()>& make) {
  try {
    RuntimeLoop loop(environment, clock);
    Handler handler;
    if (!loop.guard("init/error", [&] { handler = make(); })) return 1;
    for (;;) {
      const Invocation invocation = loop.next();
      std::string answer;
      const std::string path = "invocation/" + invocation.request_id + "/error";
      if (loop.guard(path, [&] { answer = handler(invocation); })) loop.answer(invocation, std::move(answer));
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "the runtime ended: %s\n", error.what());
    return 1;
  }
}

}  // namespace handlers
