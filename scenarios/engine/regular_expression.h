#pragma once
// Regular expressions of scenarios: PCRE2 with UTF-8, found anywhere in a text.
#include <optional>
#include <string>
#include <string_view>

namespace cloche::scenarios {

/// Why PCRE2 does not take the expression; nullopt where it does.
std::optional<std::string> expression_error(std::string_view expression);

/// Whether it is found in `text`; not where it isn't one, or takes more steps than any sensible one.
bool found_in(std::string_view expression, std::string_view text);

}  // namespace cloche::scenarios
