#pragma once
// Runs the functions of one account: those that a caller waits for, and the events whose time has come. It is
// where the account (fakes/lambda) and the execution environments (Pool) meet: it gives the environments
// credentials of the function's role and the endpoint by which they come back in, and writes down what
// happened, the log and the metrics.
//
// The caller of a function does not wait for the writing: it is deferred (Account::defer), and seen by
// whoever looks next all the same.
//
// Threads: any; not inside a unit of work of the account.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "emulator/lambda/pool.h"
#include "fakes/core/account.h"
#include "fakes/lambda/pending_invocation.h"

namespace cloche::lambda {

class Runner : public std::enable_shared_from_this<Runner> {
 public:
  /// `platform` is asked for with the first invocation, and must outlive the Runner; `home`, where Cloche
  /// serves this account, at each cold start.
  Runner(std::function<Platform&()> platform, std::shared_ptr<Account> account,
         std::function<std::string()> endpoint_url);
  /// Not on an I/O thread, unless end() has called back.
  ~Runner();

  /// Called with what goes on in a unit of work, once, on any thread.
  using GoOn = std::move_only_function<void(std::move_only_function<wire::Answer()>)>;
  void run(const std::shared_ptr<PendingInvocation>& pending, GoOn go_on);
  /// The same for who needs no unit of work, but the outcome itself: it is called once, on any thread.
  using Done = std::move_only_function<void(const std::shared_ptr<const Outcome>&)>;
  void run(FunctionVersionPtr function, Invocation invocation, Done done);

  /// Runs the event that an outbox row holds (fakes/lambda/asynchronous.h); `done` when that is over and what
  /// follows from it is written. Where the environments are ended it is never called, and the row stays.
  void run_event(const Json& row, std::move_only_function<void()> done);

  /// Ends the environments of a function (by its name, or its ARN without a version; "": of all), those that
  /// are at work after their invocation; answers how many there were.
  std::size_t retire(std::string_view function);
  /// Ends those that were idle for long.
  void end_idle();
  /// Ends all and aborts what runs, and what comes until resume() has been called as often, as at a reset.
  void end_all(std::move_only_function<void()> done);
  void resume();
  /// The same, for ever: what comes from now on is aborted.
  void stop(std::move_only_function<void()> done);

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace cloche::lambda
