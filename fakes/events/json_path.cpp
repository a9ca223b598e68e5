#include "fakes/events/json_path.h"

#include <charconv>
#include <string>
#include <vector>

namespace cloche::events {

namespace {

using Values = std::vector<const OrderedJson*>;

bool is_name_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' ||
         c == '/';
}

Values all_children(const Values& values) {
  Values children;
  for (const OrderedJson* value : values) {
    if (!value->is_structured()) continue;
    for (const OrderedJson& child : *value) children.push_back(&child);
  }
  return children;
}

Values members(const Values& values, const std::string& name) {
  Values found;
  for (const OrderedJson* value : values) {
    if (!value->is_object()) continue;
    const auto member = value->find(name);
    if (member != value->end()) found.push_back(&*member);
  }
  return found;
}

Values elements(const Values& values, std::size_t index) {
  Values found;
  for (const OrderedJson* value : values) {
    if (value->is_array() && index < value->size()) found.push_back(&(*value)[index]);
  }
  return found;
}

}  // namespace

std::optional<OrderedJson> find_path(const OrderedJson& document, std::string_view path) {
  if (!path.starts_with('$')) return std::nullopt;
  path.remove_prefix(1);
  Values values{&document};
  bool many = false;
  while (!path.empty()) {
    if (path.starts_with(".*") || path.starts_with("[*]")) {
      path.remove_prefix(path.front() == '.' ? 2 : 3);
      values = all_children(values);
      many = true;
    } else if (path.front() == '.') {
      std::size_t end = 1;
      while (end < path.size() && is_name_character(path[end])) ++end;
      if (end == 1) return std::nullopt;
      values = members(values, std::string(path.substr(1, end - 1)));
      path.remove_prefix(end);
    } else if (path.front() == '[') {
      std::size_t index = 0;
      const char* const text_end = path.data() + path.size();
      const auto [end, error] = std::from_chars(path.data() + 1, text_end, index);
      if (error != std::errc() || end == text_end || *end != ']') return std::nullopt;
      values = elements(values, index);
      path.remove_prefix(static_cast<std::size_t>(end + 1 - path.data()));
    } else {
      return std::nullopt;
    }
  }
  if (many) {
    OrderedJson list = OrderedJson::array();
    for (const OrderedJson* value : values) list.push_back(*value);
    return list;
  }
  return values.empty() ? std::nullopt : std::optional(*values.front());
}

}  // namespace cloche::events
