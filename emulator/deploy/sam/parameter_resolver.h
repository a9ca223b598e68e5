#pragma once
// What the transform works out by itself: references to parameters (Ref, and those in Fn::Sub) and
// Fn::FindInMap. All else is left to the deployment.
#include <map>
#include <string>

#include "fakes/core/json.h"

namespace cloche::deploy::sam {

class ParameterResolver {
 public:
  /// The parameters' values by name, with AWS::Region and AWS::Partition.
  explicit ParameterResolver(Json parameters);

  /// `value` with the references in it replaced. What lies within `value`, and an Fn::Sub, is changed in
  /// place; a Ref that is `value` itself is only answered: SAM looks at a property's value and still hands on
  /// the reference.
  Json resolve(Json& value) const;
  Json resolve(Json&& value) const { return resolve(value); }

  const Json& parameters() const;

 private:
  std::shared_ptr<const Json> parameters_;
};

/// `value` with what Fn::FindInMap finds in `mappings` (by names that are text), in place as above. Throws
/// InvalidDocument.
Json find_in_maps(Json& value, const Json& mappings);

/// The references that resources of SAM answer beside CloudFormation's: `Ref: Function.Alias`,
/// `${Api.Stage}`, and the new names of what got another (a layer version). By logical id.
using ResourceReferences = std::map<std::string, std::map<std::string, std::string>>;
using ChangedIds = std::map<std::string, std::string>;
void replace_changed_ids(Json& value, const ChangedIds& changed);
void replace_resource_references(Json& value, const ResourceReferences& references);

}  // namespace cloche::deploy::sam
