#pragma once
// What is wrong with a template, said so that its author finds the place: the file, the line and the column,
// the logical id, what was wrong (in the words of the service, where it has words for it) and what was
// expected.
#include <stdexcept>
#include <string>

namespace cloche::deploy {

/// A place in a template's text, both counted from 1.
struct Position {
  int line = 1;
  int column = 1;
  bool operator==(const Position&) const = default;
};

class TemplateError : public std::runtime_error {
 public:
  TemplateError(std::string file, Position at, std::string logical_id, std::string message,
                std::string expected = "");

  const std::string& file() const { return file_; }
  Position at() const { return at_; }
  /// The resource, parameter, condition or output that is wrong; empty when it is the template as a whole.
  const std::string& logical_id() const { return logical_id_; }
  /// What the service would answer (`Template format error: …`), without the place.
  const std::string& message() const { return message_; }
  /// What would have been right; empty where the message says it.
  const std::string& expected() const { return expected_; }

 private:
  // what() is `file:line:column: LogicalId: message; expected …`, without the parts that are empty.
  std::string file_;
  Position at_;
  std::string logical_id_;
  std::string message_;
  std::string expected_;
};

}  // namespace cloche::deploy
