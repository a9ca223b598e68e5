#include "emulator/lambda/environment.h"

#include <fmt/core.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>
#include <system_error>

#include "emulator/lambda/environment_variables.h"
#include "fakes/core/fault.h"

namespace cloche::lambda {

namespace {

using State = Environment::State;
using namespace std::chrono_literals;

constexpr auto look_interval = 100ms;  // between two looks at the memory of a process that is at work
constexpr auto patience =
    300ms;  // for a runtime that has answered to ask for the next invocation, on a busy machine
// From asking for the next invocation to being frozen: who invokes in a row does not pay for two signals.
constexpr auto freeze_after = 1ms;
constexpr auto short_run = 1ms;  // in which no process can touch more than a few MB that the last look missed
constexpr std::size_t mebibyte = 1024 * 1024;

/// Whether a type is one of the platform's and its runtimes', which the REPORT line then names (assumed: not
/// what a handler threw).
bool is_platform_type(std::string_view type) {
  return type.starts_with("Runtime.") || type.starts_with("Sandbox.") || type.starts_with("Function.");
}

}  // namespace

Environment::Environment(std::shared_ptr<Owner> owner, Supervisor& supervisor, RuntimeApi& runtime_api,
                         const Runtimes& runtimes, FunctionVersionPtr function, Settings settings)
    : owner_(std::move(owner)),
      supervisor_(supervisor),
      runtime_api_(runtime_api),
      runtimes_(runtimes),
      function_(std::move(function)),
      settings_(std::move(settings)),
      made_at_(owner_->now()) {}

template <class Work>
void Environment::locked(Work&& work) {
  After after;
  {
    const std::lock_guard lock(owner_->mutex());
    work(after);
  }
  for (auto& action : after) action();
}

void Environment::move_to(State to) {
  if (!may_move(state_, to))
    fail("an environment of {} cannot go from state {} to {}", function_->name, static_cast<int>(state_),
         static_cast<int>(to));
  state_ = to;
}

// ---- what the owner asks for

bool Environment::is_free() const {
  const bool waits = state_ == State::idle || state_ == State::frozen || state_ == State::returning;
  return waits && !task_ && !retiring_;
}

void Environment::assign(Task task, After& after) {
  const bool fresh = state_ == State::starting && !task_ && !process_;
  if (!fresh && !is_free()) fail("an environment of {} is not free", function_->name);
  task_ = std::move(task);
  if (fresh) {
    supervisor_.post([self = shared_from_this()] { self->launch(); });
  } else if (state_ == State::returning) {
    look_later(Clock::now());
  } else {
    if (state_ == State::frozen) {
      process_->thaw();
      move_to(State::idle);
    }
    deliver(after);
  }
}

void Environment::retire(After& after) {
  retiring_ = true;
  if (!task_) {
    die(after);
  } else if (state_ == State::returning) {
    owner_->take_back(*std::exchange(task_, std::nullopt), after);
    die(after);
  }
}

void Environment::abort(After& after) {
  if (state_ == State::dead) return;
  if (task_) {
    if (state_ == State::busy) {
      finish({.kind = Outcome::Kind::aborted}, {}, after);
    } else {
      Task task = *std::exchange(task_, std::nullopt);
      owner_->finished(task);
      after.emplace_back(
          [callback = std::move(task.callback)]() mutable { callback({.kind = Outcome::Kind::aborted}); });
    }
  }
  die(after);
}

// ---- init

Environment::Clock::duration Environment::init_limit() const {
  return second_init_ ? function_->timeout : settings_.init_limit;
}

/// On the supervisor's thread, and without the lock: starting a process takes most of a millisecond, and the
/// role's credentials come out of an account, which has a lock of its own.
void Environment::launch() {
  {
    const std::lock_guard lock(owner_->mutex());
    if (state_ == State::dead) return;
    launching_ = true;
    began_ = Clock::now();
    deadline_ = began_ + init_limit();
  }
  std::unique_ptr<Process> process;
  std::optional<Failure> failure;
  try {
    process = start_process();
  } catch (const Process::StartFailure& error) {
    failure = start_failure(error);
  } catch (const std::exception& error) {
    failure = platform_failure(PlatformError::invalid_entrypoint, error.what());
  }
  locked([&](After& after) {
    launching_ = false;
    if (state_ == State::dead) return;  // and the process with it, when it goes out of scope
    if (failure) return init_failed(*std::move(failure), Clock::now(), after);
    process_started(std::move(process), after);
  });
}

std::unique_ptr<Process> Environment::start_process() {
  std::filesystem::create_directories(settings_.temporary_directory);
  if (port_ == 0) port_ = runtime_api_.open(shared_from_this());
  Runtimes::Launch launch = runtimes_.launch(*function_);
  const Place place{.log_stream = settings_.log_stream,
                    .temporary_directory = settings_.temporary_directory.string(),
                    .runtime_api_port = port_,
                    .endpoint_url = settings_.endpoint_url,
                    .credentials = settings_.credentials(*function_)};
  std::vector<std::string> variables = environment_variables(*function_, launch, place);
  return std::make_unique<Process>(Command{.executable = std::move(launch.executable),
                                           .arguments = std::move(launch.arguments),
                                           .environment = std::move(variables),
                                           .directory = function_->code.string()});
}

void Environment::process_started(std::unique_ptr<Process> process, After& after) {
  process_ = std::move(process);
  supervisor_.guardian().enter(process_->pid());
  const std::weak_ptr<Environment> weak = weak_from_this();
  supervisor_.watch(process_->output(), [weak] {
    if (const auto self = weak.lock()) self->on_output();
  });
  supervisor_.watch(process_->ended(), [weak] {
    if (const auto self = weak.lock()) self->on_ended();
  });
  look_later(Clock::now());
  // It was quicker than we:
  if (early_init_error_) return init_error_posted(*std::exchange(early_init_error_, std::nullopt), after);
  if (waiting_) asked_for_next(after);
}

/// "fork/exec …" and "Couldn't find …" name the paths that they would have on Lambda.
Environment::Failure Environment::start_failure(const Process::StartFailure& failure) const {
  const std::string reason = [&] {
    switch (failure.error) {
      case ENOENT:
        return std::string("no such file or directory");
      case EACCES:
        return std::string("permission denied");
      case ENOEXEC:
        return std::string("exec format error");
      default:
        return std::generic_category().message(failure.error);
    }
  }();
  if (failure.in_directory)
    return platform_failure(PlatformError::invalid_working_dir, fmt::format("chdir /var/task: {}", reason));
  const bool provided = is_provided(function_->runtime);
  if (provided && failure.error == ENOENT && !std::filesystem::exists(function_->code / "bootstrap"))
    return platform_failure(PlatformError::invalid_entrypoint,
                            "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
  return platform_failure(
      PlatformError::invalid_entrypoint,
      fmt::format("fork/exec {}: {}", provided ? "/var/task/bootstrap" : "/var/runtime/bootstrap", reason));
}

void Environment::init_failed(Failure failure, Clock::time_point now, After& after) {
  end_output();
  log(init_report_line(std::chrono::duration_cast<Microseconds>(now - began_),
                       second_init_ ? "invoke" : "init", failure.end));
  if (process_) process_->kill();
  outgoing_ = std::move(process_);
  if (second_init_) {
    log(start_line(request_id(), function_->version));
    fail_invocation(std::move(failure), after);
    return die(after);
  }
  second_init_ = true;
  cold_ = true;
  deadline_ = Clock::time_point::max();
  supervisor_.post([self = shared_from_this()] { self->relaunch(); });
}

void Environment::relaunch() {
  std::unique_ptr<Process> old;
  {
    const std::lock_guard lock(owner_->mutex());
    old = std::move(outgoing_);
  }
  reap(std::move(old));
  locked([&](After& after) { release_waiting(after); });  // a request of the old process, if there was one
  launch();
}

void Environment::reap(std::unique_ptr<Process> process) {
  if (!process) return;
  supervisor_.ignore(process->output());
  supervisor_.ignore(process->ended());
  supervisor_.guardian().leave(process->pid());
}

// ---- the runtime's calls

Verdict Environment::refused(std::string_view to) const {
  return {.kind = Verdict::Kind::wrong_state, .from = runtime_state_name(state_), .to = to};
}

bool Environment::is_current(std::string_view request_id) const {
  return !last_request_id_.empty() && last_request_id_ == request_id;
}

void Environment::refuse_next(net::Responder responder, After& after) const {
  after.emplace_back([responder = std::move(responder), verdict = refused("Ready")]() mutable {
    responder(verdict_response(verdict));
  });
}

/// Answers a request that will get no invocation: its process has ended, or lost the connection and asks
/// again.
void Environment::release_waiting(After& after) {
  if (waiting_) refuse_next(*std::exchange(waiting_, std::nullopt), after);
}

void Environment::next(net::Responder responder) {
  locked([&](After& after) {
    if (state_ == State::busy || state_ == State::dead) return refuse_next(std::move(responder), after);
    release_waiting(after);
    waiting_ = std::move(responder);
    if (state_ == State::returning || (state_ == State::starting && process_)) asked_for_next(after);
  });
}

void Environment::asked_for_next(After& after) {
  if (state_ == State::starting && !second_init_)
    init_duration_ = std::chrono::duration_cast<Microseconds>(Clock::now() - began_);
  move_to(State::idle);
  if (!second_init_) deadline_ = Clock::time_point::max();
  if (task_) return deliver(after);
  if (retiring_) return die(after);
  idle_since_ = Clock::now();
  if (!std::exchange(freezes_later_, true)) freeze_later(idle_since_ + freeze_after);
}

// One timer, however often it was at work meanwhile.
void Environment::freeze_later(Clock::time_point when) {
  supervisor_.at(when, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->locked([&](After&) { self->freeze(); });
  });
}

void Environment::freeze() {
  const bool is_recent = Clock::now() < idle_since_ + freeze_after;
  if (state_ == State::idle && is_recent) return freeze_later(idle_since_ + freeze_after);
  freezes_later_ = false;
  if (state_ != State::idle) return;
  process_->freeze();
  move_to(State::frozen);
}

void Environment::deliver(After& after) {
  move_to(State::busy);
  const auto now = Clock::now();
  if (!second_init_) {
    began_ = now;
    deadline_ = now + function_->timeout;
  }
  second_init_ = false;
  Invocation& invocation = task_->invocation;
  last_request_id_ = invocation.request_id;
  end_output();  // what it wrote before it asked is not of this invocation
  log(start_line(invocation.request_id, function_->version));
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - now);
  net::Response response = next_response({.request_id = invocation.request_id,
                                          .deadline_ms = to_millis(system_time() + left),
                                          .invoked_function_arn = invocation.invoked_function_arn,
                                          .trace_id = invocation.trace_id,
                                          .client_context = invocation.client_context,
                                          .cognito_identity = invocation.cognito_identity},
                                         std::move(invocation.payload));
  after.emplace_back([responder = *std::exchange(waiting_, std::nullopt),
                      response = std::move(response)]() mutable { responder(std::move(response)); });
  look_later(now);
}

