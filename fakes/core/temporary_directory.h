#pragma once
// A fresh directory below the system's for temporary files, which goes with its owner, and with all that is
// in it.
#include <filesystem>

namespace cloche {

class TemporaryDirectory {
 public:
  /// Throws std::system_error where it can't be made.
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace cloche
