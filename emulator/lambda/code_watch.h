#pragma once
// Tells whether anything below a directory has changed: hot reload. The kernel notes every change as it
// happens (inotify), so asking costs one read that finds nothing, however large the directory is, and what
// was written before the question is in the answer. Where the kernel cannot watch (too many directories), the
// tree is walked instead, and names, sizes and times of modification compared.
//
// What an interpreter caches beside the code (__pycache__) is no change.
//
// Threads: its owner's lock.
#include <cstdint>
#include <filesystem>
#include <map>
#include <utility>

#include "emulator/lambda/process.h"

namespace cloche::lambda {

class CodeWatch {
 public:
  explicit CodeWatch(std::filesystem::path directory);

  /// Whether something has changed since the construction or the last call that said so; also what the path
  /// leads to, if it is a link. Who was told so because of that makes a new one.
  bool changed();

 private:
  bool watch(const std::filesystem::path& directory);
  bool read_events();
  std::uint64_t fingerprint() const;

  std::filesystem::path directory_;
  std::pair<std::uint64_t, std::uint64_t> identity_;  // device and inode
  Descriptor inotify_;                                // none: it walks
  std::map<int, std::filesystem::path> watched_;      // by watch descriptor
  std::uint64_t fingerprint_ = 0;
};

}  // namespace cloche::lambda
