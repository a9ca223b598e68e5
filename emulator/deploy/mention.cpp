#include "emulator/deploy/mention.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace cloche::deploy {

namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

bool is_part_of_word(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// "MemorySize", which is no word of the language.
bool is_compound(std::string_view name) { return std::ranges::count_if(name, is_upper) > 1; }

bool is_introduced(std::string_view before) {
  return before.ends_with('\'') || before.ends_with('[') || before.ends_with("roperty ") ||
         before.ends_with("arameter ");
}

/// Where `message` names `name` first; npos where it does not.
std::size_t mention_of(std::string_view name, std::string_view message, bool plainly) {
  for (std::size_t at = message.find(name); at != std::string_view::npos; at = message.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool whole = (at == 0 || !is_part_of_word(message[at - 1])) &&
                       (end == message.size() || !is_part_of_word(message[end]));
    if (whole && (plainly || is_introduced(message.substr(0, at)))) return at;
  }
  return std::string_view::npos;
}

}  // namespace

std::string mentioned_member(const Json& object, std::string_view message) {
  std::string found;
  std::size_t first = std::string_view::npos;
  if (!object.is_object()) return found;
  for (const auto& [name, value] : object.items()) {
    if (name.empty()) continue;
    // Services write the names of their own members with a small letter.
    std::string small = name;
    if (is_upper(small[0])) small[0] = static_cast<char>(small[0] - 'A' + 'a');
    const std::size_t at =
        std::min(mention_of(name, message, is_compound(name)), mention_of(small, message, false));
    if (at < first) {
      first = at;
      found = name;
    }
  }
  return found;
}

}  // namespace cloche::deploy