Verdict Environment::response(std::string_view request_id, std::string body) {
  Verdict verdict;
  locked([&](After& after) {
    if (!is_current(request_id)) {
      verdict.kind = Verdict::Kind::wrong_request_id;
    } else if (state_ != State::busy) {
      verdict = refused("InvocationResponse");
    } else if (body.size() > max_response_bytes) {
      verdict.kind = Verdict::Kind::too_large;
      const std::string type(wire_name(PlatformError::response_too_large));
      nlohmann::ordered_json payload;
      payload["errorMessage"] = fmt::format(
          "Response payload size exceeded maximum allowed payload size ({} bytes).", max_response_bytes);
      payload["errorType"] = type;
      answered({.kind = Outcome::Kind::failed, .payload = payload.dump(), .error_type = type},
               {"error", type}, after);
    } else {
      answered({.kind = Outcome::Kind::returned, .payload = std::move(body)}, {}, after);
    }
  });
  return verdict;
}

Verdict Environment::error(std::string_view request_id, FunctionFailure failure) {
  Verdict verdict;
  locked([&](After& after) {
    if (!is_current(request_id)) {
      verdict.kind = Verdict::Kind::wrong_request_id;
    } else if (state_ != State::busy) {
      verdict = refused("InvocationErrorResponse");
    } else {
      EndStatus end;
      if (is_platform_type(failure.type)) end = {"error", failure.type};
      answered({.kind = Outcome::Kind::failed,
                .payload = std::move(failure.payload),
                .error_type = std::move(failure.type)},
               end, after);
    }
  });
  return verdict;
}

