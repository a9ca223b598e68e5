#pragma once
// What a deployment would do, found without doing it: the Changes that DescribeChangeSet shows.
//
// CloudFormation tells why a property is to change: the template itself (DirectModification), a parameter
// (ParameterReference), or another resource that changes, by its Ref (ResourceReference) or an attribute
// (ResourceAttribute); what depends on another resource is known when it is changed only (Dynamic), so that
// a replacement that hangs on it is Conditional.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "emulator/deploy/evaluation.h"
#include "emulator/deploy/resource_type.h"
#include "fakes/cloudformation/store.h"

namespace cloche::deploy {

class ChangePreview {
 public:
  /// Inside a unit of work. `stack` is in the store, with the tags that it is to have; the references outlive
  /// this.
  ChangePreview(Account& account, const cloudformation::Stack& stack, const Evaluation& evaluation);

  /// Throws TemplateError, PropertyError.
  Json changes();
  bool changes_outputs();

 private:
  /// What makes a value another one than it was.
  struct Cause {
    const char* source;
    std::string entity;
    bool operator<(const Cause& other) const { return entity < other.entity; }
  };
  using Causes = std::set<Cause>;

  Json change_of(const TemplateResource& wanted);
  Json removal_of(const cloudformation::StackResource& old) const;
  void add_details(const TemplateResource& wanted, const ResourceType& type,
                   const cloudformation::StackResource& old, const cloudformation::StackResource& now,
                   Json& change) const;
  Json before_in_template(const std::string& logical_id, const char* part) const;
  void add_causes(const Json& value, Causes& causes) const;
  void add_cause(const std::string& name, Causes& causes) const;
  Answers answers();

  cloudformation::Store store_;
  const cloudformation::Stack& stack_;
  const Evaluation& evaluation_;
  const Json template_before_;
  std::map<std::string, cloudformation::StackResource> before_;
  std::set<std::string> wanted_;
  std::set<std::string> new_;        // made, or replaced
  std::set<std::string> maybe_new_;  // replaced, if what they depend on is
  std::set<std::string> changed_;    // their attributes may be others
  std::set<std::string> changed_parameters_;
};

}  // namespace cloche::deploy
