#include "emulator/front/authentication.h"

#include "emulator/front/accounts.h"
#include "fakes/iam/access_key_id.h"
#include "fakes/iam/credentials.h"

namespace cloche::front {

World& account_of_key(Accounts& accounts, std::string_view access_key_id) {
  if (is_account_number(access_key_id)) return accounts.numbered(access_key_id);
  // Cloche's own keys say whose they are, and so do AWS's: one of those, whose account is unknown here, is as
  // good as any.
  const auto number = iam::account_of_access_key(access_key_id);
  World* owner = number ? accounts.find(*number) : nullptr;
  return owner != nullptr ? *owner : accounts.main();
}

namespace {

/// Of one that Cloche gave out in this account.
std::optional<iam::Credential> find_credential(World& world, std::string_view access_key_id) {
  Account& account = *world.account;
  if (iam::account_of_access_key(access_key_id) != account.number()) return std::nullopt;
  if (auto known = world.known_credentials.find(access_key_id)) return known;
  return account.transact(Account::Deferred::waits, [&] {
    auto found = iam::find_secret(account, access_key_id);
    if (found && found->valid) world.known_credentials.keep(*found);
    return found;
  });
}

}  // namespace

wire::Caller authenticated_caller(const Exchange& exchange) {
  const wire::model::Service& service = *exchange.destination.service->model;
  const wire::SignatureInput& signature = exchange.signature;
  Account& account = *exchange.world->account;
  if (exchange.destination.operation->unsigned_allowed &&
      signature.place == wire::SignatureInput::Place::none) {
    return {account.number(), "", "", ""};
  }
  const wire::SignatureWords words = wire::signature_words(service);
  wire::check_signature_form(exchange.request, signature, words);

  std::optional<iam::Credential> credential = find_credential(*exchange.world, signature.access_key_id);
  if (!credential) {
    wire::Caller root = exchange.world->root;
    root.access_key_id = signature.access_key_id;
    return root;
  }
  credential->check(words, account.clock().now());
  wire::SignatureContext context;
  context.words = words;
  context.service = service.signing_name;
  context.secret = credential->secret;
  context.session_token = credential->session_token;
  context.wall_time = system_time();
  context.body_sha256 = exchange.sent_sha256;
  wire::verify_signature(exchange.request, signature, context);
  if (credential->session_token.empty()) {  // of temporary credentials nobody can ask when they were used
    account.transact(Account::Deferred::waits, [&] {
      iam::note_use(account, signature.access_key_id, service.signing_name, exchange.destination.region);
    });
  }
  return std::move(credential->principal);
}

}  // namespace cloche::front
