#pragma once
// The way of every request, from its bytes to its answer: a list of steps, in pipeline.cpp.
//
// Threads: any number of requests at once. Only `run` takes the account's lock; reading, checking and writing
// are outside. Where an operation can't answer yet, the exchange is kept until what it waits for has come,
// and goes on from `run`.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

#include "emulator/front/accounts.h"
#include "emulator/front/admin.h"
#include "emulator/front/services.h"
#include "emulator/front/world.h"
#include "emulator/net/server.h"

namespace cloche::front {

struct Exchange;

/// What an operation needs that is not in the account.
struct Outside {
  /// Called with what goes on in a unit of work, once, on any thread, with no lock held.
  using GoOn = std::move_only_function<void(std::move_only_function<wire::Answer()>)>;
  /// Runs a function of the account.
  std::function<void(World& world, std::shared_ptr<lambda::PendingInvocation> invocation, GoOn go_on)>
      run_function;
  /// Runs a task on an I/O thread, later, or not at all where the process stops.
  std::function<void(std::chrono::milliseconds delay, std::move_only_function<void()> task)> after;
};

class Pipeline {
 public:
  Pipeline(const Services& services, Accounts& accounts, const Admin& admin, Outside outside)
      : services_(services), accounts_(accounts), admin_(admin), outside_(std::move(outside)) {}

  /// Answers by `respond`, once, now or later. `fork` is whose endpoint the request came in by; nullptr: the
  /// main one.
  void handle(std::shared_ptr<World> fork, net::Request request, net::Responder respond) const;

  /// Asks what waits to answer what it can, now and from now on.
  void stop_waiting();
  bool stopping() const { return stopping_; }

  const Services& services() const { return services_; }
  Accounts& accounts() const { return accounts_; }
  const Admin& admin() const { return admin_; }

 private:
  void go_on(std::unique_ptr<Exchange> exchange, std::size_t step) const;
  void park(std::unique_ptr<Exchange> exchange) const;
  void call_api(std::unique_ptr<Exchange> exchange) const;

  const Services& services_;
  Accounts& accounts_;
  const Admin& admin_;
  const Outside outside_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace cloche::front
