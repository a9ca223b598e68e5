#pragma once
// Texts with parts of them replaced.
#include <string>
#include <string_view>

namespace cloche::deploy {

/// `text` with each `from`, which is not empty, replaced by `to`.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace cloche::deploy
