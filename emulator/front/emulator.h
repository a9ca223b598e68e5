#pragma once
// A whole emulator in this process: the accounts, what makes their time pass, the pipeline, and the ports by
// which requests come in. It serves from its construction to its destruction, which lets running requests
// finish.
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "emulator/effects/effects.h"
#include "emulator/front/accounts.h"
#include "emulator/front/admin.h"
#include "emulator/front/code_sweep.h"
#include "emulator/front/functions.h"
#include "emulator/front/pipeline.h"
#include "emulator/front/services.h"
#include "emulator/net/server.h"

namespace cloche::front {

class Emulator {
 public:
  struct Settings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 4566;  // 0: a free one
    unsigned threads = 1;       // for I/O
    Accounts::Settings accounts;
  };

  /// Throws std::runtime_error where the port is taken or the data can't be opened.
  explicit Emulator(const Settings& settings,
                    std::span<const wire::ServiceDefinition* const> definitions = fakes());
  ~Emulator();
  Emulator(const Emulator&) = delete;

  std::uint16_t port() const { return port_; }
  /// "http://localhost:4566".
  std::string endpoint() const;

  const Services& services() const { return services_; }
  Accounts& accounts() { return accounts_; }

 private:
  std::vector<effects::OutsideEffect> outside_effects();
  void look_after(World& world);
  Accounts::Settings with_runtimes(Accounts::Settings settings);
  std::uint16_t listen(std::uint16_t port, const std::shared_ptr<World>& fork);

  const std::string address_;
  const Services services_;
  effects::Effects effects_;
  Functions functions_;
  CodeSweeper code_sweeper_{[this] { return sweep_code(accounts_); }};  // until ~Emulator
  Accounts accounts_;
  Admin admin_;
  Pipeline pipeline_;
  std::uint16_t port_ = 0;
  net::Engine engine_;  // the last member: it is the first to go, and nothing that it calls is gone before
};

}  // namespace cloche::front
