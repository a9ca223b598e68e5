#include "emulator/deploy/operations.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "emulator/deploy/property_error.h"
#include "fakes/core/fault.h"
#include "fakes/wire/validate.h"

namespace cloche::deploy {

namespace {

using wire::model::Kind;
using wire::model::Shape;

std::string last_step(const std::string& path) { return path.substr(path.rfind('/') + 1); }

[[noreturn]] void refuse_kind(const std::string& path, std::string_view wanted) {
  throw PropertyError{path, fmt::format("Value of property {} must be {}", last_step(path), wanted)};
}

/// A template writes "KeySchema" where some models write "keySchema".
const wire::model::Member* member_of(const Shape& shape, const std::string& name) {
  if (const auto* member = shape.member(name)) return member;
  if (name.empty() || name[0] < 'A' || name[0] > 'Z') return nullptr;
  std::string lower = name;
  lower[0] = static_cast<char>(lower[0] - 'A' + 'a');
  return shape.member(lower);
}

Json fit_structure(const Shape& shape, const Json& value, const std::string& path) {
  if (!value.is_object()) refuse_kind(path, "an object");
  Json fitted = Json::object();
  for (const auto& [name, part] : value.items()) {
    const auto* member = member_of(shape, name);
    const std::string part_path = path + "/" + name;
    if (member == nullptr) throw PropertyError{part_path, "Encountered unsupported property " + name};
    fitted[std::string(member->name)] = fit_to_shape(*member->shape, part, part_path);
  }
  return fitted;
}

Json fit_list(const Shape& shape, const Json& value, const std::string& path) {
  if (!value.is_array()) {
    refuse_kind(path, shape.element->shape->kind == Kind::string ? "of type List of String" : "of type List");
  }
  Json fitted = Json::array();
  for (const Json& element : value) {
    fitted.push_back(fit_to_shape(*shape.element->shape, element, fmt::format("{}/{}", path, fitted.size())));
  }
  return fitted;
}

Json fit_map(const Shape& shape, const Json& value, const std::string& path) {
  if (!value.is_object()) refuse_kind(path, "an object");
  Json fitted = Json::object();
  for (const auto& [key, part] : value.items()) {
    fitted[key] = fit_to_shape(*shape.element->shape, part, path + "/" + key);
  }
  return fitted;
}

template <class Number>
bool parse_whole(const std::string& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

Json fit_integer(const Json& value, const std::string& path) {
  if (value.is_number_integer()) return value;
  if (value.is_number_float()) {
    const double number = value.get<double>();
    if (std::trunc(number) == number && std::abs(number) < 9e15) return static_cast<std::int64_t>(number);
  }
  std::int64_t number = 0;
  if (value.is_string() && parse_whole(value.get_ref<const std::string&>(), number)) return number;
  refuse_kind(path, "of type Integer");
}

Json fit_number(const Json& value, const std::string& path) {
  if (value.is_number()) return value;
  double number = 0;
  if (value.is_string() && parse_whole(value.get_ref<const std::string&>(), number)) return number;
  refuse_kind(path, "of type Number");
}

Json fit_boolean(const Json& value, const std::string& path) {
  if (value.is_boolean()) return value;
  if (value == "true" || value == "True") return true;
  if (value == "false" || value == "False") return false;
  refuse_kind(path, "of type Boolean");
}

Json fit_string(const Json& value, const std::string& path) {
  if (value.is_string()) return value;
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  if (value.is_number_float()) return fmt::format("{}", value.get<double>());
  refuse_kind(path, "of type String");
}

Json fit_blob(const Json& value, const std::string& path) {
  if (value.is_binary()) return value;
  if (!value.is_string()) refuse_kind(path, "of type String");
  return json_blob(value.get_ref<const std::string&>());
}

}  // namespace

Json fit_to_shape(const Shape& shape, const Json& value, const std::string& path) {
  if (shape.opaque) return value;
  switch (shape.kind) {
    case Kind::structure:
      return fit_structure(shape, value, path);
    case Kind::list:
      return fit_list(shape, value, path);
    case Kind::map:
      return fit_map(shape, value, path);
    case Kind::string:
      return fit_string(value, path);
    case Kind::integer:
    case Kind::long_integer:
      return fit_integer(value, path);
    case Kind::float_number:
    case Kind::double_number:
      return fit_number(value, path);
    case Kind::boolean:
      return fit_boolean(value, path);
    case Kind::blob:
      return fit_blob(value, path);
    case Kind::timestamp:
    case Kind::document:
      return value;
  }
  fail("a shape {} of no kind", shape.name);
}

Operations::Operations(Fakes fakes, Account& account, std::string region, std::string host,
                       wire::UnsupportedSettings& unsupported)
    : fakes_(fakes),
      account_(account),
      region_(std::move(region)),
      host_(std::move(host)),
      caller_{account.number(), "arn:aws:iam::" + account.number() + ":root", account.number(), ""},
      request_id_(Generator(account.seed()).uuid()),
      unsupported_(unsupported) {}

const wire::ServiceDefinition* Operations::find(std::string_view service) const {
  const auto found = std::ranges::find(fakes_, service, &wire::ServiceDefinition::name);
  return found == fakes_.end() ? nullptr : *found;
}

bool Operations::has(std::string_view service, std::string_view operation) const {
  const auto* definition = find(service);
  return definition != nullptr && definition->function(operation) != nullptr;
}

Json Operations::call(std::string_view service, std::string_view operation, const Json& request) {
  const wire::ServiceDefinition* definition = find(service);
  const wire::OperationFunction function = definition != nullptr ? definition->function(operation) : nullptr;
  if (function == nullptr) throw not_emulated(fmt::format("{} of {}", operation, service));
  const wire::model::Service& model = definition->model();
  const wire::model::Operation& called = *model.operation(operation);
  const Shape& shape = wire::model::input_of(called);
  const Json fitted = fit_to_shape(shape, request);
  wire::validate(model, shape, fitted);
  wire::Call call{account_, region_, caller_, request_id_, model, called, unsupported_, host_};
  return function(call, wire::Structure(shape, fitted)).document;
}

}  // namespace cloche::deploy
