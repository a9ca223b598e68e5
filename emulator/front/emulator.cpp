#include "emulator/front/emulator.h"

#include <fmt/core.h>

#include <utility>

namespace cloche::front {

Emulator::Emulator(const Settings& settings, std::span<const wire::ServiceDefinition* const> definitions)
    : address_(settings.address),
      services_(definitions),
      effects_(services_.effects(), {}, services_.receivers()),
      accounts_(services_, effects_, settings.accounts),
      admin_(services_, accounts_, effects_,
             {.open = [this](std::shared_ptr<World> fork) { return listen(0, fork); },
              .close = [this](std::uint16_t port) { engine_.post([this, port] { engine_.close(port); }); }}),
      pipeline_(
          services_, accounts_, admin_,
          {.run_function = {},
           .after = [this](std::chrono::milliseconds delay,
                           std::move_only_function<void()> task) { engine_.after(delay, std::move(task)); }}),
      engine_(settings.threads) {
  port_ = listen(settings.port, nullptr);
}

Emulator::~Emulator() { pipeline_.stop_waiting(); }

std::uint16_t Emulator::listen(std::uint16_t port, const std::shared_ptr<World>& fork) {
  return engine_.listen(address_, port, [this, fork](net::Request request, net::Responder respond) {
    pipeline_.handle(fork, std::move(request), std::move(respond));
  });
}

std::string Emulator::endpoint() const {
  const bool is_local =
      address_ == "127.0.0.1" || address_ == "0.0.0.0" || address_ == "::1" || address_ == "::";
  return fmt::format("http://{}:{}", is_local ? "localhost" : address_, port_);
}

}  // namespace cloche::front
