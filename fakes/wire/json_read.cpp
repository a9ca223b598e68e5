// JSON into documents; json_write.cpp is the way back.
#include <cmath>
#include <nlohmann/json.hpp>

#include "fakes/core/api_error.h"
#include "fakes/core/digest.h"
#include "fakes/wire/http_message.h"
#include "fakes/wire/json_shape.h"
#include "fakes/wire/timestamp.h"

namespace cloche::wire {

namespace {

using model::Kind;
using model::Member;
using model::Shape;
using model::TimestampFormat;
using Token = JsonReader::Token;

/// Where a value stands: the services' words differ.
enum class Place : std::uint8_t { member, element };

[[noreturn]] void refuse(std::string message) {
  throw ApiError("SerializationException", std::move(message), 400);
}

std::string_view token_name(Token token) {
  switch (token) {
    case Token::boolean_true:
      return "TRUE_VALUE";
    case Token::boolean_false:
      return "FALSE_VALUE";
    case Token::integer:
      return "NUMBER_VALUE";
    case Token::decimal:
      return "DECIMAL_VALUE";
    default:
      return "STRING_VALUE";
  }
}

std::string_view scalar_name(Kind kind) {
  switch (kind) {
    case Kind::integer:
      return "Integer";
    case Kind::long_integer:
      return "Long";
    case Kind::float_number:
      return "Float";
    case Kind::double_number:
      return "Double";
    case Kind::boolean:
      return "Boolean";
    default:
      return "String";
  }
}

bool is_scalar(Token token) {
  return token != Token::object && token != Token::array && token != Token::null && token != Token::end;
}

class Reader {
 public:
  Reader(const JsonDialect& dialect, JsonReader& reader) : dialect_(dialect), reader_(reader) {}

  /// Any value; null where the text has null.
  Json read(const Shape& shape, TimestampFormat format, Place place) {
    const Token token = reader_.peek();
    if (token == Token::null) {
      reader_.literal(token);
      return nullptr;
    }
    if (shape.opaque && !opaque_) {
      opaque_ = true;
      Json value = read_by_kind(shape, format, place, token);
      opaque_ = false;
      return value;
    }
    return read_by_kind(shape, format, place, token);
  }

  Json structure(const Shape& shape, bool root) {
    reader_.enter();
    Json object = Json::object();
    auto& members = object.get_ref<Json::object_t&>();
    std::string_view key;
    for (bool first = true; reader_.next_key(first, key);) {
      const Member* member = find(shape, key, root);
      if (member == nullptr) {
        reader_.skip();
        continue;
      }
      Json value = read(*member->shape, format_of(*member), Place::member);
      if (value.is_null()) {
        members.erase(std::string(member->name));  // of a key that came twice, the last one counts
      } else {
        members.insert_or_assign(std::string(member->name), std::move(value));
      }
    }
    return object;
  }

  static TimestampFormat format_of(const Member& member) {
    return member.timestamp_format != TimestampFormat::unspecified ? member.timestamp_format
                                                                   : member.shape->timestamp_format;
  }

 private:
  const Member* find(const Shape& shape, std::string_view key, bool root) const {
    for (const Member& member : shape.members) {
      const bool renamed = dialect_.location_names && !member.location_name.empty();
      if ((renamed ? member.location_name : member.name) != key) continue;
      return root && dialect_.included != nullptr && !dialect_.included(member) ? nullptr : &member;
    }
    return nullptr;
  }

  Json read_by_kind(const Shape& shape, TimestampFormat format, Place place, Token token) {
    switch (shape.kind) {
      case Kind::structure:
        if (token == Token::object) return structure(shape, false);
        if (token == Token::array) refuse_array(shape);
        if (is_scalar(token))
          refuse(place == Place::member ? "Unexpected field type" : "Unexpected value type in payload");
        break;
      case Kind::list:
        if (token == Token::array) return list(shape);
        if (token == Token::object) refuse("Start of structure or map found where not expected");
        if (is_scalar(token)) refuse_parameterized(place);
        break;
      case Kind::map:
        if (token == Token::object) return map(shape);
        if (token == Token::array) refuse_array(shape);
        if (is_scalar(token)) refuse_parameterized(place);
        break;
      case Kind::document:
        return reader_.value();
      default:
        if (token == Token::array) refuse_array(shape);
        if (token == Token::object) refuse("Start of structure or map found where not expected");
        if (is_scalar(token)) return scalar(shape, format, token);
        break;
    }
    throw JsonSyntaxError{"the text ends too early"};
  }

  Json list(const Shape& shape) {
    reader_.enter();
    Json array = Json::array();
    for (bool first = true; reader_.next_element(first);) {
      array.push_back(read(*shape.element->shape, format_of(*shape.element), Place::element));
    }
    return array;
  }

  Json map(const Shape& shape) {
    reader_.enter();
    Json object = Json::object();
    auto& members = object.get_ref<Json::object_t&>();
    std::string_view key;
    for (bool first = true; reader_.next_key(first, key);) {
      std::string name(key);
      members.insert_or_assign(std::move(name),
                               read(*shape.element->shape, format_of(*shape.element), Place::element));
    }
    return object;
  }

  Json scalar(const Shape& shape, TimestampFormat format, Token token) {
    switch (shape.kind) {
      case Kind::string:
        if (token != Token::string) refuse_scalar(shape, token);
        return reader_.string();
      case Kind::boolean:
        return boolean(shape, token);
      case Kind::integer:
      case Kind::long_integer:
        if (token != Token::integer && token != Token::decimal) refuse_scalar(shape, token);
        return integer(shape);
      case Kind::float_number:
      case Kind::double_number:
        return real(shape, token);
      case Kind::timestamp:
        return timestamp(format, token);
      default:
        return blob(token);
    }
  }

