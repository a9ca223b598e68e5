#include "fakes/lambda/code_store.h"

#include <archive_entry.h>
#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "fakes/core/temporary_directory.h"
#include "fakes/lambda/testing/zip.h"

using namespace cloche;
using namespace cloche::lambda;
using namespace cloche::lambda::testing;
namespace fs = std::filesystem;

namespace {

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string refusal(CodeStore& store, const std::string& zip) {
  try {
    store.add(zip);
  } catch (const ApiError& error) {
    CHECK(error.code == "InvalidParameterValueException");
    return error.message;
  }
  return "";
}

constexpr const char* could_not =
    "Could not unzip uploaded file. Please check your file, then try to upload again.";

}  // namespace

TEST_CASE("a zip is unpacked once, with its files' modes") {
  const TemporaryDirectory directory;
  CodeStore store(directory.path() / "code");
  const std::string zip = zip_of({{.name = "bootstrap", .content = "#!/bin/sh\n", .mode = 0755},
                                  {.name = "lib/data.txt", .content = "data"},
                                  {.name = "./lib/latest", .content = "data.txt", .type = AE_IFLNK},
                                  {.name = "empty/", .content = "", .mode = 0755, .type = AE_IFDIR}});
  const CodeStore::Code code = store.add(zip);
  CHECK(code.size == zip.size());
  CHECK(code.sha256.size() == 44);
  CHECK((fs::status(code.directory / "bootstrap").permissions() & fs::perms::owner_exec) != fs::perms::none);
  CHECK((fs::status(code.directory / "lib/data.txt").permissions() & fs::perms::owner_exec) ==
        fs::perms::none);
  CHECK(read_file(code.directory / "lib/latest") == "data");
  CHECK(fs::is_directory(code.directory / "empty"));
  const auto written = fs::last_write_time(code.directory / "bootstrap");
  CHECK(store.add(zip).directory == code.directory);
  CHECK(CodeStore(directory.path() / "code").add(zip).directory == code.directory);
  CHECK(fs::last_write_time(code.directory / "bootstrap") == written);
  CHECK(store.find(code.sha256) == code.directory);
  CHECK(std::distance(fs::directory_iterator(directory.path() / "code"), {}) == 2);  // the code and its zip
  CHECK(store.read_zip(zip_name(code.sha256)) == zip);
  CHECK(!store.read_zip("../code/" + zip_name(code.sha256)));
  CHECK(!store.read_zip("none.zip"));
  CHECK(!store.read_zip(code.directory.filename().string()));
}

TEST_CASE("what leads out of its directory is refused, and nothing is left") {
  const TemporaryDirectory directory;
  CodeStore store(directory.path() / "code");
  const auto link = [](const char* name, const char* to) {
    return ZipEntry{.name = name, .content = to, .type = AE_IFLNK};
  };
  for (const std::vector<ZipEntry>& entries : std::vector<std::vector<ZipEntry>>{
           {{.name = "../out", .content = "x"}},
           {{.name = "a/../../out", .content = "x"}},
           {{.name = "/tmp/out", .content = "x"}},
           {link("out", "/etc/passwd")},
           {link("out", "../../secret")},
           {link("deep/out", "../../secret")},
           {link("here", "."), link("out", "here/..")},
           {link("here", "."), link("out", "here/../../code")},
           {{.name = "file", .content = "x"}, {.name = "file/inside", .content = "x"}}}) {
    CHECK_MESSAGE(refusal(store, zip_of(entries)) == could_not, entries.front().name);
  }
  CHECK(fs::is_empty(directory.path() / "code"));
  CHECK_FALSE(fs::exists(directory.path() / "out"));
}

TEST_CASE("a file cannot be written through a link") {
  const TemporaryDirectory directory;
  CodeStore store(directory.path() / "code");
  const std::string zip =
      zip_of({{.name = "way", .content = "..", .type = AE_IFLNK}, {.name = "way/out", .content = "x"}});
  CHECK(refusal(store, zip) == could_not);
  CHECK_FALSE(fs::exists(directory.path() / "code" / "out"));
}

TEST_CASE("what is no zip, or an empty one, or too large is refused") {
  const TemporaryDirectory directory;
  CodeStore store(directory.path() / "code");
  CHECK(refusal(store, "no zip at all") == could_not);
  CHECK(refusal(store, "") != "");
  CHECK(refusal(store, zip_of({})) == "Uploaded file must be a non-empty zip");
  std::string broken = zip_of({{.name = "a", .content = std::string(1000, 'a')}});
  broken.resize(broken.size() / 2);
  CHECK(refusal(store, broken) == could_not);
  CHECK(max_unzipped_bytes == 262'144'000);
  CodeStore small(directory.path() / "code", 1000);
  const auto two = [](std::size_t size) {
    return zip_of(
        {{.name = "a", .content = std::string(500, 'a')}, {.name = "b", .content = std::string(size, 'b')}});
  };
  CHECK(refusal(small, two(501)) == "Unzipped size must be smaller than 1000 bytes");
  CHECK(refusal(small, two(500)) == "");
}
