#pragma once
// Where in a JSON message a value is: "$.users[0].email", "$.['detail-type']".
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fakes/core/json.h"
#include "fakes/logs/filter_lexer.h"

namespace cloche::logs {

class FilterSelector {
 public:
  /// Reads one, which must come next. Throws ApiError.
  static FilterSelector parse(FilterLexer& lexer);

  /// The values that it selects: one at most, unless it has [*].
  std::vector<const Json*> select(const Json& message) const;
  /// As it was written.
  const std::string& text() const { return text_; }

 private:
  struct AnyElement {};
  using Step = std::variant<std::string, std::size_t, AnyElement>;
  static Step parse_bracket(FilterLexer& lexer);

  std::vector<Step> steps_;
  std::string text_;
};

}  // namespace cloche::logs
