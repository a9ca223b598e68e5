#pragma once
// Checks the members of a document one by one, and gathers all that is wrong with it, so that a client hears
// of it at once. A getter answers nullopt (or null) for a member that is wrong or not there.
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "handlers/rest/problem.h"
#include "handlers/runtime/clock.h"

namespace handlers {

enum class Presence { required, optional };

struct Range {
  std::int64_t least;
  std::int64_t most;
};

/// The errors of a document, which its parts share.
using FieldErrors = std::vector<FieldError>;

class Fields {
 public:
  /// The members of `object`, which is at `path` in the whole document ("" for the whole). Names are
  /// literals.
  Fields(const json::object& object, std::string path, FieldErrors& errors);

  /// A string of that many characters, not all of them blank.
  std::optional<std::string> text(std::string_view name, Range length,
                                  Presence presence = Presence::required);
  std::optional<std::string> identifier(std::string_view name, Presence presence = Presence::required);
  /// A string that is one of these.
  std::optional<std::string> choice(std::string_view name, std::initializer_list<std::string_view> choices,
                                    Presence presence = Presence::required);
  std::optional<std::int64_t> whole(std::string_view name, Range range,
                                    Presence presence = Presence::required);
  std::optional<Millis> instant(std::string_view name, Presence presence = Presence::required);
  /// A list of that many elements; null where it is none.
  const json::array* list(std::string_view name, Range length, Presence presence = Presence::required);
  /// An object; null where it is none.
  const json::object* object(std::string_view name, Presence presence = Presence::required);

  /// Refuses the members that were not asked for.
  void nothing_else();

  void error(std::string_view name, std::string message);
  std::string path_of(std::string_view name) const;

 private:
  const Json* member(std::string_view name, Presence presence);

  const json::object& object_;
  std::string path_;
  FieldErrors& errors_;
  std::vector<std::string_view> asked_;
};

/// Throws what is wrong, if anything is.
void refuse(const FieldErrors& errors);

}  // namespace handlers
