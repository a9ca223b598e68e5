#include "scenarios/engine/aws_document.h"

#include <fmt/core.h>

#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "fakes/core/clock.h"
#include "fakes/core/digest.h"
#include "fakes/wire/timestamp.h"
#include "scenarios/engine/matching.h"
#include "scenarios/engine/reference.h"
#include "scenarios/engine/suggestion.h"

namespace cloche::scenarios {

using wire::model::Kind;
using wire::model::Member;
using wire::model::Shape;

namespace {

std::string_view type_name(Kind kind) {
  switch (kind) {
    case Kind::structure:
    case Kind::map:
      return "an object";
    case Kind::list:
      return "an array";
    case Kind::string:
      return "a string";
    case Kind::integer:
    case Kind::long_integer:
      return "a whole number";
    case Kind::float_number:
    case Kind::double_number:
      return "a number";
    case Kind::boolean:
      return "true or false";
    case Kind::blob:
      return "base64, as a string";
    case Kind::timestamp:
      return "a time like \"2026-01-05T09:00:00Z\", or seconds";
    case Kind::document:
      break;
  }
  return "JSON";
}

std::vector<std::string_view> member_names(const Shape& shape) {
  std::vector<std::string_view> names;
  for (const Member& member : shape.members) names.push_back(member.name);
  return names;
}

std::string unknown_member(const Shape& shape, std::string_view name) {
  return fmt::format("{} has no member \"{}\"{}", shape.name, name, suggestion(name, member_names(shape)));
}

std::optional<std::int64_t> millis_of(const Json& value) {
  if (value.is_string()) {
    const auto time = parse_iso8601(value.get_ref<const std::string&>());
    return time ? std::optional(to_millis(*time)) : std::nullopt;
  }
  if (!value.is_number()) return std::nullopt;
  const auto time = wire::time_of_seconds(value.get<double>());
  return time ? std::optional(to_millis(*time)) : std::nullopt;
}

/// A scalar of the model's kind; nullopt where `value` is of another type.
std::optional<Json> scalar_document(Kind kind, const Json& value) {
  switch (kind) {
    case Kind::string:
      return value.is_string() ? std::optional(value) : std::nullopt;
    case Kind::boolean:
      return value.is_boolean() ? std::optional(value) : std::nullopt;
    case Kind::float_number:
    case Kind::double_number:
      return value.is_number() ? std::optional(value) : std::nullopt;
    case Kind::integer:
    case Kind::long_integer: {
      const bool fits = value.is_number_integer() &&
                        (!value.is_number_unsigned() ||
                         value.get<std::uint64_t>() <= std::numeric_limits<std::int64_t>::max());
      if (!fits) return std::nullopt;
      const auto number = value.get<std::int64_t>();
      if (kind == Kind::integer && number != static_cast<std::int32_t>(number)) return std::nullopt;
      return number;
    }
    case Kind::blob: {
      const auto bytes =
          value.is_string() ? base64_decode(value.get_ref<const std::string&>()) : std::nullopt;
      return bytes ? std::optional(json_blob(*bytes)) : std::nullopt;
    }
    case Kind::timestamp: {
      const auto millis = millis_of(value);
      return millis ? std::optional(Json(*millis)) : std::nullopt;
    }
    default:
      return value;
  }
}

Json document_of(const Shape& shape, const Json& value, const std::string& path) {
  const auto refuse = [&] {
    throw ParameterError(fmt::format("{} is {}, not {}", path.empty() ? "what the operation takes" : path,
                                     type_name(shape.kind), short_text(value)));
  };
  if (shape.opaque) return value;
  switch (shape.kind) {
    case Kind::structure: {
      if (!value.is_object()) refuse();
      Json document = Json::object();
      for (const auto& [name, inner] : value.items()) {
        const Member* member = shape.member(name);
        if (member == nullptr) throw ParameterError(unknown_member(shape, name));
        if (!inner.is_null())
          document[name] = document_of(*member->shape, inner, path.empty() ? name : path + "." + name);
      }
      return document;
    }
    case Kind::list: {
      if (!value.is_array()) refuse();
      Json document = Json::array();
      for (std::size_t i = 0; i < value.size(); ++i)
        document.push_back(document_of(*shape.element->shape, value[i], fmt::format("{}[{}]", path, i)));
      return document;
    }
    case Kind::map: {
      if (!value.is_object()) refuse();
      Json document = Json::object();
      for (const auto& [name, inner] : value.items())
        document[name] = document_of(*shape.element->shape, inner, fmt::format("{}.{}", path, name));
      return document;
    }
    case Kind::document:
      return value;
    default: {
      auto document = scalar_document(shape.kind, value);
      if (!document) refuse();
      return std::move(*document);
    }
  }
}

/// `name` is what the value is of.
void check_value(const Shape& shape, std::string_view name, const LocatedJson& value,
                 const std::string& file) {
  if (shape.opaque || shape.kind == Kind::document) return;
  if (value.is_string() && has_reference(value.string())) return;
  const auto refuse = [&] {
    throw FileError(value.in(file), fmt::format("{} is {}", name, type_name(shape.kind)));
  };
  switch (shape.kind) {
    case Kind::structure:
      if (!value.is_object()) refuse();
      for (const LocatedJson::Member& given : value.members()) {
        const Member* member = shape.member(given.name);
        if (member == nullptr) throw FileError(given.in(file), unknown_member(shape, given.name));
        check_value(*member->shape, given.name, given.value, file);
      }
      return;
    case Kind::list:
      if (!value.is_array()) refuse();
      for (const LocatedJson& element : value.elements())
        check_value(*shape.element->shape, fmt::format("an element of {}", name), element, file);
      return;
    case Kind::map:
      if (!value.is_object()) refuse();
      for (const LocatedJson::Member& given : value.members())
        check_value(*shape.element->shape, given.name, given.value, file);
      return;
    default:
      if (!scalar_document(shape.kind, value.json())) refuse();
  }
}

std::string moment(std::int64_t millis) { return iso8601(from_millis(millis), millis % 1000 != 0); }

}  // namespace

Json aws_document(const Shape& shape, const Json& parameters) { return document_of(shape, parameters, ""); }

Json presented(const Shape& shape, const Json& document) {
  if (shape.opaque || document.is_null()) return document;
  switch (shape.kind) {
    case Kind::structure: {
      Json value = Json::object();
      for (const auto& [name, inner] : document.items()) {
        const Member* member = shape.member(name);
        value[name] = member == nullptr ? inner : presented(*member->shape, inner);
      }
      return value;
    }
    case Kind::list: {
      Json value = Json::array();
      for (const Json& inner : document) value.push_back(presented(*shape.element->shape, inner));
      return value;
    }
    case Kind::map: {
      Json value = Json::object();
      for (const auto& [name, inner] : document.items())
        value[name] = presented(*shape.element->shape, inner);
      return value;
    }
    case Kind::blob: {
      if (!document.is_binary()) return document;
      const auto& bytes = document.get_binary();
      return base64({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
    case Kind::timestamp:
      return document.is_number_integer() ? Json(moment(document.get<std::int64_t>())) : document;
    default:
      return document;
  }
}

void check_parameters(const Shape& shape, const LocatedJson& parameters, const std::string& file) {
  check_value(shape, shape.name, parameters, file);
}

}  // namespace cloche::scenarios
