#pragma once
// The DeploymentPreference of functions: what CodeDeploy shifts traffic with.
#include <map>
#include <string>
#include <vector>

#include "emulator/deploy/sam/resource.h"
#include "fakes/core/json.h"

namespace cloche::deploy::sam {

struct Context;

class DeploymentPreferences {
 public:
  /// Takes a function's preference: its Type, Hooks and so on, worked out. Throws ResourceError.
  /// `condition` is the function's, where it is passed on; `tags` where they are propagated.
  void add(const std::string& function, const Json& preference, const Json& condition, const Json& tags);
  bool is_enabled(const std::string& function) const;
  /// The UpdatePolicy of the function's alias.
  Json update_policy(const std::string& function) const;

  /// What all of them need once, and each for itself. Adds causes and conditions to the context.
  void finish(Context& context) const;

 private:
  struct Preference {
    Json preference;
    Json condition;
    Json tags;
  };
  std::vector<std::string> conditions() const;
  bool all_conditional() const;
  Resource deployment_group(const std::string& function) const;
  void condition_and_tag(Resource& resource) const;

  std::map<std::string, Preference> enabled_;
};

}  // namespace cloche::deploy::sam
