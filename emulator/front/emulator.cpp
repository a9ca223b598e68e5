#include "emulator/front/emulator.h"

#include <fmt/core.h>

#include <utility>

#include "emulator/front/stacks.h"

namespace cloche::front {

namespace {

// Lambda takes the largest bodies that are held whole: a zip of 50 MB in base64 (70 MB). Beyond that there is
// room for it to say, in its own words, that one is too large.
constexpr std::size_t largest_whole_body = 128UL * 1024 * 1024;

}  // namespace

Emulator::Emulator(const Settings& settings, std::span<const wire::ServiceDefinition* const> definitions)
    : address_(settings.address),
      services_(definitions),
      effects_(services_.effects(), outside_effects(), services_.receivers()),
      functions_(&engine_),
      accounts_(services_, effects_, with_runtimes(settings.accounts),
                [this](World& world) { look_after(world); }),
      admin_(services_, accounts_, effects_,
             {.open = [this](std::shared_ptr<World> fork) { return listen(0, fork); },
              .end_functions =
                  [this](std::shared_ptr<World> fork) {
                    functions_.end(std::move(fork));
                    code_sweeper_.ask();
                  },
              .close = [this](std::uint16_t port) { engine_.post([this, port] { engine_.close(port); }); }}),
      pipeline_(
          services_, accounts_, admin_,
          {.run_function = [](World& world, const std::shared_ptr<lambda::PendingInvocation>& invocation,
                              Outside::GoOn go_on) { world.functions->run(invocation, std::move(go_on)); },
           .after = [this](std::chrono::milliseconds delay,
                           std::move_only_function<void()> task) { engine_.after(delay, std::move(task)); }}),
      engine_(settings.threads) {
  port_ = listen(settings.port, nullptr);
  accounts_.serve_at(port_);
  if (!settings.accounts.data.empty()) code_sweeper_.ask();  // the last process may have crashed
}

void Emulator::look_after(World& world) {
  functions_.look_after(world);
  world.code_dropped = [this] { code_sweeper_.ask(); };
}

std::vector<effects::OutsideEffect> Emulator::outside_effects() {
  std::vector<effects::OutsideEffect> all = function_effects(accounts_);
  for (effects::OutsideEffect& effect : stack_effects(accounts_)) all.push_back(std::move(effect));
  return all;
}

Accounts::Settings Emulator::with_runtimes(Accounts::Settings settings) {
  settings.runtime_refusal = [this](std::string_view runtime) { return functions_.runtime_refusal(runtime); };
  return settings;
}

Emulator::~Emulator() {
  pipeline_.stop_waiting();
  effects_.stop();  // who waits for a clock that moves would wait for all that happens on its way
  functions_.stop(accounts_);
  code_sweeper_.stop();
}

std::uint16_t Emulator::listen(std::uint16_t port, const std::shared_ptr<World>& fork) {
  net::Limits limits;
  limits.body_bytes = largest_whole_body;
  const std::uint16_t opened = engine_.listen(
      address_, port,
      [this, fork](net::Request request, net::Responder respond) {
        pipeline_.handle(fork, std::move(request), std::move(respond));
      },
      limits);
  return opened;
}

std::string Emulator::endpoint() const {
  const bool is_local =
      address_ == "127.0.0.1" || address_ == "0.0.0.0" || address_ == "::1" || address_ == "::";
  return fmt::format("http://{}:{}", is_local ? "localhost" : address_, port_);
}

}  // namespace cloche::front
