#pragma once
// A version of a function as it is kept: $LATEST, which changes, or a published one, which does not.
//
// What runs is not always what is shown: while an update is under way ("LastUpdateStatus": "InProgress"),
// invocations still run the version as it was before.
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "fakes/core/json.h"

namespace cloche::lambda {

/// A state of the code and the configuration of a function.
struct Edition {
  Json configuration = Json::object();  // FunctionConfiguration without FunctionArn
  std::string directory;                // hot reload: where the code lies; "": in the code store
  std::string id;                       // another one for each change

  const std::string& text(const char* member) const {
    return configuration.at(member).get_ref<const std::string&>();
  }
  /// A hash of all that makes a difference to who publishes it or runs it, `id` excepted.
  std::string content() const;
};

struct StoredVersion {
  std::int64_t number = 0;  // 0: $LATEST
  Edition shown;
  std::unique_ptr<Edition> running;  // nullptr: what is shown
  std::string published_content;     // of a published one: content() of $LATEST at that moment

  std::string document() const;
  static StoredVersion parse(std::int64_t number, std::string_view document);
};

/// "$LATEST" or "7".
std::string version_name(std::int64_t number);

}  // namespace cloche::lambda
