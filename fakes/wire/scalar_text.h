#pragma once
// Scalars as text: in a query, a form, a path, a header, an XML element. The same rules hold in all of them,
// only the default format of a timestamp differs.
#include <string>
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

/// What of a message can't be read as the model says; a codec turns it into its protocol's ApiError.
struct MalformedMessage {
  std::string message;
};

/// Whether `kind` is one that this file reads and writes: all but structure, list, map and document.
bool is_scalar(model::Kind kind);

/// `text`, which must be UTF-8, as a value of the member's shape. `otherwise` is the format of a timestamp
/// where the model gives none. Throws MalformedMessage.
Json read_scalar(const model::Member& member, std::string_view text, model::TimestampFormat otherwise);

/// `value` as text. A Fault where it is of another kind than the shape.
std::string write_scalar(const model::Member& member, const Json& value, model::TimestampFormat otherwise);

/// "1.5", "5.0", "NaN", "Infinity", "-Infinity"; the shortest form that reads back the same.
std::string write_double(double value);

/// The bytes of a blob, valid as long as `value` is; a Fault where it isn't one.
std::string_view blob_of(const model::Shape& shape, const Json& value);
/// The integer of a decoded document or an answer; a Fault where it isn't one.
std::int64_t integer_of(const model::Shape& shape, const Json& value);
/// Throws the Fault for an answer whose value is of another kind than its shape.
[[noreturn]] void wrong_kind(const model::Shape& shape, const Json& value);
/// Whether `value` is within the range of the kind, integer (32 bits) or long_integer.
bool fits(model::Kind kind, std::int64_t value);

}  // namespace cloche::wire
