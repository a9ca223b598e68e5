#include "fakes/lambda/code_store.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <locale.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

#include "fakes/core/digest.h"
#include "fakes/core/fault.h"
#include "fakes/lambda/errors.h"

namespace cloche::lambda {

namespace fs = std::filesystem;

namespace {

ApiError cannot_unzip() {
  return invalid_parameter(
      "Could not unzip uploaded file. Please check your file, then try to upload again.");
}

/// `path` as one below the root, or nullopt where it leads out: absolute, or with "..".
std::optional<fs::path> inside(const fs::path& path) {
  if (path.is_absolute()) return std::nullopt;
  fs::path result;
  for (const fs::path& part : path) {
    if (part == "..") return std::nullopt;
    if (part != "." && !part.empty()) result /= part;
  }
  return result;
}

bool is_below(const fs::path& path, const fs::path& root) {
  const auto [at_root, at_path] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
  return at_root == root.end();
}

/// For its time libarchive, called by this thread, takes names for what they are: it would give a name up
/// that the process' locale cannot write, and that is "C", which has ASCII alone. A zip that does not say in
/// which encoding its names are has them as they are.
class Utf8Names {
 public:
  Utf8Names() : locale_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (locale_ != nullptr) before_ = uselocale(locale_);
  }
  ~Utf8Names() {
    if (locale_ == nullptr) return;
    uselocale(before_);
    freelocale(locale_);
  }
  Utf8Names(const Utf8Names&) = delete;

 private:
  const locale_t locale_;
  locale_t before_ = nullptr;
};

/// A new file, closed with its owner.
class NewFile {
 public:
  explicit NewFile(const fs::path& path)
      : number_(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    if (number_ < 0) throw cannot_unzip();
  }
  ~NewFile() { close(number_); }
  NewFile(const NewFile&) = delete;

  void write(const char* data, std::size_t size, la_int64_t offset) const {
    while (size > 0) {
      const ssize_t count = pwrite(number_, data, size, offset);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) fail("cannot write code: {}", std::generic_category().message(errno));
      data += count;
      offset += count;
      size -= static_cast<std::size_t>(count);
    }
  }
  void set_mode(mode_t mode) const { fchmod(number_, mode); }

 private:
  const int number_;
};

// What is being unpacked is ".XXXXXX"; what was taken away begins with this.
constexpr std::string_view discarded = ".discarded-";
constexpr std::string_view unfinished = ".XXXXXX";

bool is_unfinished(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  return name.size() == unfinished.size() && name.starts_with('.');
}