Verdict Environment::init_error(FunctionFailure failure) {
  Verdict verdict;
  locked([&](After& after) {
    if (state_ != State::starting || (!process_ && !launching_)) {
      verdict = refused("InitError");
    } else if (process_) {
      init_error_posted(std::move(failure), after);
    } else {
      early_init_error_ = std::move(failure);
    }
  });
  return verdict;
}

void Environment::init_error_posted(FunctionFailure failure, After& after) {
  if (failure.type.empty()) failure.type = wire_name(PlatformError::init_error_unknown);
  const EndStatus end{"error", failure.type};
  init_failed(
      {.type = std::move(failure.type), .payload = std::move(failure.payload), .lines = {}, .end = end},
      Clock::now(), after);
}

// ---- the end of an invocation

/// The runtime has given an answer, of whatever kind.
void Environment::answered(Outcome outcome, const EndStatus& end, After& after) {
  check_memory(Clock::now() - began_ > short_run);
  if (over_memory()) {  // for which Lambda would have killed it before it came to answer
    fail_invocation(platform_failure(PlatformError::exit_error, exit_message(SIGKILL)), after);
    return die(after);
  }
  move_to(State::returning);
  returned_at_ = Clock::now();
  finish(std::move(outcome), end, after);
  if (retiring_) return die(after);
  free_since_ = owner_->now();
  owner_->is_free(*this, after);
}

