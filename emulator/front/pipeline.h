#pragma once
// The way of every request, from its bytes to its answer: a list of steps, in pipeline.cpp.
//
// Threads: any number of requests at once. Only `run` takes the account's lock; reading, checking and writing
// are outside.
#include <memory>

#include "emulator/front/accounts.h"
#include "emulator/front/admin.h"
#include "emulator/front/services.h"
#include "emulator/front/world.h"
#include "emulator/net/server.h"

namespace cloche::front {

class Pipeline {
 public:
  Pipeline(const Services& services, Accounts& accounts, const Admin& admin)
      : services_(services), accounts_(accounts), admin_(admin) {}

  /// Answers by `respond`, once, now or later. `fork` is whose endpoint the request came in by; nullptr: the
  /// main one.
  void handle(std::shared_ptr<World> fork, net::Request request, net::Responder respond) const;

  const Services& services() const { return services_; }
  Accounts& accounts() const { return accounts_; }
  const Admin& admin() const { return admin_; }

 private:
  const Services& services_;
  Accounts& accounts_;
  const Admin& admin_;
};

}  // namespace cloche::front
