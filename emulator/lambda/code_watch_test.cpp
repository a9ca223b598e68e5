#include "emulator/lambda/code_watch.h"

#include <doctest/doctest.h>

#include "emulator/lambda/testing/rig.h"

using namespace cloche;
using namespace cloche::lambda;
using namespace cloche::lambda::testing;
namespace fs = std::filesystem;

TEST_CASE("a watch of a link tells when it leads elsewhere, or nowhere") {
  const TemporaryDirectory directory;
  const fs::path link = directory.path() / "current";
  write_file(directory.path() / "one" / "app.py", "1");
  write_file(directory.path() / "two" / "app.py", "2");
  fs::create_directory_symlink(directory.path() / "one", link);
  CodeWatch watch(link);
  CHECK_FALSE(watch.changed());
  fs::remove(link);
  CHECK(watch.changed());
  fs::create_directory_symlink(directory.path() / "two", link);
  CHECK(watch.changed());
  CHECK_FALSE(CodeWatch(link).changed());
}

TEST_CASE("a watch tells of changes, and not of caches") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "app.py", "1");
  CodeWatch watch(directory.path());
  CHECK_FALSE(watch.changed());
  write_file(directory.path() / "__pycache__" / "app.cpython-311.pyc", "1");
  CHECK_FALSE(watch.changed());
  write_file(directory.path() / "app.py", "2");
  CHECK(watch.changed());
  CHECK_FALSE(watch.changed());
  write_file(directory.path() / "new" / "folder" / "file", "1");
  CHECK(watch.changed());
  write_file(directory.path() / "new" / "folder" / "file", "2");
  CHECK(watch.changed());
  fs::rename(directory.path() / "app.py", directory.path() / "other.py");
  CHECK(watch.changed());
  fs::remove(directory.path() / "other.py");
  CHECK(watch.changed());
  CHECK_FALSE(watch.changed());
}