void Environment::fail_invocation(Failure failure, After& after) {
  end_output();
  for (std::string& line : failure.lines) log(std::move(line));
  finish({.kind = Outcome::Kind::failed,
          .payload = std::move(failure.payload),
          .error_type = std::move(failure.type)},
         failure.end, after);
}

void Environment::finish(Outcome outcome, const EndStatus& end, After& after) {
  end_output();
  outcome.concurrent = task_->invocation.concurrent;
  outcome.cold_start = std::exchange(cold_, false);
  outcome.duration = std::chrono::duration_cast<Microseconds>(Clock::now() - began_);
  outcome.init_duration = std::exchange(init_duration_, std::nullopt);
  outcome.billed_ms = billed_milliseconds(outcome.duration, outcome.init_duration);
  outcome.max_memory_mb =
      std::min(static_cast<int>((peak_bytes_ + mebibyte - 1) / mebibyte), function_->memory_mb);
  log(end_line(request_id()));
  log(report_line({.request_id = request_id(),
                   .duration = outcome.duration,
                   .billed_ms = outcome.billed_ms,
                   .memory_mb = function_->memory_mb,
                   .max_memory_mb = outcome.max_memory_mb,
                   .init_duration = outcome.init_duration,
                   .end = end}));
  outcome.log = take_log();
  Task task = *std::exchange(task_, std::nullopt);
  owner_->finished(task);
  after.emplace_back([callback = std::move(task.callback), outcome = std::move(outcome)]() mutable {
    callback(std::move(outcome));
  });
}

Environment::Failure Environment::platform_failure(PlatformError error, const std::string& message) const {
  const std::string type(wire_name(error));
  const std::string id = task_ ? request_id() : "";
  return {.type = type,
          .payload = failure_payload(type, id, message),
          .lines = {fmt::format("RequestId: {} Error: {}\n{}", id, message, type)},
          .end = {"error", type}};
}

Environment::Failure Environment::timed_out() const {
  const std::string message = timed_out_message(function_->timeout);
  Failure failure = platform_failure(PlatformError::timed_out, message);
  failure.lines = {timed_out_line(owner_->now(), request_id(), message) +
                   "\n"};  // an empty line follows, as on Lambda
  failure.end = {"timeout", ""};
  return failure;
}

// ---- the process

void Environment::check_memory(bool thoroughly) {
  if (!process_) return;
  peak_bytes_ = std::max(peak_bytes_, process_->resident_bytes(thoroughly));
  if (thoroughly) peak_bytes_ = std::max(peak_bytes_, process_->peak_bytes());
}

