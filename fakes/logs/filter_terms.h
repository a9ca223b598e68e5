#pragma once
// Filter patterns for lines of any form: words, "phrases" and %regular expressions% that a message must
// contain, -that it must not contain, ?of which it must contain one.
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fakes/logs/filter_regex.h"

namespace cloche::logs {

class FilterTerms {
 public:
  /// Throws ApiError.
  static FilterTerms parse(std::string_view pattern);
  bool matches(std::string_view message) const;

 private:
  using Term = std::variant<std::string, FilterRegex>;
  static bool contains(std::string_view message, const Term& term);

  std::vector<Term> all_;
  std::vector<Term> none_;
  std::vector<Term> one_;
};

}  // namespace cloche::logs
