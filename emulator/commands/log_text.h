#pragma once
// Lines of a function's log, for a terminal.
#include <string>
#include <string_view>

namespace cloche::commands {

/// An event of several lines has carriage returns between them, so that it stays one; they are shown as line
/// breaks, with `indent` after each.
inline std::string shown_log(std::string_view text, std::string_view indent = "") {
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (is_pair) continue;
    if (text[i] != '\r' && text[i] != '\n') {
      shown += text[i];
      continue;
    }
    shown += '\n';
    if (i + 1 < text.size()) shown += indent;
  }
  return shown;
}

}  // namespace cloche::commands
