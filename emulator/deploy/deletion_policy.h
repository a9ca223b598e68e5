#pragma once
// What is to become of a resource that its stack no longer has: DeletionPolicy and UpdateReplacePolicy.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
#include <string>

#include "emulator/deploy/template_source.h"

namespace cloche::deploy {

/// A resource's "DeletionPolicy" or "UpdateReplacePolicy".
struct PolicyAttribute {
  const Template& source;
  const std::string& logical_id;
  const std::string& type;  // of the resource
  std::string name;

  std::string pointer() const;
  /// Throws TemplateError for a policy that there is not, or not for this type.
  void check(const Json& policy) const;
};

}  // namespace cloche::deploy
