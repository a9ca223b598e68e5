#pragma once
// Writes XML, element by element; what is opened last is closed first. It only knows syntax and escapes.
#include <string>
#include <string_view>
#include <vector>

namespace cloche::wire {

class XmlWriter {
 public:
  /// `<?xml version="1.0" encoding="UTF-8"?>` on a line of its own; before the first element.
  void declaration();
  void open(std::string_view name);
  /// Of the element just opened, before its content.
  void attribute(std::string_view name, std::string_view value);
  void text(std::string_view text);
  void close();
  /// An element that holds `text`.
  void element(std::string_view name, std::string_view text);

  /// The document; a Fault where an element is open.
  std::string take();

 private:
  void end_tag();

  std::string out_;
  std::vector<std::string> open_;
  bool in_tag_ = false;
};

}  // namespace cloche::wire
