#pragma once
// What the resources of one template share while they are transformed.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "emulator/deploy/sam/deployment_preferences.h"
#include "emulator/deploy/sam/parameter_resolver.h"
#include "emulator/deploy/sam/resource.h"
#include "emulator/deploy/sam/transform.h"

namespace cloche::deploy::sam {

/// The usage plan that all APIs with `CreateUsagePlan: SHARED` have in common.
struct SharedUsagePlan {
  Json depends_on = Json::array();
  Json api_stages = Json::array();
  Json stage_keys = Json::array();
  std::set<std::string> conditions;
  bool unconditional = false;  // an API without a condition has a part in it
  std::string deletion_policy;
  std::string update_replace_policy;
};

struct Context {
  const Settings& settings;
  Json& source;  // the template, with what the transform has written into APIs, buckets and user pools
  Json& result;  // what becomes of it
  ParameterResolver parameters;
  Json mappings;

  DeploymentPreferences deployments;
  SharedUsagePlan usage_plan;
  std::map<std::string, Resource> record_sets;  // of Route 53, by logical id
  std::vector<InvalidDocument::Cause> causes;

  /// "arn:PARTITION:iam::aws:policy/NAME"
  std::string managed_policy(const std::string& name) const {
    return "arn:" + settings.partition + ":iam::aws:policy/" + name;
  }
  /// The resources of the template, to look at.
  const Json& resources() const { return source["Resources"]; }
  /// A condition that the template gets.
  void add_condition(const std::string& name, Json condition) {
    result["Conditions"][name] = std::move(condition);
  }
};

}  // namespace cloche::deploy::sam
