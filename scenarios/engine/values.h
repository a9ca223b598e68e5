#pragma once
// What `${name}` stands for: the names that are always there, and scopes of those that are not.
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "fakes/core/json.h"
#include "scenarios/engine/reference.h"

namespace cloche::scenarios {

/// account, region, api, now, …
std::span<const std::string_view> standing_names();
/// Throws ReferenceError where a standing name is referred to in a way that it does not have.
void check_standing(const Reference& reference);

/// Values by name, in a scope around which there may be others. An inner one is used by one thread; what
/// surrounds rounds that are played at once is only read meanwhile.
class Scope {
 public:
  /// `keeps`: what is saved in it ends with it; otherwise it is saved in the one around it.
  explicit Scope(Scope* outer = nullptr, bool keeps = true)
      : outer_(outer), keeps_(keeps || outer == nullptr) {}

  /// In this very scope.
  void define(const std::string& name, Json value);
  /// For later steps.
  void save(const std::string& name, Json value);
  /// nullptr where there is none.
  const Json* find(std::string_view name) const;

 private:
  Scope* outer_;
  bool keeps_;
  std::map<std::string, Json, std::less<>> values_;
};

}  // namespace cloche::scenarios