/// A new directory below another. It goes with its owner, if it is still there.
class FreshDirectory {
 public:
  explicit FreshDirectory(const fs::path& below) : path_((below / unfinished).string()) {
    if (mkdtemp(path_.data()) == nullptr)
      fail("cannot unpack code: {}", std::generic_category().message(errno));
    fs::permissions(path_, fs::perms(0755));
  }
  ~FreshDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  FreshDirectory(const FreshDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Unpacks into a fresh directory. Links are made last, so that nothing is ever written through one, and then
/// looked at together: a link may lead out by way of another.
class Unpacking {
 public:
  Unpacking(const fs::path& root, std::uint64_t limit) : root_(root), limit_(limit) {}

  void run(std::string_view zip) {
    const Utf8Names names;
    const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
    archive_read_support_format_zip(reader.get());
    if (archive_read_open_memory(reader.get(), zip.data(), zip.size()) != ARCHIVE_OK) throw cannot_unzip();
    archive_entry* entry = nullptr;
    int result;
    bool empty = true;
    while ((result = archive_read_next_header(reader.get(), &entry)) == ARCHIVE_OK ||
           result == ARCHIVE_WARN) {
      unpack(*reader, *entry);
      empty = false;
    }
    if (result != ARCHIVE_EOF) throw cannot_unzip();
    if (empty) throw invalid_parameter("Uploaded file must be a non-empty zip");
    make_links();
  }

 private:
  void unpack(archive& reader, archive_entry& entry) {
    const char* name = archive_entry_pathname_utf8(&entry);
    if (!name) name = archive_entry_pathname(&entry);
    const auto path = inside(name ? name : "..");
    if (!path || archive_entry_hardlink(&entry)) throw cannot_unzip();
    if (path->empty()) return;
    const fs::path target = root_ / *path;
    switch (archive_entry_filetype(&entry)) {
      case AE_IFDIR:
        fs::create_directories(target);
        return;
      case AE_IFREG:
        fs::create_directories(target.parent_path());
        return write_file(reader, target, archive_entry_perm(&entry));
      case AE_IFLNK: {
        const char* leads_to = archive_entry_symlink_utf8(&entry);
        if (!leads_to) leads_to = archive_entry_symlink(&entry);
        if (!leads_to || *leads_to == '\0') throw cannot_unzip();
        links_.push_back({target, leads_to});
        return;
      }
      default:
        throw cannot_unzip();
    }
  }

  void write_file(archive& reader, const fs::path& path, mode_t mode) {
    const NewFile file(path);
    const void* block = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    int result;
    while ((result = archive_read_data_block(&reader, &block, &size, &offset)) == ARCHIVE_OK) {
      total_ += size;
      if (total_ > limit_)
        throw invalid_parameter(fmt::format("Unzipped size must be smaller than {} bytes", limit_));
      file.write(static_cast<const char*>(block), size, offset);
    }
    if (result != ARCHIVE_EOF) throw cannot_unzip();
    file.set_mode(mode == 0 ? 0644 : mode & 0777);  // a zip made without modes has none
  }

  void make_links() {
    for (const auto& [path, leads_to] : links_) {
      if (leads_to.is_absolute()) throw cannot_unzip();
      fs::create_directories(path.parent_path());
      fs::create_symlink(leads_to, path);
    }
    const fs::path root = fs::canonical(root_);
    for (const auto& [path, leads_to] : links_) {
      if (!is_below(fs::weakly_canonical(path.parent_path() / leads_to), root)) throw cannot_unzip();
    }
  }

  struct Link {
    fs::path path;
    fs::path leads_to;
  };
  const fs::path root_;
  const std::uint64_t limit_;
  std::uint64_t total_ = 0;
  std::vector<Link> links_;
};

}  // namespace

CodeInUse::CodeInUse(const fs::path& directory)
    : directory_(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (directory_ < 0)
    fail("cannot use the code {}: {}", directory.string(), std::generic_category().message(errno));
  flock(directory_, LOCK_SH);  // where files can't be locked, discard() can't either
}

CodeInUse::~CodeInUse() { close(directory_); }

CodeStore::CodeStore(const fs::path& directory, std::uint64_t unzipped_limit)
    : directory_(fs::absolute(directory)), unzipped_limit_(unzipped_limit) {
  fs::create_directories(directory_);
}

std::string zip_name(std::string_view digest) {
  return fmt::format("{}.zip", hex(base64_decode(digest).value_or("")));
}

CodeStore::Code CodeStore::add(std::string_view zip) {
  const std::string digest = sha256(zip);
  Code code{.sha256 = base64(digest), .size = zip.size(), .directory = directory_ / hex(digest)};
  if (!fs::exists(code.directory)) unpack(zip, code.directory);
  if (const fs::path copy = directory_ / zip_name(code.sha256); !fs::exists(copy)) keep(zip, copy);
  return code;
}

void CodeStore::unpack(std::string_view zip, const fs::path& directory) const {
  const FreshDirectory fresh(directory_);
  try {
    Unpacking(fresh.path(), unzipped_limit_).run(zip);
  } catch (
      const fs::filesystem_error&) {  // entries that contradict each other: a file where a folder is to be
    throw cannot_unzip();
  }
  std::error_code error;
  fs::rename(fresh.path(), directory, error);  // fails where another was quicker
  if (!fs::exists(directory)) fail("cannot keep code: {}", error.message());
}

void CodeStore::keep(std::string_view zip, const fs::path& path) const {
  const FreshDirectory fresh(directory_);
  const fs::path copy = fs::path(fresh.path()) / "zip";
  NewFile(copy).write(zip.data(), zip.size(), 0);
  fs::rename(copy, path);
}

std::optional<std::string> CodeStore::read_zip(std::string_view name) const {
  if (name.find('/') != name.npos || !name.ends_with(".zip")) return std::nullopt;
  std::ifstream in(directory_ / name, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::set<std::string> CodeStore::names() const {
  constexpr std::size_t digest_size = 64;
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory_)) {
    const std::string stem = entry.path().stem().string();
    if (stem.size() == digest_size && stem.find_first_not_of("0123456789abcdef") == std::string::npos)
      names.insert(stem + ".zip");
  }
  return names;
}

bool CodeStore::discard(const std::string& name) const {
  const std::string stem = fs::path(name).stem().string();
  const auto take_away = [&](const std::string& file) {
    std::error_code error;
    fs::rename(directory_ / file, directory_ / fmt::format("{}{}", discarded, file), error);
    return !error || error == std::errc::no_such_file_or_directory;
  };
  const int directory = open((directory_ / stem).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return errno == ENOENT && take_away(name);
  const bool is_free = flock(directory, LOCK_EX | LOCK_NB) == 0;
  const bool is_away = is_free && take_away(name) && take_away(stem);
  close(directory);
  return is_away;
}

bool CodeStore::has_unfinished() const {
  return std::any_of(fs::directory_iterator(directory_), {}, is_unfinished);
}

void CodeStore::discard_unfinished() const {
  for (const auto& entry : fs::directory_iterator(directory_)) {
    if (!is_unfinished(entry)) continue;
    const std::string name = entry.path().filename().string();
    std::error_code ignored;  // then it is found again
    fs::rename(entry.path(), directory_ / fmt::format("{}{}", discarded, name.substr(1)), ignored);
  }
}

void CodeStore::delete_discarded() const {
  for (const auto& entry : fs::directory_iterator(directory_)) {
    std::error_code ignored;  // then it is found again
    if (entry.path().filename().string().starts_with(discarded)) fs::remove_all(entry.path(), ignored);
  }
}

fs::path CodeStore::find(std::string_view digest) const {
  const auto bytes = base64_decode(digest);
  const fs::path path = directory_ / hex(bytes.value_or(""));
  if (!bytes || bytes->empty() || !fs::exists(path)) fail("no code {}", digest);
  return path;
}

void say_code_is_dropped(Account& account) { account.ring(std::string(dropped_code_bell)); }

CodeStore code_store(const Account& account) { return CodeStore(account.files() / "lambda"); }

}  // namespace cloche::lambda
