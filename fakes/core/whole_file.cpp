#include "fakes/core/whole_file.h"

#include <fstream>
#include <iterator>

namespace cloche {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t most_mebibytes = 256;

}  // namespace

std::string whole_file(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::none) throw UnreadableFile{"the file can't be read"};
  if (!fs::exists(status)) throw UnreadableFile{"there is no such file"};
  if (fs::is_directory(status)) throw UnreadableFile{"this is a directory"};
  if (!fs::is_regular_file(status)) throw UnreadableFile{"this is no ordinary file"};
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) throw UnreadableFile{"the file can't be read"};
  if (size > most_mebibytes * 1024 * 1024)
    throw UnreadableFile{"the file has more than " + std::to_string(most_mebibytes) + " MiB"};
  std::ifstream in(path, std::ios::binary);
  std::string text(size, '\0');
  in.read(text.data(), static_cast<std::streamsize>(size));
  if (!in.is_open() || in.bad()) throw UnreadableFile{"the file can't be read"};
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

std::string whole_file_or_pipe(const fs::path& path) {
  std::error_code error;
  if (!fs::is_fifo(path, error)) return whole_file(path);
  std::ifstream in(path, std::ios::binary);
  if (!in) throw UnreadableFile{"the pipe can't be read"};
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace cloche
