#include "fakes/core/whole_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>

#include "fakes/core/temporary_directory.h"

namespace cloche {
namespace {

std::string complaint(const std::filesystem::path& path) {
  try {
    return "read: " + whole_file(path);
  } catch (const UnreadableFile& file) {
    return file.why;
  }
}

TEST_CASE("an ordinary file is read whole, and what is none is refused without waiting for it") {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "file";
  CHECK(complaint(path) == "there is no such file");
  std::ofstream(path) << std::string("a\0b\n", 4);
  CHECK(complaint(path) == std::string("read: a\0b\n", 10));
  CHECK(complaint(directory.path()) == "this is a directory");
  const auto pipe = directory.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(complaint(pipe) == "this is no ordinary file");
  CHECK(complaint("/dev/zero") == "this is no ordinary file");
  const auto large = directory.path() / "large";
  std::ofstream(large).close();
  std::filesystem::resize_file(large, 300 * 1024 * 1024);
  CHECK(complaint(large) == "the file has more than 256 MiB");
}

}  // namespace
}  // namespace cloche
