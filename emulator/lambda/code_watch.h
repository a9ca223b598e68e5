#pragma once
// Tells whether anything below a directory has changed: hot reload. The kernel notes every change as it
// happens (inotify), so asking costs one read that finds nothing, however large the directory is, and what
// was written before the question is in the answer. Where the kernel cannot watch (too many directories), the
// tree is walked instead, and names, sizes and times of modification compared.
//
// What an interpreter caches beside the code (__pycache__) is no change.
//
// Threads: of ChangeNotes any; of a CodeWatch its owner's lock.
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "emulator/lambda/process.h"

namespace cloche::lambda {

class CodeWatch;

/// The kernel's notes of what happens in directories, by one descriptor for all watches: a user may have no
/// more than 128, and to close one takes the kernel up to 20 ms.
class ChangeNotes {
 public:
  struct Note {
    int directory;       // by the number that watch() gave; -1: notes were lost
    std::uint32_t what;  // IN_…
    std::string name;    // of what is in the directory; "": itself
  };

  ChangeNotes();

  /// From now on there are notes of this directory for this reader; -1 and errno where that can't be.
  int watch(const std::filesystem::path& directory, const CodeWatch& reader);
  void ignore(int directory, const CodeWatch& reader);
  /// What has happened since it was asked last.
  std::vector<Note> take(const CodeWatch& reader);

 private:
  void read_all();
  void give(const CodeWatch* reader, Note note);

  std::mutex mutex_;  // guards what follows
  Descriptor inotify_;
  std::map<int, std::vector<const CodeWatch*>> readers_;  // by directory
  std::map<const CodeWatch*, std::vector<Note>> unread_;  // of each reader
};

class CodeWatch {
 public:
  /// `notes` must outlive it.
  CodeWatch(ChangeNotes& notes, std::filesystem::path directory);
  CodeWatch(const CodeWatch&) = delete;
  CodeWatch& operator=(const CodeWatch&) = delete;
  ~CodeWatch();

  /// Whether something has changed since the construction or the last call that said so; also what the path
  /// leads to, if it is a link. Who was told so because of that makes a new one.
  bool changed();

 private:
  bool watch(const std::filesystem::path& directory);
  bool read_notes();
  void walk_instead();
  std::uint64_t fingerprint() const;

  ChangeNotes& notes_;
  std::filesystem::path directory_;
  std::pair<std::uint64_t, std::uint64_t> identity_;  // device and inode
  std::map<int, std::filesystem::path> watched_;      // by their numbers in the notes; none: it walks
  std::uint64_t fingerprint_ = 0;
};

}  // namespace cloche::lambda
