#include "emulator/lambda/pool.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <future>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "emulator/lambda/code_watch.h"
#include "emulator/lambda/concurrency.h"
#include "emulator/lambda/environment.h"
#include "fakes/core/fault.h"
#include "fakes/core/ids.h"

namespace cloche::lambda {

namespace {

constexpr auto idle_check_interval = std::chrono::minutes(1);

/// "2026/01/05/[$LATEST]0123456789abcdef0123456789abcdef"
std::string log_stream_name(Time now, std::string_view version, Generator& ids) {
  std::string day = iso8601(now).substr(0, 10);
  std::ranges::replace(day, '-', '/');
  return fmt::format("{}/[{}]{}", day, version, ids.text(32, "0123456789abcdef"));
}

/// Removes the directories "<pid>-<number>" of processes that were killed and could not.
void remove_orphans(const std::filesystem::path& directory) {
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    const pid_t pid = std::atoi(entry.path().filename().c_str());
    if (pid > 0 && kill(pid, 0) != 0 && errno == ESRCH) std::filesystem::remove_all(entry.path());
  }
}

}  // namespace

// ---- Platform

Platform::Platform(net::Engine& engine, const std::filesystem::path& directory)
    : directory_(std::filesystem::absolute(directory)),
      runtimes_(directory_ / "runtime"),
      runtime_api_(engine) {
  std::filesystem::create_directories(directory_ / "tmp");
  remove_orphans(directory_ / "tmp");
}

std::filesystem::path Platform::temporary_directory() {
  return directory_ / "tmp" / fmt::format("{}-{}", getpid(), next_directory_++);
}

// ---- Core

/// Outlives the Pool for as long as an environment is not buried.
struct Pool::Core : Environment::Owner, std::enable_shared_from_this<Pool::Core> {
  using EnvironmentPtr = std::shared_ptr<Environment>;

  /// The environments of one version of a function.
  struct Fleet {
    std::string revision;
    std::deque<EnvironmentPtr> free;  // the most recently used is last
    std::vector<EnvironmentPtr> all;
    std::unique_ptr<CodeWatch> watch;  // of code that may change under our hands
  };

  Core(Platform& platform_, Settings settings_)
      : platform(platform_), settings(std::move(settings_)), ids(settings.seed) {}

  // Environment::Owner
  std::mutex& mutex() override { return lock; }
  Time now() const override { return settings.clock(); }
  void finished(const Task& task) override {
    concurrency.release(task.function->function_arn, task.invocation.limits);
  }
  void is_free(Environment& environment, After&) override {
    fleet_of(environment.function()).free.push_back(environment_of(environment));
  }
  void take_back(Task task, After& after) override {
    // The one that it was taken from is at work with something of its own, and free when that is done.
    run(std::move(task), after);
  }
  void has_died(Environment& environment, LogBatch leftover, After& after) override;
  void is_gone(Environment& environment) override;

  static std::string key_of(const FunctionVersion& function) {
    return function.function_arn + ":" + function.version;
  }
  Fleet& fleet_of(const FunctionVersion& function) { return fleets[key_of(function)]; }
  EnvironmentPtr environment_of(Environment& environment) {
    return std::static_pointer_cast<Environment>(environment.shared_from_this());
  }

  void run(Task task, After& after);
  EnvironmentPtr take_free(Fleet& fleet, After& after);
  EnvironmentPtr start_environment(Fleet& fleet, const FunctionVersionPtr& function);
  void retire(Fleet& fleet, After& after);
  void end_idle(After& after);
  void end_idle(Fleet& fleet, After& after);
  void end_all(After& after);
  void check_idle_later();
  template <class Work>
  void locked(Work&& work);

  Platform& platform;
  const Settings settings;
  std::mutex lock;  // guards what follows, and the environments
  Generator ids;
  Concurrency concurrency;
  std::map<std::string, Fleet, std::less<>> fleets;
  std::unordered_map<Environment*, EnvironmentPtr> alive;  // until their process is reaped
  std::vector<std::move_only_function<void()>> when_empty;
  bool stopped = false;
};

template <class Work>
void Pool::Core::locked(Work&& work) {
  After after;
  {
    const std::lock_guard guard(lock);
    work(after);
  }
  for (auto& action : after) action();
}

void Pool::Core::run(Task task, After& after) {
  Fleet& fleet = fleet_of(*task.function);
  const bool code_changed = fleet.watch && fleet.watch->changed();
  if (fleet.revision != task.function->revision || code_changed) {
    retire(fleet, after);
    fleet.revision = task.function->revision;
    fleet.watch = nullptr;
  }
  if (task.function->code_is_watched && !fleet.watch)
    fleet.watch = std::make_unique<CodeWatch>(platform.change_notes(), task.function->code);

  end_idle(fleet, after);
  EnvironmentPtr environment = take_free(fleet, after);
  if (!environment) environment = start_environment(fleet, task.function);
  environment->assign(std::move(task), after);
}

/// The one that was used last; nullptr where none is free.
Pool::Core::EnvironmentPtr Pool::Core::take_free(Fleet& fleet, After& after) {
  const Time oldest = now() - settings.lifetime;
  while (!fleet.free.empty()) {
    EnvironmentPtr environment = std::move(fleet.free.back());
    fleet.free.pop_back();
    if (!environment->is_free()) continue;  // it died meanwhile
    if (environment->made_at() > oldest) return environment;
    environment->retire(after);
  }
  return nullptr;
}

