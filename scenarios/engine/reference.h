#pragma once
// `${…}` in a string of a scenario: a value from elsewhere.
//
//   ${name}            what was saved as `name`, a variable, a parameter, or one that is always there
//   ${name.items.0}    goes into it
//   ${i+10}  ${i%7}    reckons with a whole number; ${now-7d} with a moment
//   ${i:03}            writes a whole number with leading zeros
//   $${                is a plain "${"
//
// A string that is one reference and nothing else stands for the value itself, whatever its type.
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/json.h"

namespace cloche::scenarios {

struct Reference {
  std::string name;
  std::vector<std::string> path;
  char operation = 0;   // '+', '-', '*', '/', '%'; 0: none
  std::string operand;  // a whole number or a duration
  int width = 0;        // of a number with leading zeros; 0: as it is

  /// "exam.items.0", for messages.
  std::string text() const;
};

/// A piece of a string: plain text, or a reference.
struct TextPart {
  std::string text;
  std::optional<Reference> reference;
};

/// What can't be read as a reference, or has no value.
class ReferenceError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Whether a string has to be looked at at all.
inline bool has_reference(std::string_view text) { return text.find("${") != std::string_view::npos; }

/// Throws ReferenceError.
std::vector<TextPart> parse_text(std::string_view text);

/// Whether `name` can be saved and referred to: letters, digits and '_', no digit first.
bool is_reference_name(std::string_view name);

/// What a name stands for; throws ReferenceError where it is unknown. The value is that of the name and the
/// path; what a reference reckons and how it writes is done by replaced().
using Resolve = std::function<Json(const Reference&)>;

/// `value` with every reference in it replaced, in the names of members too. Throws ReferenceError.
Json replaced(const Json& value, const Resolve& resolve);

/// Goes into `value` by a reference's path; throws ReferenceError where it does not lead anywhere.
Json at_path(const Json& value, const Reference& reference);

}  // namespace cloche::scenarios
