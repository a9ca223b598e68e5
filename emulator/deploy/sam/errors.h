#pragma once
// How the transform refuses. A resource, an event or the template that is wrong ends the work on one
// resource, and the rest is looked at all the same; a document that is wrong ends it all.
#include <string>
#include <vector>

#include "emulator/deploy/sam/transform.h"

namespace cloche::deploy::sam {

/// "Resource with id [X] is invalid. …"
struct ResourceError {
  std::string logical_id;
  std::string message;
  /// The properties that its type does not have; the message is about the first.
  std::vector<std::string> unknown = {};
  std::string text() const { return "Resource with id [" + logical_id + "] is invalid. " + message; }
};

/// "Event with id [X] is invalid. …"
struct EventError {
  std::string event_id;
  std::string message;
  std::string text() const { return "Event with id [" + event_id + "] is invalid. " + message; }
};

/// "Structure of the SAM template is invalid. …"
struct StructureError {
  std::string message;
  std::string text() const { return "Structure of the SAM template is invalid. " + message; }
};

/// The document as a whole is refused for its structure.
[[noreturn]] inline void refuse_document(const std::string& message) {
  throw InvalidDocument{{{"", StructureError{message}.text()}}};
}

}  // namespace cloche::deploy::sam