Pool::Core::EnvironmentPtr Pool::Core::start_environment(Fleet& fleet, const FunctionVersionPtr& function) {
  auto environment = std::make_shared<Environment>(
      shared_from_this(), platform.supervisor(), platform.runtime_api(), platform.runtimes(), function,
      Environment::Settings{.init_limit = settings.init_limit,
                            .temporary_directory = platform.temporary_directory(),
                            .log_stream = log_stream_name(now(), function->version, ids),
                            .endpoint_url = settings.endpoint_url(),
                            .credentials = settings.credentials});
  alive.emplace(environment.get(), environment);
  fleet.all.push_back(environment);
  return environment;
}

void Pool::Core::has_died(Environment& environment, LogBatch leftover, After& after) {
  const auto found = fleets.find(key_of(environment.function()));
  if (found != fleets.end()) {
    const auto is_it = [&](const EnvironmentPtr& other) { return other.get() == &environment; };
    std::erase_if(found->second.all, is_it);
    std::erase_if(found->second.free, is_it);
  }
  if (leftover.lines.empty() || !settings.leftover_log) return;
  after.emplace_back([self = shared_from_this(), leftover = std::move(leftover)]() mutable {
    self->settings.leftover_log(std::move(leftover));
  });
}

void Pool::Core::is_gone(Environment& environment) {
  alive.erase(&environment);
  if (!alive.empty()) return;
  for (auto& done : when_empty) platform.supervisor().post(std::move(done));
  when_empty.clear();
}

void Pool::Core::retire(Fleet& fleet, After& after) {
  fleet.free.clear();
  for (const EnvironmentPtr& environment : std::vector(fleet.all)) environment->retire(after);
}

void Pool::Core::end_idle(Fleet& fleet, After& after) {
  const Time oldest = now() - settings.idle_limit;
  while (!fleet.free.empty() && fleet.free.front()->free_since() <= oldest) {
    const EnvironmentPtr environment = std::move(fleet.free.front());
    fleet.free.pop_front();
    if (environment->is_free()) environment->retire(after);
  }
}

void Pool::Core::end_idle(After& after) {
  for (auto at = fleets.begin(); at != fleets.end();) {
    Fleet& fleet = at->second;
    end_idle(fleet, after);
    at = fleet.all.empty() ? fleets.erase(at) : std::next(at);
  }
}

void Pool::Core::end_all(After& after) {
  const auto all = alive;
  for (const auto& [address, environment] : all) environment->abort(after);
  fleets.clear();
}

void Pool::Core::check_idle_later() {
  platform.supervisor().at(Supervisor::Clock::now() + idle_check_interval, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->locked([&](After& after) { self->end_idle(after); });
    self->check_idle_later();
  });
}

// ---- Pool

Pool::Pool(Platform& platform, Settings settings)
    : core_(std::make_shared<Core>(platform, std::move(settings))) {
  core_->check_idle_later();
}

Pool::~Pool() {
  const auto empty = std::make_shared<std::promise<void>>();
  stop([empty] { empty->set_value(); });
  empty->get_future().wait();
}

void Pool::stop(std::move_only_function<void()> done) {
  {
    const std::lock_guard guard(core_->lock);
    core_->stopped = true;
  }
  end_all(std::move(done));
}

void Pool::invoke(FunctionVersionPtr function, Invocation invocation, Callback callback) {
  core_->locked([&](After& after) {
    Core& core = *core_;
    const auto refuse = [&](Outcome outcome) {
      after.emplace_back([callback = std::move(callback), outcome = std::move(outcome)]() mutable {
        callback(std::move(outcome));
      });
    };
    if (core.stopped) return refuse({.kind = Outcome::Kind::aborted});
    if (const auto throttle = core.concurrency.take(function->function_arn, invocation.limits))
      return refuse({.kind = Outcome::Kind::throttled, .throttle = throttle});
    invocation.concurrent = core.concurrency.running(function->function_arn);
    core.run({.invocation = std::move(invocation),
              .function = std::move(function),
              .callback = std::move(callback)},
             after);
  });
}

std::size_t Pool::retire(std::string_view function) {
  const std::string resource = fmt::format(":function:{}", function);
  std::size_t count = 0;
  core_->locked([&](After& after) {
    for (auto& [key, fleet] : core_->fleets) {
      // "<function_arn>:<version>", and a version has no colon.
      const std::string_view arn = std::string_view(key).substr(0, key.rfind(':'));
      if (!function.empty() && arn != function && !arn.ends_with(resource)) continue;
      count += fleet.all.size();
      core_->retire(fleet, after);
    }
  });
  return count;
}

void Pool::end_idle() {
  core_->locked([&](After& after) { core_->end_idle(after); });
}

void Pool::end_all(std::move_only_function<void()> done) {
  core_->locked([&](After& after) {
    core_->end_all(after);
    if (core_->alive.empty()) {
      after.push_back(std::move(done));
    } else {
      core_->when_empty.push_back(std::move(done));
    }
  });
}

int Pool::running() const {
  const std::lock_guard guard(core_->lock);
  return core_->concurrency.running();
}

int Pool::running(std::string_view function_arn) const {
  const std::lock_guard guard(core_->lock);
  return core_->concurrency.running(function_arn);
}

std::size_t Pool::environments() const {
  const std::lock_guard guard(core_->lock);
  return core_->alive.size();
}

}  // namespace cloche::lambda
