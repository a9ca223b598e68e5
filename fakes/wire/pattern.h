#pragma once
// The regular expressions of the API models. Each is compiled by PCRE2 when it is first asked for and kept as
// long as the process: a cache of what is constant, by the expression's text, guarded by a mutex and never
// changed once it is there. No expression can hang: a match that takes too many steps counts as a match, as
// the operation has a say too. A user's own expression is given more steps, and then there is no answer.
#include <optional>
#include <string_view>

namespace cloche::wire {

/// Whether `expression` (model::Shape::expression) matches the whole of `text`, UTF-8.
bool matches(std::string_view expression, std::string_view text);

/// The same of an expression that a user wrote, as an AllowedPattern; nullopt where too many steps, some
/// tenths of a second, have not shown it.
std::optional<bool> matches_own(std::string_view expression, std::string_view text);

/// "" or why PCRE2 does not take the expression.
std::string_view pattern_error(std::string_view expression);

}  // namespace cloche::wire
