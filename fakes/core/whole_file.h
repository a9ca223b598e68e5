#pragma once
// A file that somebody named, read whole: a template, a scenario, an event, a zip. What is no ordinary file
// (a pipe, a device) is not opened, for who waits for one may wait for ever.
#include <filesystem>
#include <string>

namespace cloche {

/// Why a file can't be read, to be read by people: "this is a directory".
struct UnreadableFile {
  std::string why;
};

/// The content of an ordinary file of at most 256 MiB; throws UnreadableFile.
std::string whole_file(const std::filesystem::path& path);
/// The same, or of a pipe until its end: for a command, whose user can end it. Bash's <(…) is one.
std::string whole_file_or_pipe(const std::filesystem::path& path);

}  // namespace cloche
