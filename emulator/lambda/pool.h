#pragma once
// The execution environments of one account in one region: finds each invocation a warm one, the most
// recently used first, or starts one; ends those that were idle for long, or whose code or configuration
// changed; and counts how many run at once.
//
// A Platform is what all pools of this process share: the thread that minds the processes, and where files
// go.
//
// Threads: everything may be called from any thread; callbacks come on any thread, with no lock held. The
// destructor must not run on an I/O thread or in a callback.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "emulator/lambda/code_watch.h"
#include "emulator/lambda/environment_variables.h"
#include "emulator/lambda/runtime_api.h"
#include "emulator/lambda/runtimes.h"
#include "emulator/lambda/supervisor.h"
#include "fakes/lambda/function_version.h"
#include "fakes/lambda/invocation.h"

namespace cloche::lambda {

class Platform {
 public:
  /// Makes `directory` with what functions need to run: our bootstraps, and the environments' temporary
  /// directories.
  Platform(net::Engine& engine, const std::filesystem::path& directory);

  const Runtimes& runtimes() const { return runtimes_; }
  RuntimeApi& runtime_api() { return runtime_api_; }
  Supervisor& supervisor() { return supervisor_; }
  ChangeNotes& change_notes() { return change_notes_; }
  /// A new one each time; whoever asks makes and removes it.
  std::filesystem::path temporary_directory();

 private:
  std::filesystem::path directory_;
  Runtimes runtimes_;
  RuntimeApi runtime_api_;
  std::atomic<std::uint64_t> next_directory_ = 0;
  ChangeNotes change_notes_;
  Supervisor supervisor_;
};

class Pool {
 public:
  struct Settings {
    std::function<Time()> clock;  // the account's
    std::uint64_t seed = 0;       // of the log streams' names
    std::chrono::milliseconds idle_limit =
        std::chrono::minutes(10);  // on the clock; Lambda's is not documented
    /// After which an environment gets no more invocations, on the clock: Lambda ends each after some hours,
    /// however busy it is.
    std::chrono::milliseconds lifetime = std::chrono::hours(6);
    std::chrono::milliseconds init_limit = std::chrono::seconds(10);
    /// Where the functions reach Cloche, and as whom: asked for at each cold start, on
    /// any thread.
    std::function<std::string()> endpoint_url = [] { return std::string(); };
    std::function<Credentials(const FunctionVersion&)> credentials = [](const FunctionVersion&) {
      return Credentials{};
    };
    /// Takes what an environment wrote outside of any invocation, when it ends. Optional.
    std::function<void(LogBatch)> leftover_log;
  };

  /// `platform` must outlive it.
  Pool(Platform& platform, Settings settings);
  /// Ends all environments, aborts what runs, and waits until no process is left.
  ~Pool();

  /// Runs it, and calls back once: with its outcome, or at once where it is throttled.
  void invoke(FunctionVersionPtr function, Invocation invocation, Callback callback);

  /// The next invocation of each version of this function, by its name or its ARN ("": of all), starts a new
  /// environment (a forced cold start, a deleted function): the old ones end, those at work after their
  /// invocation. Answers how many there were.
  std::size_t retire(std::string_view function);
  /// Ends environments that were idle for the limit; for whoever moves the clock. While it runs by itself,
  /// the pool looks after it at each invocation and once a minute.
  void end_idle();
  /// Ends all environments and aborts what runs, as at a reset; calls `done` when no process is left.
  void end_all(std::move_only_function<void()> done);

  /// The same, for ever: what comes from now on is aborted. Once it has called back, the pool may be
  /// destroyed on any thread.
  void stop(std::move_only_function<void()> done);

  /// Invocations that run now, of all functions or one.
  int running() const;
  int running(std::string_view function_arn) const;
  /// Environments that are alive, whatever they do.
  std::size_t environments() const;

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace cloche::lambda
