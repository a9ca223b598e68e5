#pragma once
// What the accounts of this process share to run Lambda functions: the Platform, made when the first function
// runs, and a directory for what it needs, which goes with the process.
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/effects/effects.h"
#include "emulator/front/world.h"
#include "emulator/lambda/pool.h"
#include "emulator/net/server.h"
#include "fakes/core/temporary_directory.h"

namespace cloche::front {

class Accounts;

class Functions {
 public:
  /// `engine` may be made later; it is asked for nothing before an account is open.
  explicit Functions(net::Engine* engine);
  Functions(const Functions&) = delete;

  /// Gives an account what runs its functions, and what serves its APIs by them.
  void look_after(World& world);
  /// Why functions of a runtime can't run on this machine (Account::Settings::runtime_refusal).
  std::optional<std::string> runtime_refusal(std::string_view runtime) {
    return platform().runtimes().unsupported_runtime_reason(runtime);
  }
  /// Ends all functions of an account that is no longer one of the accounts (a fork), for ever, in the
  /// background; the account is kept until no process of it is left.
  void end(std::shared_ptr<World> fork);
  /// Ends all functions of these accounts, for ever, and waits until no process is left, of forks that were
  /// ended either. Not on an I/O thread.
  void stop(Accounts& accounts);

 private:
  lambda::Platform& platform();

  net::Engine* const engine_;
  std::mutex mutex_;  // guards what follows
  std::optional<TemporaryDirectory> directory_;
  int ending_ = 0;  // forks
  std::condition_variable ended_;
  // The last member: it ends its thread, which uses the others.
  std::unique_ptr<lambda::Platform> platform_;
};

/// The effects of the outbox that functions are.
std::vector<effects::OutsideEffect> function_effects(Accounts& accounts);

}  // namespace cloche::front