bool Environment::over_memory() const {
  return peak_bytes_ > static_cast<std::size_t>(function_->memory_mb) * mebibyte;
}

/// Sees to it that look() is called in time for the deadline, and for the memory. An earlier one goes on by
/// itself, so that an invocation of a busy environment sets no timer at all.
void Environment::look_later(Clock::time_point now) {
  const auto when = std::min(now + look_interval, deadline_);
  if (looks_at_ <= when) return;
  looks_at_ = when;
  supervisor_.at(when, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->look();
  });
}

void Environment::look() {
  locked([&](After& after) {
    const auto now = Clock::now();
    if (looks_at_ <= now) looks_at_ = Clock::time_point::max();
    const bool at_work = state_ == State::starting || state_ == State::busy || state_ == State::returning;
    if (!at_work || !process_) return;
    check_memory(true);
    // Where many start at once, what each waits for a processor is not taken off its time.
    if (state_ == State::starting && now >= deadline_)
      deadline_ = began_ + init_limit() + process_->waited_for_processor();
    const bool late = now >= deadline_;
    const bool done_for = late || over_memory();
    if (done_for && state_ != State::returning) {
      Failure failure =
          over_memory() ? platform_failure(PlatformError::exit_error, exit_message(SIGKILL)) : timed_out();
      if (state_ == State::starting) return init_failed(std::move(failure), now, after);
      process_->kill();
      fail_invocation(std::move(failure), after);
      return die(after);
    }
    if (state_ == State::returning && task_ && (done_for || now - returned_at_ > patience))
      owner_->take_back(*std::exchange(task_, std::nullopt), after);
    if (done_for) return die(after);
    look_later(now);
  });
}

void Environment::on_ended() {
  locked([&](After& after) {
    if (!process_ || state_ == State::dead) return;
    drain_output();
    const auto status = process_->try_reap();
    if (!status) return;
    supervisor_.ignore(process_->output());
    supervisor_.ignore(process_->ended());
    peak_bytes_ = std::max(peak_bytes_, process_->reaped_peak_bytes());
    Failure failure = platform_failure(PlatformError::exit_error, exit_message(*status));
    if (state_ == State::starting) return init_failed(std::move(failure), Clock::now(), after);
    if (state_ == State::busy) {
      fail_invocation(std::move(failure), after);
    } else if (task_) {
      owner_->take_back(*std::exchange(task_, std::nullopt), after);
    }
    die(after);
  });
}

void Environment::die(After& after) {
  if (state_ == State::dead) return;
  move_to(State::dead);
  if (process_) process_->kill();
  release_waiting(after);
  end_output();
  owner_->has_died(*this, take_log(), after);
  supervisor_.post([self = shared_from_this()] { self->bury(); });
}

void Environment::bury() {
  std::unique_ptr<Process> process;
  std::unique_ptr<Process> old;
  {
    const std::lock_guard lock(owner_->mutex());
    process = std::move(process_);
    old = std::move(outgoing_);
  }
  reap(std::move(process));
  reap(std::move(old));
  if (port_ != 0) runtime_api_.close(port_);
  std::error_code ignored;
  std::filesystem::remove_all(settings_.temporary_directory, ignored);
  const std::lock_guard lock(owner_->mutex());
  owner_->is_gone(*this);
}

// ---- the log

void Environment::log(std::string line) { output_.add(owner_->now(), std::move(line)); }

void Environment::on_output() {
  const std::lock_guard lock(owner_->mutex());
  if (process_ && !drain_output()) supervisor_.ignore(process_->output());
}

/// What a process wrote before it asked or answered is in the pipe by then, so its lines belong to the
/// invocation that they were written in. False when there is no more to come.
bool Environment::drain_output() {
  return process_ && output_.drain(process_->output(), [this] { return owner_->now(); });
}

/// Takes all that was written, to the end of what is not a whole line.
void Environment::end_output() {
  drain_output();
  output_.end_line(owner_->now());
}

LogBatch Environment::take_log() { return {function_->log_group, settings_.log_stream, output_.take()}; }

}  // namespace cloche::lambda
