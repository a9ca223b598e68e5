#pragma once
// A resource of CloudFormation that the transform makes.
#include <nlohmann/json.hpp>
#include <string>

#include "fakes/core/json.h"

namespace cloche::deploy::sam {

struct Resource {
  std::string logical_id;
  std::string type;
  Json attributes = Json::object();  // Condition, DeletionPolicy, UpdateReplacePolicy, UpdatePolicy, Metadata
  Json depends_on;
  Json properties = Json::object();  // what is null is left out

  Json& operator[](const char* property) { return properties[property]; }
  /// As it stands in a template.
  Json definition() const;
  /// What others name it by, and its ARN: a Ref or an Fn::GetAtt, as its type has it.
  Json name() const;
  Json arn() const;
  /// The attributes that go on to what is made of it: Condition, DeletionPolicy, UpdateReplacePolicy.
  Json passed_on() const;
  /// Sets its tags where its type has tags.
  void tag(const Json& tags);
};

using Resources = std::vector<Resource>;

/// Of a resource's attributes those that go on to what is made of it.
Json passed_on_attributes(const Json& attributes);

/// Refuses a logical id that is not of letters and digits.
void check_logical_id(const std::string& logical_id);

/// Makes one; throws ResourceError for a logical id that is none.
Resource make_resource(std::string logical_id, std::string type, Json attributes = Json::object(),
                       Json depends_on = nullptr);

}  // namespace cloche::deploy::sam