  Json boolean(const Shape& shape, Token token) {
    if (token == Token::boolean_true || token == Token::boolean_false) {
      reader_.literal(token);
      return token == Token::boolean_true;
    }
    if (token != Token::string) refuse_scalar(shape, token);
    const std::string text =
        reader_.string();  // DynamoDB takes these for booleans (seen by dynalite's authors)
    for (const std::string_view word : {"true", "1", "yes"}) {
      if (equal_ignoring_case(text, word)) return true;
    }
    for (const std::string_view word : {"false", "0", "no"}) {
      if (equal_ignoring_case(text, word)) return false;
    }
    refuse("Unexpected token received from parser");
  }

  /// A decimal loses its fraction, as with Java's readers.
  Json integer(const Shape& shape) {
    const Json number = reader_.number();
    const double least = shape.kind == Kind::integer ? -2147483648.0 : -9223372036854775808.0;
    if (number.is_number_float()) {
      const double whole = std::trunc(number.get<double>());
      if (whole >= least && whole < -least) return static_cast<std::int64_t>(whole);
    } else if (number.is_number_integer() && !number.is_number_unsigned()) {
      const auto value = number.get<std::int64_t>();
      if (shape.kind == Kind::long_integer || (value >= INT32_MIN && value <= INT32_MAX)) return value;
    }
    refuse(shape.kind == Kind::integer ? "Numeric value out of range of int"
                                       : "Numeric value out of range of long");  // assumed
  }

  Json real(const Shape& shape, Token token) {
    if (token == Token::integer || token == Token::decimal) return reader_.number().get<double>();
    if (token != Token::string) refuse_scalar(shape, token);
    const std::string text = reader_.string();
    if (text == "NaN") return std::nan("");
    if (text == "Infinity") return HUGE_VAL;
    if (text == "-Infinity") return -HUGE_VAL;
    refuse_scalar(shape, token);
  }

  Json timestamp(TimestampFormat format, Token token) {
    std::optional<Time> time;
    if (token == Token::string && (format == TimestampFormat::iso8601 || format == TimestampFormat::rfc822)) {
      time = read_timestamp(reader_.string(), format);
    } else if (token == Token::integer || token == Token::decimal) {
      time = time_of_seconds(reader_.number().get<double>());
    } else {
      refuse(std::string(token_name(token)) + " can not be converted to milliseconds since epoch");
    }
    if (!time) refuse("a timestamp is malformed or out of range");  // assumed
    return to_millis(*time);
  }

  Json blob(Token token) {
    if (token != Token::string) refuse("only base-64-encoded strings are convertible to bytes");
    std::string text = reader_.string();
    if (text.size() % 4 != 0) {
      refuse("Base64 encoded length is expected a multiple of 4 bytes but found: " +
             std::to_string(text.size()));
    }
    std::optional<std::string> bytes = base64_decode(text);
    // The bits that padding leaves over must be 0: the last group has to be what its bytes encode to.
    const std::size_t tail = bytes && !bytes->empty() ? (bytes->size() - 1) / 3 * 3 : 0;
    if (!bytes || (!text.empty() && std::string_view(text).substr(text.size() - 4) !=
                                        base64(std::string_view(*bytes).substr(tail)))) {
      refuse("Invalid last non-pad Base64 character dectected");  // so spelt
    }
    if (opaque_) return text;
    return json_blob(*bytes);
  }

  [[noreturn]] static void refuse_scalar(const Shape& shape, Token token) {
    refuse(std::string(token_name(token)) + " cannot be converted to " +
           std::string(scalar_name(shape.kind)));
  }

  [[noreturn]] static void refuse_parameterized(Place place) {
    refuse(place == Place::member
               ? "Unexpected field type"
               : "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class "
                 "java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and "
                 "java.lang.Class are in module java.base of loader 'bootstrap')");
  }

  [[noreturn]] void refuse_array(const Shape& shape) const {
    refuse("Unrecognized collection type " + (shape.kind == Kind::map ? "" : std::string("class ")) +
           class_name(shape));
  }

  std::string class_name(const Shape& shape) const {
    switch (shape.kind) {
      case Kind::structure:
        return std::string(dialect_.class_prefix) + (dialect_.class_prefix.empty() ? "" : ".") +
               std::string(shape.name);
      case Kind::list:
        return "java.util.List<" + class_name(*shape.element->shape) + ">";
      case Kind::map:
        return "java.util.Map<java.lang.String, " + class_name(*shape.element->shape) + ">";
      case Kind::blob:
        return "java.nio.ByteBuffer";
      case Kind::timestamp:
        return "java.util.Date";
      default:
        return "java.lang." + std::string(scalar_name(shape.kind));
    }
  }

  const JsonDialect& dialect_;
  JsonReader& reader_;
  bool opaque_ = false;  // inside of an opaque shape: base64 stays text
};

}  // namespace

Json read_json_structure(const JsonDialect& dialect, const Shape& shape, JsonReader& reader) {
  if (reader.peek() != Token::object) throw JsonSyntaxError{"the body is not an object"};
  return Reader(dialect, reader).structure(shape, true);
}

Json read_json_member(const JsonDialect& dialect, const Member& member, JsonReader& reader) {
  return Reader(dialect, reader).read(*member.shape, Reader::format_of(member), Place::member);
}

}  // namespace cloche::wire
