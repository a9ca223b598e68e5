#pragma once
// What IAM checks of names and paths beyond the model, in its own words. The model's patterns are taken out
// by the patch: the service does not answer with the words of a pattern.
#include <string>
#include <string_view>

#include "fakes/core/ids.h"

namespace cloche::iam {

/// A new unique id: the prefix of its kind ("AIDA" for a user, "AROA" a role, "ANPA" a policy) and 17 more.
std::string unique_id(Ids& ids, std::string_view prefix);

/// Of a user's name; `parameter` as in "userName". Throws ApiError.
void check_name(std::string_view parameter, std::string_view name);
/// "/" or "/a/b/"; `parameter` as in "path".
void check_path(std::string_view parameter, std::string_view path);
/// Begins with "/".
void check_path_prefix(std::string_view prefix);

}  // namespace cloche::iam
