#pragma once
// The regular expressions of filter patterns: what stands between two '%'. The language is small on purpose
// (User Guide, "Filter pattern syntax"): no groups, so an expression is alternatives of characters, each with
// a quantifier, and is matched in linear time.
#include <bitset>
#include <cstddef>
#include <string_view>
#include <vector>

namespace cloche::logs {

class FilterRegex {
 public:
  /// Throws ApiError where `text` has what the language has not.
  static FilterRegex parse(std::string_view text);

  /// Whether it is found anywhere in `text`.
  bool found_in(std::string_view text) const;

 private:
  struct Atom {
    std::bitset<256> bytes;
    bool optional = false;  // may be left out
    bool repeated = false;  // may come again
  };
  struct Alternative {
    bool at_start = false;  // begins with ^
    bool at_end = false;    // ends with $
    std::vector<Atom> atoms;
  };
  friend class RegexParser;
  static bool found(const Alternative& alternative, std::string_view text);

  std::vector<Alternative> alternatives_;
};

}  // namespace cloche::logs
