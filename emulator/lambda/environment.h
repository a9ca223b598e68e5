#pragma once
// One execution environment: a process that runs a function's code and asks for one invocation after the
// other, as a state machine. It denies by default: a move that is not in its table is a Fault, a call of the
// runtime's that its state does not allow is refused with 403.
//
//   starting ──▶ idle ◀──▶ frozen     starting: the init phase; the invocation that caused it waits
//      │  ▲        │ ▲                idle: has asked for the next invocation; frozen: and is stopped until
//      there is one │  └─retry  ▼ │                busy: has one │          busy ▶ returning    returning:
//      has answered it, and not yet asked for the next └───────────┴───────┴──▶ dead  dead: by its own doing
//      or by ours; never used again
//
// An invocation may be given to an environment that is returning, before it asks: so that who invokes in a
// row finds it warm. If it takes its time it loses it again, for Lambda would have started another.
//
// Init that fails is tried once more, with the invocation and within the function's own time-out, as Lambda
// does
// ("suppressed init"); what fails then is the invocation's answer.
//
// Threads: everything is guarded by the owner's mutex. Public functions with an After must be called with it
// held, and run the After when it is not; the others take it. The process itself is started and buried on the
// Supervisor's thread.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "emulator/lambda/environment_state.h"
#include "emulator/lambda/environment_variables.h"
#include "emulator/lambda/function_output.h"
#include "emulator/lambda/platform_error.h"
#include "emulator/lambda/process.h"
#include "emulator/lambda/report.h"
#include "emulator/lambda/runtime_api.h"
#include "emulator/lambda/runtimes.h"
#include "emulator/lambda/supervisor.h"
#include "fakes/lambda/function_version.h"
#include "fakes/lambda/invocation.h"

namespace cloche::lambda {

/// What is to be done once the owner's mutex is free: answering a runtime, calling back.
using After = std::vector<std::move_only_function<void()>>;

/// An invocation that was accepted, until it has its outcome.
struct Task {
  Invocation invocation;
  FunctionVersionPtr function;
  Callback callback;
};

class Environment : public RuntimeCalls, public std::enable_shared_from_this<Environment> {
 public:
  using State = EnvironmentState;

  /// Who has the environments. All but mutex() is called with the mutex held.
  class Owner {
   public:
    virtual ~Owner() = default;
    virtual std::mutex& mutex() = 0;
    virtual Time now() const = 0;                                      // the account's clock
    virtual void finished(const Task& task) = 0;                       // its callback comes with the After
    virtual void is_free(Environment& environment, After& after) = 0;  // can be given an invocation
    virtual void take_back(Task task, After& after) = 0;               // was given to it, and did not run
    virtual void has_died(Environment& environment, LogBatch leftover, After& after) = 0;
    virtual void is_gone(Environment& environment) = 0;  // and its process is reaped
  };

  struct Settings {
    std::chrono::milliseconds init_limit{10'000};
    std::filesystem::path temporary_directory;  // its own, is made and removed
    std::string log_stream;
    std::string endpoint_url;
    std::function<Credentials(const FunctionVersion&)> credentials;
  };

  /// `owner` outlives it by being shared.
  Environment(std::shared_ptr<Owner> owner, Supervisor& supervisor, RuntimeApi& runtime_api,
              const Runtimes& runtimes, FunctionVersionPtr function, Settings settings);

  State state() const { return state_; }
  const FunctionVersion& function() const { return *function_; }
  /// Whether assign() may be called.
  bool is_free() const;
  /// On the account's clock.
  Time made_at() const { return made_at_; }
  /// When it became free, on the account's clock.
  Time free_since() const { return free_since_; }

  /// Gives it an invocation, the first one starts it.
  void assign(Task task, After& after);
  /// Ends it when it has no invocation, or as soon as it has none any more.
  void retire(After& after);
  /// Ends it now; an invocation that it has is aborted.
  void abort(After& after);

  // Its runtime's calls, on I/O threads.
  void next(net::Responder responder) override;
  Verdict response(std::string_view request_id, std::string body) override;
  Verdict error(std::string_view request_id, FunctionFailure failure) override;
  Verdict init_error(FunctionFailure failure) override;

 private:
  using Clock = Supervisor::Clock;
  /// What a failure says to the caller, and to the log.
  struct Failure {
    std::string type;
    std::string payload;
    std::vector<std::string> lines;
    EndStatus end;
  };

  template <class Work>
  void locked(Work&& work);
  void move_to(State to);
  Verdict refused(std::string_view to) const;
  bool is_current(std::string_view request_id) const;
  const std::string& request_id() const { return task_->invocation.request_id; }

  // On the supervisor's thread.
  void launch();
  void relaunch();
  void reap(std::unique_ptr<Process> process);
  std::unique_ptr<Process> start_process();
  void process_started(std::unique_ptr<Process> process, After& after);
  void on_output();
  void on_ended();
  void look();
  Clock::duration init_limit() const;
  void bury();

  void begin_init(After& after);
  void look_later(Clock::time_point now);
  void refuse_next(net::Responder responder, After& after) const;
  void release_waiting(After& after);
  void asked_for_next(After& after);
  void freeze_later(Clock::time_point when);
  void freeze();
  void deliver(After& after);
  void init_error_posted(FunctionFailure failure, After& after);
  void init_failed(Failure failure, Clock::time_point now, After& after);
  void finish(Outcome outcome, const EndStatus& end, After& after);
  void answered(Outcome outcome, const EndStatus& end, After& after);
  void fail_invocation(Failure failure, After& after);
  void die(After& after);

  Failure start_failure(const Process::StartFailure& failure) const;
  Failure platform_failure(PlatformError error, const std::string& message) const;
  Failure timed_out() const;
  void check_memory(bool thoroughly);
  bool over_memory() const;
  void log(std::string line);
  bool drain_output();
  void end_output();
  LogBatch take_log();

  const std::shared_ptr<Owner> owner_;
  Supervisor& supervisor_;
  RuntimeApi& runtime_api_;
  const Runtimes& runtimes_;
  const FunctionVersionPtr function_;
  const Settings settings_;

  State state_ = State::starting;
  std::uint16_t port_ = 0;
  std::unique_ptr<Process> process_;
  std::unique_ptr<Process> outgoing_;                // whose init failed, until it is reaped
  std::optional<net::Responder> waiting_;            // the runtime's request for the next invocation
  bool launching_ = false;                           // a process is being started, and may be quicker than we
  std::optional<FunctionFailure> early_init_error_;  // which it posted by then
  bool second_init_ = false;                         // init is tried again, with the invocation
  bool retiring_ = false;

  std::optional<Task> task_;
  std::string last_request_id_;  // of the task that was delivered last
  Clock::time_point began_;      // the current phase: init, or the invocation
  Clock::time_point deadline_ = Clock::time_point::max();
  std::optional<Microseconds> init_duration_;  // until it is reported
  bool cold_ = true;
  Clock::time_point returned_at_;
  Clock::time_point idle_since_;
  bool freezes_later_ = false;  // a timer will look whether it is still idle
  Clock::time_point looks_at_ = Clock::time_point::max();
  const Time made_at_;
  Time free_since_{};

  std::size_t peak_bytes_ = 0;
  FunctionOutput output_;
};

}  // namespace cloche::lambda
