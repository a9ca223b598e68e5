#include "emulator/lambda/code_watch.h"

#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <functional>
#include <optional>
#include <system_error>
#include <utility>

namespace cloche::lambda {

namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t changes = IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_FROM |
                                  IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;

constexpr std::size_t most_unread = 1024;

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

// ---- ChangeNotes

ChangeNotes::ChangeNotes() : inotify_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}

int ChangeNotes::watch(const fs::path& directory, const CodeWatch& reader) {
  const std::lock_guard lock(mutex_);
  const int number = inotify_add_watch(inotify_.get(), directory.c_str(), changes | IN_ONLYDIR);
  if (number < 0) return number;
  auto& readers = readers_[number];
  if (std::ranges::find(readers, &reader) == readers.end()) readers.push_back(&reader);
  unread_[&reader];
  return number;
}

void ChangeNotes::ignore(int directory, const CodeWatch& reader) {
  const std::lock_guard lock(mutex_);
  unread_.erase(&reader);
  const auto found = readers_.find(directory);
  if (found == readers_.end()) return;
  std::erase(found->second, &reader);
  if (!found->second.empty()) return;
  readers_.erase(found);
  inotify_rm_watch(inotify_.get(), directory);
}

std::vector<ChangeNotes::Note> ChangeNotes::take(const CodeWatch& reader) {
  const std::lock_guard lock(mutex_);
  read_all();
  const auto found = unread_.find(&reader);
  return found == unread_.end() ? std::vector<Note>() : std::exchange(found->second, {});
}

// Under the mutex.
void ChangeNotes::read_all() {
  alignas(inotify_event) std::array<char, 16 * 1024> buffer;
  ssize_t count;
  while ((count = read(inotify_.get(), buffer.data(), buffer.size())) > 0) {
    for (const char* at = buffer.data(); at < buffer.data() + count;) {
      const auto* event = reinterpret_cast<const inotify_event*>(at);
      at += sizeof(inotify_event) + event->len;
      const Note note{event->wd, event->mask, event->len > 0 ? event->name : ""};
      if (note.directory < 0) {
        for (auto& [reader, notes] : unread_) give(reader, note);
        continue;
      }
      const auto found = readers_.find(note.directory);
      if (found == readers_.end()) continue;
      for (const CodeWatch* reader : found->second) give(reader, note);
      if ((note.what & IN_IGNORED) != 0) readers_.erase(found);
    }
  }
}

/// Of a reader that does not ask for long not all is kept.
void ChangeNotes::give(const CodeWatch* reader, Note note) {
  auto& unread = unread_[reader];
  if (unread.size() < most_unread) unread.push_back(std::move(note));
  if (unread.size() == most_unread) unread.assign(1, {-1, IN_Q_OVERFLOW, ""});
}

// ---- CodeWatch

CodeWatch::CodeWatch(ChangeNotes& notes, fs::path directory)
    : notes_(notes), directory_(std::move(directory)), identity_(identity_of(directory_)) {
  if (!watch(directory_) || watched_.empty()) walk_instead();
}

CodeWatch::~CodeWatch() {
  for (const auto& [number, path] : watched_) notes_.ignore(number, *this);
}

bool CodeWatch::watch(const fs::path& directory) {
  return each_directory(directory, [this](const fs::path& path) {
    const int number = notes_.watch(path, *this);
    if (number >= 0) watched_[number] = path;
    return number >= 0 || errno == ENOENT;  // gone before we came to it
  });
}

bool CodeWatch::changed() {
  if (identity_of(directory_) != identity_) return true;
  if (!watched_.empty()) return read_notes();
  return std::exchange(fingerprint_, fingerprint()) != fingerprint_;
}

bool CodeWatch::read_notes() {
  bool found = false;
  for (const ChangeNotes::Note& note : notes_.take(*this)) {
    std::optional<fs::path> new_directory;
    if (note.directory < 0) {
      new_directory = directory_;  // what is new in it was perhaps not noted
    } else {
      const auto parent = watched_.find(note.directory);
      if (parent == watched_.end()) continue;
      const fs::path path = note.name.empty() ? parent->second : parent->second / note.name;
      if ((note.what & IN_IGNORED) != 0)
        watched_.erase(parent);
      else if (is_cache(path))
        continue;
      else if ((note.what & IN_ISDIR) != 0 && (note.what & (IN_CREATE | IN_MOVED_TO)) != 0)
        new_directory = path;
    }
    found = true;
    if (new_directory && !watch(*new_directory)) {
      walk_instead();
      return true;
    }
  }
  if (watched_.empty()) walk_instead();  // the directory itself is gone
  return found;
}

void CodeWatch::walk_instead() {
  for (const auto& [number, path] : std::exchange(watched_, {})) notes_.ignore(number, *this);
  fingerprint_ = fingerprint();
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
