#include "fakes/core/json.h"

#include <nlohmann/json.hpp>

namespace cloche {

namespace {

constexpr std::uint64_t fragment_subtype = 0xC10C;

// nlohmann's parser does not recurse, but what walks its result does; so depth is bounded before parsing.
bool deeper_than(std::string_view text, int max_depth) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > max_depth) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

}  // namespace

Json json_blob(std::string_view bytes) { return Json::binary({bytes.begin(), bytes.end()}); }

std::string_view blob_bytes(const Json& blob) {
  const auto& bytes = blob.get_binary();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Json json_fragment(std::string_view text) {
  return Json::binary({text.begin(), text.end()}, fragment_subtype);
}

bool is_fragment(const Json& value) {
  return value.is_binary() && value.get_binary().has_subtype() &&
         value.get_binary().subtype() == fragment_subtype;
}

std::string_view fragment_text(const Json& value) { return blob_bytes(value); }

Json without_fragments(const Json& value) {
  if (is_fragment(value)) return parse_json(fragment_text(value));
  if (value.is_object()) {
    Json copy = Json::object();
    for (const auto& [name, member] : value.items()) copy[name] = without_fragments(member);
    return copy;
  }
  if (value.is_array()) {
    Json copy = Json::array();
    for (const auto& element : value) copy.push_back(without_fragments(element));
    return copy;
  }
  return value;
}

void discard(Json& document) noexcept {
  if (document.is_object()) {
    auto& members = document.get_ref<Json::object_t&>();
    for (auto& member : members) discard(member.second);
    members.clear();
  } else if (document.is_array()) {
    auto& elements = document.get_ref<Json::array_t&>();
    for (Json& element : elements) discard(element);
    elements.clear();
  }
}

bool is_json(std::string_view text, int max_depth) {
  return !deeper_than(text, max_depth) && Json::accept(text);
}

Json parse_json(std::string_view text, int max_depth) {
  if (deeper_than(text, max_depth)) throw JsonSyntaxError{"nested too deeply"};
  try {
    return Json::parse(text);
  } catch (const Json::exception& error) {
    throw JsonSyntaxError{error.what()};
  }
}

}  // namespace cloche
