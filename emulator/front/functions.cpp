#include "emulator/front/functions.h"

#include <fmt/core.h>

#include <future>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "emulator/front/accounts.h"
#include "fakes/lambda/asynchronous.h"
#include "fakes/lambda/retirement.h"

namespace cloche::front {

Functions::Functions(net::Engine* engine) : engine_(engine) {}

lambda::Platform& Functions::platform() {
  const std::lock_guard lock(mutex_);
  if (!platform_) platform_ = std::make_unique<lambda::Platform>(*engine_, directory_.emplace().path());
  return *platform_;
}

void Functions::look_after(World& world) {
  world.functions = std::make_shared<lambda::Runner>(
      [this]() -> lambda::Platform& { return platform(); }, world.account,
      [&world] { return fmt::format("http://127.0.0.1:{}", world.port.load()); });
  world.apis = std::make_shared<gateway::Gateway>(
      world.account, gateway::Gateway::Outside{
                         .run =
                             [runner = world.functions](auto function, auto invocation, auto done) {
                               runner->run(std::move(function), std::move(invocation), std::move(done));
                             },
                         .after = [this](auto delay, auto task) { engine_->after(delay, std::move(task)); }});
}

void Functions::end(std::shared_ptr<World> fork) {
  {
    const std::lock_guard lock(mutex_);
    ++ending_;
  }
  fork->functions->stop([this, kept = fork]() mutable {
    kept.reset();
    const std::lock_guard lock(mutex_);
    --ending_;
    ended_.notify_all();
  });
}

void Functions::stop(Accounts& accounts) {
  std::vector<std::future<void>> ended;
  accounts.for_each([&](World& world) {
    auto promise = std::make_shared<std::promise<void>>();
    ended.push_back(promise->get_future());
    world.functions->stop([promise] { promise->set_value(); });
  });
  for (const auto& end : ended) end.wait();
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [&] { return ending_ == 0; });
}

std::vector<effects::OutsideEffect> function_effects(Accounts& accounts) {
  return {{std::string(lambda::event_effect),
           [&accounts](Account& account, const Json& row, effects::Settled done) {
             accounts.of(account).functions->run_event(row, std::move(done));
           }},
          {std::string(lambda::retire_effect),
           [&accounts](Account& account, const Json& row, effects::Settled done) {
             accounts.of(account).functions->retire(row.at("FunctionArn").get<std::string>());
             done();
           }}};
}

}  // namespace cloche::front
