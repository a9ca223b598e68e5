#pragma once
// Content filtering, the pattern language of EventBridge's rules and of SNS's filter policies: one language,
// for both services compile it with the same library, Event Ruler, which AWS publishes. What is allowed, what
// matches, and the words for what is wrong are that library's; each service adds limits of its own.
//
// A pattern asks that each of its fields has one of its values:
//   {"source": ["a", {"prefix": "b"}], "detail": {"size": [{"numeric": [">", 5]}]}}
// A field is known by its path, "detail.size". A field of the event with several values (an array) has one of
// them suffice; objects in an array are not mixed: what two fields of a pattern find must be in the same one.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/ip_address.h"
#include "fakes/core/json.h"

namespace cloche {

/// A text that is no pattern; `message` is the library's, most often with a place: "…\n at [Source: …]".
struct EventPatternError {
  std::string message;
};

/// A number that patterns compare: in millionths. What is not in the range is compared as text alone.
struct PatternNumbers {
  double largest = 5e9;  // of EventBridge; SNS: 1e9

  /// Of a JSON number's text.
  std::optional<std::int64_t> read(std::string_view text) const;
};

/// One of the values that a pattern allows for a field.
struct ValuePattern {
  enum class Kind {
    string,
    number,
    literal,  // true, false, null
    prefix,
    suffix,
    ignore_case,
    prefix_ignore_case,
    suffix_ignore_case,
    wildcard,
    numeric,
    address,
    exists,
    absent
  };
  struct Interval {
    std::int64_t low = 0, high = 0;
    bool above_low = false, below_high = false;  // the ends themselves are out
  };

  Kind kind;
  std::vector<std::string> texts;  // what it is compared with; one of them suffices
  bool negated = false;            // anything-but
  Interval interval{};
  IpRange addresses{};
};

class EventPattern {
 public:
  struct Field {
    std::string path;
    int depth = 1;  // how many names lead to it
    std::vector<ValuePattern> values;
  };
  /// What must hold together: places in fields().
  using Alternative = std::vector<std::size_t>;

  /// Compiles a pattern. Throws EventPatternError.
  static EventPattern parse(std::string_view text, PatternNumbers numbers = {});

  bool matches(const Json& event) const;

  const std::vector<Field>& fields() const { return fields_; }
  /// One, or, by `$or`, several, of which one must match.
  const std::vector<Alternative>& alternatives() const { return alternatives_; }

 private:
  friend class EventPatternParser;
  std::vector<Field> fields_;
  std::vector<Alternative> alternatives_;
  PatternNumbers numbers_;
};

}  // namespace cloche
