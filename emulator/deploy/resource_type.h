#pragma once
// The resource types of CloudFormation that can be deployed. A type says what each of its properties means
// and how a resource of it is made, changed and deleted, all by operations of its service
// (docs/adding-a-resource-type.md). The types of a service are in the file of its name in resource_types/.
//
// Properties reach a type resolved: no intrinsic function is left in them.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "emulator/deploy/operations.h"
#include "fakes/core/json.h"

namespace cloche::deploy {

/// What becomes of a property that is given.
enum class Use : std::uint8_t {
  applied,      // a change of it changes the resource where it is
  replaces,     // a change of it needs a new resource in the place of the old one
  not_applied,  // CloudFormation has it; here it is reported and left out
};

struct Property {
  std::string_view
      name;  // "TableName"; what is not applied may lie deeper: "StreamSpecification.ResourcePolicy"
  Use use = Use::applied;
  bool required = false;
};

/// A resource that is there.
struct Resource {
  std::string physical_id;           // what Ref answers
  Json attributes = Json::object();  // what Fn::GetAtt answers
};

/// The stack for which resources are made.
struct StackIdentity {
  std::string name;
  std::string id;  // its ARN
  std::string region;
  std::string account;
  std::string partition = "aws";
};

/// How CloudFormation names a resource of a type that is not given a name.
struct NameForm {
  std::size_t longest = 255;
  std::string_view suffix = "";  // ".fifo"
};

/// What a type works with.
struct Context {
  Operations& operations;
  const StackIdentity& stack;
  const std::string& logical_id;

  Json call(std::string_view service, std::string_view operation, const Json& request) const {
    return operations.call(service, operation, request);
  }
  /// "stack-LogicalId-AbCd12…", shortened to fit.
  std::string new_name(const NameForm& form = {}) const;
  /// The property `name`, or a new name where it is not given.
  std::string name_from(const Json& properties, std::string_view property, const NameForm& form = {}) const;
  /// An ARN in the stack's region and account.
  std::string arn(std::string_view service, std::string_view resource) const;
};

struct ResourceType {
  std::string_view name;  // "AWS::SQS::Queue"
  std::span<const Property> properties;
  std::span<const std::string_view> attributes;  // that Fn::GetAtt knows
  /// Throws ApiError, PropertyError.
  Resource (*create)(const Context& context, const Json& properties);
  /// Changes a resource where it is; nullptr: every change needs a new one.
  Resource (*update)(const Context& context, const Resource& resource, const Json& before, const Json& after);
  void (*remove)(const Context& context, const Resource& resource, const Json& properties);
  /// The property that gives it a name of the user's own, which no other may have; "": there is none.
  std::string_view name_property = "";
  /// The property that says among which others it has that name (an alias: the function); "": among all of
  /// the account and region.
  std::string_view name_scope = "";
  /// The physical id of what has this name already, for types whose operations would take that for the new
  /// one; nullptr: to create it fails by itself.
  std::optional<std::string> (*existing)(const Context& context, const Json& properties) = nullptr;
  /// Whether it only says something of other resources (the policy of a queue), of which another one may say
  /// the same. Then to update it, even without a change, is to say it again.
  bool is_said_of_others = false;
  /// Whether a change of applied properties needs a new resource all the same; nullptr: never.
  bool (*must_replace)(const Json& before, const Json& after) = nullptr;
  /// Puts the tags by which CloudFormation marks what it makes, {"aws:cloudformation:…": "…"}; nullptr: it
  /// does not mark this type (its public schema says so: cloudFormationSystemTags).
  void (*put_system_tags)(const Context& context, const Resource& resource, const Json& properties,
                          const Json& tags) = nullptr;

  const Property* property(std::string_view property_name) const;
  bool has_attribute(std::string_view attribute) const;
};

/// nullptr where there is none of that name.
const ResourceType* find_resource_type(std::string_view name);

/// Checks the names of the properties (the properties as they stand in the template, or resolved): each is
/// one that the type has, and none that is required lacks. Throws PropertyError.
void check_property_names(const ResourceType& type, const Json& properties);

/// Takes out of the resolved properties what is not applied; answers the paths of what was there.
std::vector<std::string> take_out_not_applied(const ResourceType& type, Json& properties);

/// What a change of properties means for a resource.
enum class Change : std::uint8_t { none, in_place, replacement };
Change change_between(const ResourceType& type, const Json& before, const Json& after);

/// How a service tags its resources.
struct Tagging {
  enum class Form : std::uint8_t { list, map };  // [{"Key", "Value"}], {"Key": "Value"}

  std::string_view service;
  Form form = Form::list;
  std::string_view tag = "TagResource";
  std::string_view untag = "UntagResource";
};

/// Brings the tags of a resource from those of the properties `before` to those of `after`. `named` is how
/// the service's operations name it: {"ResourceArn": arn}.
void change_tags(const Context& context, const Tagging& tagging, const Json& named, const Json& before,
                 const Json& after);

/// Whether the properties of two give them one name, so that they would be the same thing.
bool have_same_name(const ResourceType& type, const Json& one, const Json& other);

/// What an operation that looks at something answers; nullopt where there is nothing to see.
std::optional<Json> look_up(const Context& context, std::string_view service, std::string_view operation,
                            const Json& request);

/// Whether an operation failed because what it was to work on is not there.
bool is_not_found(const ApiError& error);

}  // namespace cloche::deploy
