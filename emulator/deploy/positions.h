#pragma once
// Where each part of a template stands in its text: a tree of the same shape as the document.
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "emulator/deploy/template_error.h"

namespace cloche::deploy {

/// The place of a value, and of what is in it: the members of an object by name, the elements of an array by
/// number.
struct Place {
  struct Part {
    Position key;
    std::shared_ptr<const Place> place;
  };
  Position value;
  std::map<std::string, Part, std::less<>> parts;
};

class Positions {
 public:
  explicit Positions(std::shared_ptr<const Place> root) : root_(std::move(root)) {}

  /// The places of the key and the value at a JSON pointer; of the nearest part around it that is in the
  /// text.
  struct Found {
    Position key;
    Position value;
  };
  Found find(std::string_view pointer) const;

  const Place& root() const { return *root_; }

 private:
  std::shared_ptr<const Place> root_;
};

}  // namespace cloche::deploy
