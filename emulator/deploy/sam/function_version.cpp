#include "emulator/deploy/sam/function_version.h"

#include <algorithm>

#include "emulator/deploy/replaced.h"
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/logical_id.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

/// What a version's name changes with: the code and what the function sees of its surroundings, or all
/// properties.
Json version_identity(const Context& context, const Declared& function, Resource& lambda) {
  lambda["Code"] = context.parameters.resolve(lambda["Code"]);
  if (truthy(function["AutoPublishAliasAllProperties"])) {
    Json identity = lambda.definition()["Properties"];
    if (!lambda["Layers"].is_array()) return identity;
    for (const Json& layer : lambda["Layers"]) {
      const std::string id = logical_id_in(layer);
      const Json& properties = member(member(context.result["Resources"], id), "Properties");
      if (!id.empty() && truthy(member(properties, "PublishLambdaVersion"))) identity[id] = properties;
    }
    return identity;
  }
  Json identity = lambda["Code"];
  if (truthy(lambda["Environment"])) identity.update(lambda["Environment"]);
  if (truthy(lambda["MemorySize"])) identity["MemorySize"] = lambda["MemorySize"];
  const Json& apply_on = member(lambda["SnapStart"], "ApplyOn");
  if (!apply_on.is_null() && apply_on != "None") identity["SnapStart"] = lambda["SnapStart"];
  return identity;
}

Resource make_version(const Context& context, const Declared& function, Resource& lambda,
                      const Json& sha256) {
  const std::string prefix = function.logical_id + "Version";
  const Json identity = version_identity(context, function, lambda);
  Json attributes = function.passed_on();
  if (!attributes.contains("DeletionPolicy")) {
    const Json& wanted = function["VersionDeletionPolicy"];
    const bool managed_instances = !function["CapacityProviderConfig"].is_null();
    attributes["DeletionPolicy"] = !wanted.is_null() ? wanted : Json(managed_instances ? "Delete" : "Retain");
  }
  Resource version =
      make_resource(truthy(sha256) ? prefix + text_of(sha256).substr(0, 10) : hashed_id(prefix, identity),
                    "AWS::Lambda::Version", attributes);
  version["FunctionName"] = lambda.name();
  version["Description"] = function["VersionDescription"];
  if (!function["CapacityProviderConfig"].is_null()) {
    version["FunctionScalingConfig"] = function["FunctionScalingConfig"];
  }
  return version;
}

Resource make_alias(const Declared& function, const Resource& version, const std::string& name) {
  if (name.empty()) throw ResourceError{function.logical_id, "Alias name is required to create an alias"};
  const bool allowed =
      std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; });
  const bool number = std::ranges::all_of(name, [](unsigned char c) { return std::isdigit(c) != 0; });
  if (!allowed || number) {
    throw ResourceError{function.logical_id,
                        "AutoPublishAlias name ('" + name +
                            "') must contain only alphanumeric characters, hyphens, or underscores matching "
                            "(?!^[0-9]+$)([a-zA-Z0-9-_]+) pattern."};
  }
  Resource alias = make_resource(function.logical_id + "Alias" + replaced(replaced(name, "-", "D"), "_", "U"),
                                 "AWS::Lambda::Alias", function.passed_on());
  alias["Name"] = name;
  alias["FunctionName"] = reference(function.logical_id);
  alias["FunctionVersion"] = get_att(version.logical_id, "Version");
  if (truthy(function["ProvisionedConcurrencyConfig"])) {
    alias["ProvisionedConcurrencyConfig"] = function["ProvisionedConcurrencyConfig"];
  }
  return alias;
}

/// A new hash of the code makes a new version; that Lambda sees a change, it is in the description.
Json code_hash(const Context& context, const Declared& function, Resource& lambda) {
  if (!truthy(function["AutoPublishCodeSha256"])) return nullptr;
  const Json sha256 = context.parameters.resolve(function.at("AutoPublishCodeSha256"));
  if (!sha256.is_string()) throw ResourceError{function.logical_id, "AutoPublishCodeSha256 must be a string"};
  const Json description = context.parameters.resolve(function.at("Description"));
  if (!truthy(description)) {
    lambda["Description"] = sha256;
  } else if (description.is_string()) {
    lambda["Description"] = text_of(description) + " " + text_of(sha256);
  } else {
    lambda["Description"] = {{"Fn::Join", Json::array({" ", Json::array({description, sha256})})}};
  }
  return sha256;
}

}  // namespace

std::string published_alias_name(const Context& context, const Declared& function) {
  if (!truthy(function["AutoPublishAlias"])) return "";
  const Json name = context.parameters.resolve(function.at("AutoPublishAlias"));
  if (!name.is_string()) {
    throw ResourceError{function.logical_id,
                        "'AutoPublishAlias' must be a string or a Ref to a template parameter"};
  }
  return name.get<std::string>();
}

Resources make_published_version(const Context& context, const Declared& function, Resource& lambda,
                                 const std::string& alias_name) {
  const Json sha256 = code_hash(context, function, lambda);
  Resource version = make_version(context, function, lambda, sha256);
  Resource alias = make_alias(function, version, alias_name);
  return {std::move(version), std::move(alias)};
}

}  // namespace cloche::deploy::sam
