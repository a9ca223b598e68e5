#include "handlers/rest/fields.h"

#include <algorithm>

#include "handlers/rest/api.h"
#include "handlers/rest/instant.h"
#include "handlers/rest/json_text.h"

namespace handlers {

namespace {

bool is_blank(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

std::string between(Range range, const std::string& what) {
  return "must have " + std::to_string(range.least) + " to " + std::to_string(range.most) + ' ' + what;
}

}  // namespace

Fields::Fields(const Json& object, std::string path, FieldErrors& errors)
    : object_(object), path_(std::move(path)), errors_(errors) {}

std::string Fields::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + '.' + std::string(name);
}

void Fields::error(std::string_view name, std::string message) {
  errors_.push_back({path_of(name), std::move(message)});
}

const Json* Fields::member(std::string_view name, Presence presence) {
  asked_.emplace_back(name);
  const auto found = object_.find(name);
  if (found != object_.end() && !found->is_null()) return &*found;
  if (presence == Presence::required) error(name, "is required");
  return nullptr;
}

std::optional<std::string> Fields::text(std::string_view name, Range length, Presence presence) {
  const Json* value = member(name, presence);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    error(name, "must be a string");
    return std::nullopt;
  }
  auto text = value->get<std::string>();
  const auto size = static_cast<std::int64_t>(characters(text));
  if (size < length.least || size > length.most || is_blank(text)) {
    error(name, is_blank(text) ? "must not be blank" : between(length, "characters"));
    return std::nullopt;
  }
  return text;
}

std::optional<std::string> Fields::identifier(std::string_view name, Presence presence) {
  const Json* value = member(name, presence);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string() || !is_identifier(value->get_ref<const std::string&>())) {
    error(name, "must be 1 to 64 letters, digits, - and _, and begin with one of the first two");
    return std::nullopt;
  }
  return value->get<std::string>();
}

std::optional<std::string> Fields::choice(std::string_view name,
                                          std::initializer_list<std::string_view> choices,
                                          Presence presence) {
  const Json* value = member(name, presence);
  if (value == nullptr) return std::nullopt;
  if (value->is_string() && std::ranges::find(choices, value->get_ref<const std::string&>()) != choices.end())
    return value->get<std::string>();
  std::string names;
  for (const std::string_view choice : choices) names += (names.empty() ? "" : ", ") + std::string(choice);
  error(name, "must be one of " + names);
  return std::nullopt;
}

std::optional<std::int64_t> Fields::whole(std::string_view name, Range range, Presence presence) {
  const Json* value = member(name, presence);
  if (value == nullptr) return std::nullopt;
  const bool is_whole = value->is_number_integer();
  const bool is_huge = value->is_number_unsigned() && value->get<std::uint64_t>() > 1ULL << 62U;
  if (!is_whole || is_huge || value->get<std::int64_t>() < range.least ||
      value->get<std::int64_t>() > range.most) {
    error(name,
          "must be a whole number from " + std::to_string(range.least) + " to " + std::to_string(range.most));
    return std::nullopt;
  }
  return value->get<std::int64_t>();
}

std::optional<Millis> Fields::instant(std::string_view name, Presence presence) {
  const Json* value = member(name, presence);
  if (value == nullptr) return std::nullopt;
  const auto moment = value->is_string() ? parse_instant(value->get_ref<const std::string&>()) : std::nullopt;
  if (!moment) error(name, "must be a moment in UTC like 2026-01-05T09:00:00Z");
  return moment;
}

const Json* Fields::list(std::string_view name, Range length, Presence presence) {
  const Json* value = member(name, presence);
  if (value == nullptr) return nullptr;
  const bool is_list = value->is_array();
  const auto size = static_cast<std::int64_t>(value->size());
  if (is_list && size >= length.least && size <= length.most) return value;
  error(name, is_list ? between(length, "elements") : "must be a list");
  return nullptr;
}

const Json* Fields::object(std::string_view name, Presence presence) {
  const Json* value = member(name, presence);
  if (value == nullptr || value->is_object()) return value;
  error(name, "must be an object");
  return nullptr;
}

void Fields::nothing_else() {
  for (const auto& [name, value] : object_.items())
    if (std::ranges::find(asked_, name) == asked_.end()) error(name, "is not known");
}

void refuse(const FieldErrors& errors) {
  if (!errors.empty()) throw invalid_fields(errors);
}

}  // namespace handlers
