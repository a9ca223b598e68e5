#pragma once
// The credentials that this account has given out: access keys of its users and its root, and sessions. The
// front asks here who signed a request and with what secret; a key that Cloche did not make has none, and
// only names an account.
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/wire/service.h"
#include "fakes/wire/signature_errors.h"

namespace cloche::iam {

struct Credential {
  std::string secret;
  std::string session_token;    // "": a long-term key
  wire::Caller principal;       // who signs with it
  bool valid = true;            // false: inactive, or deleted
  std::optional<Time> expires;  // of a session, on the account's clock

  /// Throws ApiError where a request signed with it is refused whatever its signature: it is not valid, or is
  /// over at `now`.
  void check(wire::SignatureWords words, Time now) const;
};

/// Rung (Account::ring) where a user, an access key or a role changes, so that a credential that was found
/// before may hold no more.
inline constexpr std::string_view credentials_bell = "iam:credentials";

/// The credential of this access key; nullopt where it is none of this account's, known by its form alone
/// (access_key_id.h). One that is gone is not valid, rather than unknown. To be called in a unit of work.
std::optional<Credential> find_secret(Account& account, std::string_view access_key_id);

/// Takes note that the key was used, for GetAccessKeyLastUsed; to the minute, so that few requests write.
void note_use(Account& account, std::string_view access_key_id, std::string_view service,
              std::string_view region);

/// A session of the user, or root, that signed with `access_key_id` ("", or a key that is not Cloche's:
/// root).
struct NewSession {
  std::string access_key_id;
  std::string secret;
  std::string token;
  Time expires{};
};
/// Makes a session of the user ("": root) that ends `lifetime` from now, on the account's clock.
NewSession create_session(Account& account, std::string_view user_id, Duration lifetime);

/// Makes a session of the role of that ARN, of this account, that ends `lifetime` from now. Its principal is
/// "arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION" (the role's path is left out) and its user id
/// "AROA…:SESSION". Whether the caller may assume the role is not looked at: Lambda does so in the name of a
/// function. A role that was never created is accepted too, so that a stack without IAM runs; its id then
/// comes from its ARN. A Fault where the ARN is not of a role.
NewSession create_role_session(Account& account, std::string_view role_arn, std::string_view session_name,
                               Duration lifetime);

/// The name of the role that an ARN names, without its path; "" where it names no role.
std::string role_name_of(std::string_view role_arn);

/// The 40 characters of a new secret.
std::string new_secret(Ids& ids);

}  // namespace cloche::iam
