#pragma once
// The form of the data files of this folder: a line, and below it, two spaces further in, what belongs to it.
// Empty lines and those that begin with # say nothing.
#include <string_view>
#include <utility>
#include <vector>

namespace cloche::deploy::sam {

struct OutlineEntry {
  std::string_view text;
  std::vector<OutlineEntry> below = {};
};
/// The entries at the left margin. They live as long as `text`.
std::vector<OutlineEntry> read_outline(std::string_view text);

/// What stands before the first `mark`, and what after it; all of it, and nothing, where there is none.
std::pair<std::string_view, std::string_view> split_at(std::string_view text, std::string_view mark);
/// The words between spaces.
std::vector<std::string_view> words(std::string_view text);

}  // namespace cloche::deploy::sam
