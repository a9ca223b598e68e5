#pragma once
// Something is wrong in a file that a person wrote: where, and what was expected. It ends a replay with exit
// code 2 before anything is played.
#include <stdexcept>
#include <string>

namespace cloche::scenarios {

/// A place in a file; lines and columns (in characters) count from 1, and line 0 is the file as a whole.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  /// "notes.json:3:12"
  std::string text() const;
};

class FileError : public std::runtime_error {
 public:
  /// what() is "notes.json:3:12: " and the message.
  FileError(const Place& place, const std::string& message)
      : std::runtime_error(place.text() + ": " + message) {}
};

}  // namespace cloche::scenarios
