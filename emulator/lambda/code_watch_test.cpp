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
  ChangeNotes notes;
  CodeWatch watch(notes, link);
  CHECK_FALSE(watch.changed());
  fs::remove(link);
  CHECK(watch.changed());
  fs::create_directory_symlink(directory.path() / "two", link);
  CHECK(watch.changed());
  CHECK_FALSE(CodeWatch(notes, link).changed());
}

TEST_CASE("a watch tells of changes, and not of caches") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "app.py", "1");
  ChangeNotes notes;
  CodeWatch watch(notes, directory.path());
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

TEST_CASE("watches of one directory are told each for itself, and one that goes takes nothing from another") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "app.py", "1");
  ChangeNotes notes;
  CodeWatch first(notes, directory.path());
  {
    CodeWatch second(notes, directory.path());
    write_file(directory.path() / "app.py", "2");
    CHECK(first.changed());
    CHECK_FALSE(first.changed());
    CHECK(second.changed());
    CHECK_FALSE(second.changed());
  }
  CHECK_FALSE(first.changed());
  write_file(directory.path() / "app.py", "3");
  CHECK(first.changed());
}

TEST_CASE("who is not asked for long still knows that there were changes, and watches what is new") {
  const TemporaryDirectory directory;
  ChangeNotes notes;
  CodeWatch asked(notes, directory.path());
  CodeWatch idle(notes, directory.path());
  for (int i = 0; i < 2000; ++i) {
    write_file(directory.path() / std::to_string(i) / "file", "1");
    CHECK(asked.changed());
  }
  CHECK(idle.changed());
  CHECK_FALSE(idle.changed());
  write_file(directory.path() / "1500" / "file", "2");
  CHECK(idle.changed());
}

TEST_CASE("a directory that is gone is a change, and what comes in its place another") {
  const TemporaryDirectory directory;
  const fs::path code = directory.path() / "code";
  write_file(code / "app.py", "1");
  ChangeNotes notes;
  CodeWatch watch(notes, code);
  fs::remove_all(code);
  CHECK(watch.changed());
  write_file(code / "app.py", "2");
  CHECK(watch.changed());
}
