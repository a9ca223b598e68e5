#pragma once
// Filter patterns for lines of fields with spaces between them: [ip, user, ..., status=4*, bytes>1000]. In a
// line, what is in brackets or quotes is one field.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/logs/filter_comparison.h"

namespace cloche::logs {

class FilterFields {
 public:
  /// `pattern` is what is between the brackets. Throws ApiError.
  static FilterFields parse(std::string_view pattern);

  /// The fields of a message that matches: the pattern's names, and for what "..." stands for their numbers.
  std::optional<std::vector<std::pair<std::string, std::string_view>>> match(std::string_view message) const;

 private:
  struct Field {
    std::string name;
    // Any of these, of which all: its conditions; none: whatever it is.
    std::vector<std::vector<FilterComparison>> conditions;
    bool holds(std::string_view text) const;
  };
  static Field parse_field(FilterLexer& lexer);
  static std::vector<FilterComparison> parse_conditions(FilterLexer& lexer, std::string& name);

  std::vector<Field> fields_;
  std::optional<std::size_t> ellipsis_;  // before which field it stands
};

}  // namespace cloche::logs
