#pragma once
// What a test of functions needs: a server, a platform in a directory of its own, and a pool on a clock that
// it moves.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <string_view>

#include "emulator/lambda/pool.h"
#include "fakes/core/temporary_directory.h"

namespace cloche::lambda::testing {

inline void write_file(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

struct Rig {
  explicit Rig(Pool::Settings settings = {}) {
    settings.endpoint_url = [] { return std::string("http://127.0.0.1:4566"); };
    settings.credentials = [](const FunctionVersion&) {
      return Credentials{"ASIAEXAMPLE", "secret", "token"};
    };
    if (!settings.clock) settings.clock = [this] { return now.load(); };
    pool = std::make_unique<Pool>(platform, std::move(settings));
  }

  std::filesystem::path make_code(const std::string& name) {
    const auto path = directory.path() / "code" / name;
    std::filesystem::create_directories(path);
    return path;
  }

  /// A function whose bootstrap is the tests' own program; `handler` says what it does in its init.
  std::shared_ptr<FunctionVersion> native(const std::string& handler = "") {
    const auto code = make_code("native");
    if (!std::filesystem::exists(code / "bootstrap"))
      std::filesystem::create_symlink(CLOCHE_TEST_BOOTSTRAP, code / "bootstrap");
    return function("provided.al2023", handler, code);
  }

  std::shared_ptr<FunctionVersion> function(const std::string& runtime, const std::string& handler,
                                            const std::filesystem::path& code) {
    auto result = std::make_shared<FunctionVersion>();
    result->name = "thing";
    result->function_arn = "arn:aws:lambda:us-east-1:000000000000:function:thing";
    result->runtime = runtime;
    result->handler = handler;
    result->code = code;
    result->timeout = std::chrono::seconds(20);
    result->memory_mb = 512;
    result->log_group = "/aws/lambda/thing";
    return result;
  }

  std::future<Outcome> start(FunctionVersionPtr function, const std::string& payload,
                             Invocation invocation = {}) {
    if (invocation.request_id.empty())
      invocation.request_id = "00000000-0000-4000-8000-" + std::to_string(next_id++);
    invocation.payload = payload;
    invocation.invoked_function_arn = function->function_arn;
    auto promise = std::make_shared<std::promise<Outcome>>();
    pool->invoke(std::move(function), std::move(invocation),
                 [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
    return promise->get_future();
  }
  Outcome run(FunctionVersionPtr function, const std::string& payload, Invocation invocation = {}) {
    return start(std::move(function), payload, std::move(invocation)).get();
  }

  TemporaryDirectory directory;
  net::Engine engine{2};
  Platform platform{engine, directory.path() / "lambda"};
  std::atomic<Time> now = from_millis(1'767'603'600'000);  // 2026-01-05T09:00:00Z
  std::atomic<std::uint64_t> next_id = 100'000'000'000;
  std::unique_ptr<Pool> pool;
};

inline Invocation with_id(const std::string& request_id) {
  Invocation invocation;
  invocation.request_id = request_id;
  return invocation;
}

/// The lines of an outcome's log.
inline std::string text(const LogBatch& log) {
  std::string result;
  for (const LogLine& line : log.lines) result += line.text + "\n";
  return result;
}

/// Waits until a process that is no child of ours has ended; false if it has not within ten seconds.
bool wait_for_end(pid_t pid);

}  // namespace cloche::lambda::testing
