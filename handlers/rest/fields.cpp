#include "handlers/rest/fields.h"

#include <algorithm>
#include <set>

#include "handlers/rest/api.h"
#include "handlers/rest/instant.h"
#include "handlers/runtime/utf8.h"

namespace handlers {

namespace {

bool is_blank(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

std::string between(Range range, const std::string& what) {
  return "must have " + std::to_string(range.least) + " to " + std::to_string(range.most) + ' ' + what;
}

}  // namespace

Fields::Fields(const json::object& object, std::string path, FieldErrors& errors)
    : object_(object), path_(std::move(path)), errors_(errors) {}

std::string Fields::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + '.' + std::string(name);
}

void Fields::error(std::string_view name, std::string message) {
  errors_.push_back({path_of(name), std::move(message)});
}

const Json* Fields::member(std::string_view name, Presence presence) {
  asked_.push_back(name);
  const Json* found = object_.if_contains(name);
  if (found != nullptr && !found->is_null()) return found;
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
  const std::string_view text = value->get_string();
  const auto size = static_cast<std::int64_t>(characters(text));
  if (size < length.least || size > length.most || is_blank(text)) {
    error(name, is_blank(text) ? "must not be blank" : between(length, "characters"));
    return std::nullopt;
  }
  return std::string(text);
}

std::optional<std::string> Fields::identifier(std::string_view name, Presence presence) {
  const Json* value = member(name, presence);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string() || !is_identifier(value->get_string())) {
    error(name, "must be 1 to 64 letters, digits, - and _, and begin with one of the first two");
    return std::nullopt;
  }
  return std::string(value->get_string());
}

std::optional<std::string> Fields::choice(std::string_view name,
                                          std::initializer_list<std::string_view> choices,
                                          Presence presence) {
  const Json* value = member(name, presence);
  if (value == nullptr) return std::nullopt;
  if (value->is_string() &&
      std::ranges::find(choices, std::string_view(value->get_string())) != choices.end())
    return std::string(value->get_string());
  std::string names;
  for (const std::string_view choice : choices) names += (names.empty() ? "" : ", ") + std::string(choice);
  error(name, "must be one of " + names);
  return std::nullopt;
}

std::optional<std::int64_t> Fields::whole(std::string_view name, Range range, Presence presence) {
  const Json* value = member(name, presence);
  if (value == nullptr) return std::nullopt;
  const std::int64_t* number = value->if_int64();
  if (number == nullptr || *number < range.least || *number > range.most) {
    error(name,
          "must be a whole number from " + std::to_string(range.least) + " to " + std::to_string(range.most));
    return std::nullopt;
  }
  return *number;
}

std::optional<Millis> Fields::instant(std::string_view name, Presence presence) {
  const Json* value = member(name, presence);
  if (value == nullptr) return std::nullopt;
  const auto moment = value->is_string() ? parse_instant(value->get_string()) : std::nullopt;
  if (!moment) error(name, "must be a moment in UTC like 2026-01-05T09:00:00Z");
  return moment;
}

const json::array* Fields::list(std::string_view name, Range length, Presence presence) {
  const Json* value = member(name, presence);
  if (value == nullptr) return nullptr;
  const json::array* list = value->if_array();
  const auto size = list == nullptr ? 0 : static_cast<std::int64_t>(list->size());
  if (list != nullptr && size >= length.least && size <= length.most) return list;
  error(name, list == nullptr ? "must be a list" : between(length, "elements"));
  return nullptr;
}

const json::object* Fields::object(std::string_view name, Presence presence) {
  const Json* value = member(name, presence);
  if (value != nullptr && !value->is_object()) error(name, "must be an object");
  return value == nullptr ? nullptr : value->if_object();
}

void Fields::nothing_else() {
  std::set<std::string_view> unknown;
  for (const auto& [name, value] : object_) unknown.insert(name);
  for (const std::string_view name : asked_) unknown.erase(name);
  for (const std::string_view name : unknown) error(name, "is not known");
}

void refuse(const FieldErrors& errors) {
  if (!errors.empty()) throw invalid_fields(errors);
}

}  // namespace handlers
