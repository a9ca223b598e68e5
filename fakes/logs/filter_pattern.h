#pragma once
// A filter pattern: which log events FilterLogEvents, metric filters and subscription filters are about. It
// is one of three languages, by its first character: `{` for messages that are JSON, `[` for lines of
// fields, else terms. (User Guide, "Filter pattern syntax".)
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "fakes/logs/filter_fields.h"
#include "fakes/logs/filter_json.h"
#include "fakes/logs/filter_terms.h"

namespace cloche::logs {

class FilterPattern {
 public:
  /// Throws ApiError, InvalidParameterException.
  static FilterPattern parse(std::string_view text);

  bool matches(std::string_view message) const;

  /// What a pattern takes out of a message, by "$name" of a field or "$.selector".
  using Values = std::map<std::string, std::string>;
  /// Those that the pattern names, of a message that matches; nullopt: it does not.
  std::optional<Values> match(std::string_view message) const;
  /// The value that `name` ("$name" or "$.selector") stands for in a message that matches; nullopt: none.
  std::optional<std::string> value(std::string_view message, std::string_view name) const;

  bool is_fields() const { return std::holds_alternative<FilterFields>(kind_); }

 private:
  std::variant<FilterTerms, FilterJson, FilterFields> kind_;
};

}  // namespace cloche::logs
