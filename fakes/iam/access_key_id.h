#pragma once
// Access key ids say whose they are: as in AWS, the account's number is in them ("AKIA" or "ASIA", then 10
// bytes in base 32: a set bit, 40 bits of account number, 39 random ones). So a key leads to its account
// without an index, and sts:GetAccessKeyInfo answers for keys that nobody has seen. The layout was found by
// others in keys of the real service.
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/ids.h"

namespace cloche::iam {

inline constexpr std::string_view long_term_key = "AKIA";
inline constexpr std::string_view session_key = "ASIA";

/// A new id of an account's; `kind` is long_term_key or session_key.
std::string new_access_key_id(Ids& ids, std::string_view kind, std::string_view account_number);

/// The 12 digits of the account that an id belongs to; nullopt where it is not of this form ("test", or a key
/// from before 2019).
std::optional<std::string> account_of_access_key(std::string_view access_key_id);

}  // namespace cloche::iam
