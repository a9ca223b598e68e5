#include "fakes/iam/credentials.h"

#include <fmt/format.h>

#include "fakes/core/arn.h"
#include "fakes/core/digest.h"
#include "fakes/core/fault.h"
#include "fakes/iam/access_key_id.h"
#include "fakes/iam/role_store.h"
#include "fakes/iam/store.h"

namespace cloche::iam {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Names the user of that id in `credential`; not valid where the user is gone.
void set_principal(Account& account, Store& store, std::string_view user_id, std::string_view access_key_id,
                   Credential& credential) {
  const std::optional<User> user = user_id.empty() ? User{} : store.find_user_by_id(user_id);
  if (!user) {
    credential.valid = false;
    return;
  }
  credential.principal = {account.number(), store.arn_of(*user), store.principal_id_of(*user),
                          std::string(access_key_id)};
}

/// The id of a role that was never created: always the same for its ARN.
std::string id_of_unknown_role(std::string_view role_arn) {
  static constexpr std::string_view base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string id = "AROA";
  for (const char byte : sha256(role_arn).substr(0, 17)) id += base32[static_cast<unsigned char>(byte) % 32];
  return id;
}

/// Names the role's session in `credential`; not valid where the role is gone.
void set_role_principal(Account& account, const AssumedRole& role, Credential& credential) {
  if (role.role_id != id_of_unknown_role(role.role_arn) && !RoleStore(account).find_by_id(role.role_id)) {
    credential.valid = false;
    return;
  }
  credential.principal.account = account.number();
  credential.principal.arn =
      make_arn("sts", "", account.number(),
               fmt::format("assumed-role/{}/{}", role_name_of(role.role_arn), role.session_name));
  credential.principal.user_id = role.role_id + ":" + role.session_name;
}

/// Fills in what every session has and keeps it; answers what its owner is told.
NewSession add_session(Account& account, Session session, Duration lifetime) {
  Ids& ids = account.ids();
  session.access_key_id = new_access_key_id(ids, session_key, account.number());
  session.secret = new_secret(ids);
  // As AWS's begin since 2020. What is in them is nobody's business.
  session.token = "IQoJb3JpZ2luX2Vj" + ids.text(380, base64_alphabet);
  session.expires = std::chrono::floor<std::chrono::seconds>(account.clock().now()) + lifetime;
  Store(account).add_session(session);
  return {session.access_key_id, session.secret, session.token, session.expires};
}

}  // namespace

void Credential::check(wire::SignatureWords words, Time now) const {
  if (!valid) throw wire::signature_errors::unrecognized_key(words, principal.access_key_id);
  if (expires && now >= *expires) throw wire::signature_errors::expired_session(words, session_token);
}

std::optional<Credential> find_secret(Account& account, std::string_view access_key_id) {
  if (account_of_access_key(access_key_id) != account.number()) return std::nullopt;
  Credential credential;
  credential.principal.access_key_id = access_key_id;
  Store store(account);
  if (const auto key = store.find_access_key(access_key_id)) {
    credential.secret = key->secret;
    credential.valid = key->active;
    set_principal(account, store, key->user_id, access_key_id, credential);
  } else if (const auto session = store.find_session(access_key_id)) {
    credential.secret = session->secret;
    credential.session_token = session->token;
    credential.expires = session->expires;
    if (session->role) {
      set_role_principal(account, *session->role, credential);
    } else {
      set_principal(account, store, session->user_id, access_key_id, credential);
    }
  } else {
    credential.valid = false;
  }
  return credential;
}

void note_use(Account& account, std::string_view access_key_id, std::string_view service,
              std::string_view region) {
  Store store(account);
  const auto key = store.find_access_key(access_key_id);
  if (!key) return;
  const Time now = std::chrono::floor<std::chrono::minutes>(account.clock().now());
  if (key->last_used == now && key->last_service == service && key->last_region == region) return;
  store.set_last_used(access_key_id, now, service, region);
}

NewSession create_session(Account& account, std::string_view user_id, Duration lifetime) {
  Session session;
  session.user_id = user_id;
  return add_session(account, std::move(session), lifetime);
}

NewSession create_role_session(Account& account, std::string_view role_arn, std::string_view session_name,
                               Duration lifetime) {
  const std::string name = role_name_of(role_arn);
  if (name.empty()) fail("'{}' names no role", role_arn);
  RoleStore roles(account);
  const auto role = roles.find(name);
  const bool exists = role && roles.arn_of(*role) == role_arn;
  Session session;
  session.role = AssumedRole{exists ? role->id : id_of_unknown_role(role_arn), std::string(role_arn),
                             std::string(session_name)};
  return add_session(account, std::move(session), lifetime);
}

std::string role_name_of(std::string_view role_arn) {
  const auto arn = Arn::parse(role_arn);
  if (!arn || arn->service != "iam" || !arn->resource.starts_with("role/")) return {};
  return arn->resource.substr(arn->resource.rfind('/') + 1);
}

std::string new_secret(Ids& ids) { return ids.text(40, base64_alphabet); }

}  // namespace cloche::iam
