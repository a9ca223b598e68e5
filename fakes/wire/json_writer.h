#pragma once
// Writes JSON text onto a string, without a tree in between: what the codecs answer.
#include <cstdint>
#include <string>
#include <string_view>

#include "fakes/core/json.h"

namespace cloche::wire {

/// A JSON string of UTF-8 text (which it does not check).
void append_json_string(std::string& out, std::string_view text);
void append_json_integer(std::string& out, std::int64_t value);
void append_json_integer(std::string& out, std::uint64_t value);
/// The shortest text that reads back the same; NaN and the infinities as the strings "NaN", "Infinity",
/// "-Infinity".
void append_json_double(std::string& out, double value);
/// Seconds since the epoch, of milliseconds: 1736067600 or 1736067600.123.
void append_json_seconds(std::string& out, std::int64_t millis);
/// Any value as it is; a fragment is copied, other binary is base64 text.
void append_json(std::string& out, const Json& value);

}  // namespace cloche::wire
