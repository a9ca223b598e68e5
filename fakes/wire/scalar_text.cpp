#include "fakes/wire/scalar_text.h"

#include <fmt/core.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "fakes/core/digest.h"
#include "fakes/core/fault.h"
#include "fakes/wire/timestamp.h"

namespace cloche::wire {

using model::Kind;

namespace {

// The messages for booleans and timestamps are as seen from SES and CloudWatch; those for numbers and blobs
// are assumed after them.
[[noreturn]] void malformed(std::string_view what) {
  throw MalformedMessage{fmt::format("{} must follow xsd1.1 definition", what)};
}

std::int64_t read_integer(Kind kind, std::string_view text) {
  const std::string_view name = kind == Kind::integer ? "integer" : "long";
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) malformed(name);
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !fits(kind, value)) malformed(name);
  return value;
}

double read_double(Kind kind, std::string_view text) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity" || text == "INF") return infinity;
  if (text == "-Infinity" || text == "-INF") return -infinity;
  const std::string_view name = kind == Kind::float_number ? "float" : "double";
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) malformed(name);
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) malformed(name);
  return value;
}

bool read_boolean(std::string_view text) {
  if (text == "true" || text == "1") return true;
  if (text != "false" && text != "0") malformed("boolean");
  return false;
}

}  // namespace

void wrong_kind(const model::Shape& shape, const Json& value) {
  fail("a value of shape {} can't be a JSON {}", shape.name, value.type_name());
}

bool is_scalar(Kind kind) {
  return kind != Kind::structure && kind != Kind::list && kind != Kind::map && kind != Kind::document;
}

bool fits(Kind kind, std::int64_t value) {
  return kind == Kind::long_integer || (value >= std::numeric_limits<std::int32_t>::min() &&
                                        value <= std::numeric_limits<std::int32_t>::max());
}

Json read_scalar(const model::Member& member, std::string_view text, model::TimestampFormat otherwise) {
  const Kind kind = member.shape->kind;
  switch (kind) {
    case Kind::string:
      return std::string(text);
    case Kind::integer:
    case Kind::long_integer:
      return read_integer(kind, text);
    case Kind::float_number:
    case Kind::double_number:
      return read_double(kind, text);
    case Kind::boolean:
      return read_boolean(text);
    case Kind::blob: {
      const auto bytes = base64_decode(text);
      if (!bytes) malformed("base64Binary");
      return json_blob(*bytes);
    }
    case Kind::timestamp: {
      const auto format = timestamp_format(member, otherwise);
      const auto time = read_timestamp(text, format);
      if (time) return to_millis(*time);
      if (format == model::TimestampFormat::iso8601) throw MalformedMessage{"timestamp must follow ISO8601"};
      malformed("timestamp");
    }
    case Kind::structure:
    case Kind::list:
    case Kind::map:
    case Kind::document:
      break;
  }
  fail("{} is not a scalar", member.shape->name);
}

std::string_view blob_of(const model::Shape& shape, const Json& value) {
  if (!value.is_binary() || is_fragment(value)) wrong_kind(shape, value);
  return blob_bytes(value);
}

std::int64_t integer_of(const model::Shape& shape, const Json& value) {
  if (!value.is_number_integer()) wrong_kind(shape, value);
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX) {
    fail("{} is too large for the shape {}", value.get<std::uint64_t>(), shape.name);
  }
  return value.get<std::int64_t>();
}

std::string write_double(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  std::string text(buffer, end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string write_scalar(const model::Member& member, const Json& value, model::TimestampFormat otherwise) {
  const model::Shape& shape = *member.shape;
  switch (shape.kind) {
    case Kind::string:
      if (!value.is_string()) wrong_kind(shape, value);
      return value.get<std::string>();
    case Kind::integer:
    case Kind::long_integer:
      return fmt::format("{}", integer_of(shape, value));
    case Kind::float_number:
    case Kind::double_number:
      if (!value.is_number()) wrong_kind(shape, value);
      return write_double(value.get<double>());
    case Kind::boolean:
      if (!value.is_boolean()) wrong_kind(shape, value);
      return value.get<bool>() ? "true" : "false";
    case Kind::blob:
      return base64(blob_of(shape, value));
    case Kind::timestamp:
      return write_timestamp(from_millis(integer_of(shape, value)), timestamp_format(member, otherwise));
    case Kind::structure:
    case Kind::list:
    case Kind::map:
    case Kind::document:
      break;
  }
  fail("{} is not a scalar", shape.name);
}

}  // namespace cloche::wire
