#include "emulator/front/api_owner.h"

#include "fakes/apigateway/store.h"

namespace cloche::front {

namespace {

bool has_api(World& world, std::string_view api) {
  Account& account = *world.account;
  return account.transact(Account::Deferred::waits,
                          [&] { return !apigateway::region_of_api(account, api).empty(); });
}

}  // namespace

World& owner_of_api(Accounts& accounts, std::string_view api) {
  World& main = accounts.main();
  if (accounts.is_alone() || has_api(main, api)) return main;
  World* owner = nullptr;
  accounts.for_each([&](World& world) {
    if (owner == nullptr && !world.is_fork && has_api(world, api)) owner = &world;
  });
  return owner != nullptr ? *owner : main;
}

}  // namespace cloche::front
