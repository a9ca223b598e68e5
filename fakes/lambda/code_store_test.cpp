#include "fakes/lambda/code_store.h"

#include <archive_entry.h>
#include <doctest/doctest.h>

#include <cstdint>
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

std::string little(std::uint32_t number, int bytes) {
  std::string text;
  for (; bytes > 0; --bytes, number >>= 8) text += static_cast<char>(number & 0xFF);
  return text;
}

/// A zip of one empty file, written by hand: libarchive does not write every name in this process' locale.
std::string zip_of_name(const std::string& name, bool says_utf8) {
  const std::string common = little(20, 2) + little(says_utf8 ? 0x800 : 0, 2) + little(0, 2) +
                             little(0x21 << 16, 4) + little(0, 12) +
                             little(static_cast<std::uint32_t>(name.size()), 2) + little(0, 2);
  const std::string file = "PK\x03\x04" + common + name;
  const std::string entry = "PK\x01\x02" + little(20, 2) + common + little(0, 14) + name;
  return file + entry + "PK\x05\x06" + little(0, 4) + little(1, 2) + little(1, 2) +
         little(static_cast<std::uint32_t>(entry.size()), 4) +
         little(static_cast<std::uint32_t>(file.size()), 4) + little(0, 2);
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

TEST_CASE("code is discarded with its zip, unless it is in use") {
  const TemporaryDirectory directory;
  CodeStore store(directory.path() / "code");
  const std::string zip = zip_of({{.name = "bootstrap", .content = "#!/bin/sh\n", .mode = 0755}});
  const CodeStore::Code code = store.add(zip);
  const std::string name = zip_name(code.sha256);
  CHECK(store.names() == std::set{name});
  {
    const CodeInUse first(code.directory), second(code.directory);
    CHECK_FALSE(store.discard(name));
    CHECK(store.read_zip(name) == zip);
  }
  CHECK(store.discard(name));
  CHECK(store.names().empty());
  CHECK(!store.read_zip(name));
  CHECK(store.add(zip).directory == code.directory);
  store.delete_discarded();
  CHECK(store.read_zip(name) == zip);
  CHECK(fs::exists(code.directory / "bootstrap"));
  CHECK(std::distance(fs::directory_iterator(directory.path() / "code"), {}) == 2);
  CHECK(store.discard(name));
  store.delete_discarded();
  CHECK(fs::is_empty(directory.path() / "code"));
}

TEST_CASE("what was half unpacked when a process ended is removed, and nothing that is not the store's") {
  const TemporaryDirectory directory;
  CodeStore store(directory.path());
  fs::create_directories(directory.path() / ".aBcDeF" / "folder");
  fs::create_directories(directory.path() / "somebody's" / "folder");
  const std::string zip_alone = std::string(64, 'a') + ".zip";
  std::ofstream(directory.path() / zip_alone) << "zip";
  CHECK(store.has_unfinished());
  store.discard_unfinished();
  CHECK_FALSE(store.has_unfinished());
  CHECK(store.names() == std::set{zip_alone});
  CHECK(store.discard(zip_alone));
  store.delete_discarded();
  CHECK(std::distance(fs::directory_iterator(directory.path()), {}) == 1);
  CHECK(fs::exists(directory.path() / "somebody's" / "folder"));
}

TEST_CASE("a file's name may have any characters, whether the zip says that they are UTF-8 or not") {
  const TemporaryDirectory directory;
  CodeStore store(directory.path() / "code");
  const std::string name = "d\xc3\xa9j\xc3\xa0/\xe6\x97\xa5.txt";
  CHECK(fs::exists(store.add(zip_of_name(name, true)).directory / name));
  CHECK(fs::exists(store.add(zip_of_name(name, false)).directory / name));
  const std::string of_a_dos_machine = "\x82.txt";  // é in code page 437
  CHECK(fs::exists(store.add(zip_of_name(of_a_dos_machine, false)).directory / of_a_dos_machine));
  CHECK(refusal(store, zip_of_name("../\xc3\xa9", true)) == could_not);
  CHECK(refusal(store, zip_of_name("\x82/../../out", false)) == could_not);
  CHECK(refusal(store, zip_of_name("/\xc3\xa9", true)) == could_not);
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
