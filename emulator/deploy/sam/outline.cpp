#include "emulator/deploy/sam/outline.h"

#include <algorithm>

namespace cloche::deploy::sam {

std::vector<OutlineEntry> read_outline(std::string_view text) {
  std::vector<OutlineEntry> top;
  while (!text.empty()) {
    auto [line, rest] = split_at(text, "\n");
    text = rest;
    const std::size_t margin = std::min(line.find_first_not_of(' '), line.size());
    line.remove_prefix(margin);
    if (line.empty() || line.starts_with('#')) continue;
    std::vector<OutlineEntry>* level = &top;
    for (std::size_t depth = margin / 2; depth > 0 && !level->empty(); --depth) level = &level->back().below;
    level->push_back({line});
  }
  return top;
}

std::pair<std::string_view, std::string_view> split_at(std::string_view text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + mark.size())};
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const auto [word, rest] = split_at(text, " ");
    if (!word.empty()) found.push_back(word);
    text = rest;
  }
  return found;
}

}  // namespace cloche::deploy::sam
