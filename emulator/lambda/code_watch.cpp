#include "emulator/lambda/code_watch.h"

#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <functional>
#include <system_error>
#include <utility>

namespace cloche::lambda {

namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t changes = IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_FROM |
                                  IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;

bool is_cache(const fs::path& path) { return path.filename() == "__pycache__" || path.extension() == ".pyc"; }

/// Device and inode of what a path leads to; of nothing, zeros.
std::pair<std::uint64_t, std::uint64_t> identity_of(const fs::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return {0, 0};
  return {status.st_dev, status.st_ino};
}

/// Every directory below `root` and itself, caches left out.
template <class Visit>
bool each_directory(const fs::path& root, Visit visit) {
  if (!visit(root)) return false;
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(root, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (!at->is_directory(error) || at->is_symlink(error)) continue;
    if (is_cache(at->path())) {
      at.disable_recursion_pending();
    } else if (!visit(at->path())) {
      return false;
    }
  }
  return true;
}

}  // namespace

CodeWatch::CodeWatch(fs::path directory)
    : directory_(std::move(directory)),
      identity_(identity_of(directory_)),
      inotify_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  if (!inotify_ || !watch(directory_) || watched_.empty()) {
    inotify_.reset();
    fingerprint_ = fingerprint();
  }
}

bool CodeWatch::watch(const fs::path& directory) {
  return each_directory(directory, [this](const fs::path& path) {
    const int number = inotify_add_watch(inotify_.get(), path.c_str(), changes | IN_ONLYDIR);
    if (number >= 0) watched_[number] = path;
    return number >= 0 || errno == ENOENT;  // gone before we came to it
  });
}

bool CodeWatch::changed() {
  if (identity_of(directory_) != identity_) return true;
  if (inotify_) return read_events();
  return std::exchange(fingerprint_, fingerprint()) != fingerprint_;
}

bool CodeWatch::read_events() {
  bool found = false;
  alignas(inotify_event) std::array<char, 16 * 1024> buffer;
  ssize_t count;
  while ((count = read(inotify_.get(), buffer.data(), buffer.size())) > 0) {
    for (const char* at = buffer.data(); at < buffer.data() + count;) {
      const auto* event = reinterpret_cast<const inotify_event*>(at);
      at += sizeof(inotify_event) + event->len;
      if ((event->mask & IN_Q_OVERFLOW) != 0) found = true;
      const auto parent = watched_.find(event->wd);
      if (parent == watched_.end()) continue;
      if ((event->mask & IN_IGNORED) != 0) {
        watched_.erase(parent);
        found = true;
        continue;
      }
      const fs::path path = event->len > 0 ? parent->second / event->name : parent->second;
      if (is_cache(path)) continue;
      found = true;
      const bool new_directory =
          (event->mask & IN_ISDIR) != 0 && (event->mask & (IN_CREATE | IN_MOVED_TO)) != 0;
      if (new_directory && !watch(path)) {
        inotify_.reset();
        fingerprint_ = fingerprint();
        return true;
      }
    }
  }
  return found;
}

/// Of names, sizes and times, in no order (a directory has none): a sum of hashes.
std::uint64_t CodeWatch::fingerprint() const {
  std::uint64_t sum = 0;
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(directory_, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    std::error_code ignored;
    if (is_cache(at->path())) {
      at.disable_recursion_pending();
      continue;
    }
    std::uint64_t hash = fs::hash_value(at->path());
    if (at->is_regular_file(ignored)) {
      hash = hash * 0x9E3779B97F4A7C15U + at->file_size(ignored);
      hash = hash * 0x9E3779B97F4A7C15U +
             static_cast<std::uint64_t>(at->last_write_time(ignored).time_since_epoch().count());
    }
    sum += hash ^ (hash >> 29);
  }
  return sum;
}

}  // namespace cloche::lambda
