#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/function.h"
#include "emulator/deploy/sam/logical_id.h"
#include "emulator/deploy/sam/other_resources.h"
#include "emulator/deploy/sam/values.h"
#include "fakes/wire/http_message.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule layer_rules[] = {{"LayerName", a_string_or_map},
                                        {"Description", a_string},
                                        {"PublishLambdaVersion", a_boolean},
                                        {"ContentUri", a_string_or_map, Given::required},
                                        {"CompatibleArchitectures", strings_or_maps},
                                        {"CompatibleRuntimes", strings_or_maps},
                                        {"LicenseInfo", a_string},
                                        {"RetentionPolicy", a_string}};

void resolve_text(const Context& context, const Declared& layer, const char* name) {
  Json& value = layer.at(name);
  if (!truthy(value)) return;
  value = context.parameters.resolve(value);
  if (value.is_string() || value.is_object()) return;
  throw ResourceError{layer.logical_id, std::string("Could not resolve parameter for '") + name +
                                            "' or parameter is not a String."};
}

/// "Retain" or "Delete"; null where it is not given.
Json retention(const Declared& layer) {
  const std::string options = "one of the following options: ['Retain', 'Delete']";
  const Json& given = layer["RetentionPolicy"];
  if (is_intrinsic(given)) {
    throw ResourceError{layer.logical_id,
                        "'RetentionPolicy' does not accept intrinsic functions, please use " + options};
  }
  if (given.is_null()) return nullptr;
  if (!given.is_string()) {
    throw ResourceError{layer.logical_id, "Invalid 'RetentionPolicy' type, please use " + options};
  }
  const std::string lower = wire::lower_case(given.get_ref<const std::string&>());
  if (lower == "retain") return "Retain";
  if (lower == "delete") return "Delete";
  throw ResourceError{layer.logical_id, "'RetentionPolicy' must be " + options + "."};
}

/// What a new version of the layer is made for: all that is said of it, apart from when it goes.
Json identity(const Declared& layer) {
  Resource all =
      make_resource(layer.logical_id, "AWS::Serverless::LayerVersion", layer.attributes, layer.depends_on);
  all.properties = layer.properties;
  for (const char* name : {"DeletionPolicy", "UpdateReplacePolicy", "Metadata"}) all.attributes.erase(name);
  return {{layer.logical_id, all.definition()}};
}

void check_architectures(const std::string& logical_id, const Json& architectures) {
  if (!truthy(architectures) || is_intrinsic(architectures)) return;
  for (const Json& one : architectures) {
    if (is_intrinsic(one) || one == "arm64" || one == "x86_64") continue;
    throw ResourceError{logical_id, "CompatibleArchitectures needs to be a list of 'x86_64' or 'arm64'"};
  }
}

}  // namespace

Resources transform_layer_version(Context& context, const std::string& logical_id, Json& definition) {
  const Declared layer = declare(logical_id, definition, "AWS::Serverless::LayerVersion", layer_rules);
  for (const char* name : {"LayerName", "LicenseInfo", "Description", "RetentionPolicy"}) {
    resolve_text(context, layer, name);
  }
  const Json kept = retention(layer);
  Json attributes = layer.passed_on();
  attributes.emplace("DeletionPolicy", "Retain");
  if (!kept.is_null()) attributes["DeletionPolicy"] = kept;
  Resource version = make_resource(hashed_id(logical_id, identity(layer)), "AWS::Lambda::LayerVersion",
                                   attributes, layer.depends_on);
  version["LayerName"] = truthy(layer["LayerName"]) ? layer["LayerName"] : Json(logical_id);
  version["Content"] = s3_code(layer["ContentUri"], version.logical_id, "ContentUri");
  for (const char* name : {"Description", "CompatibleArchitectures", "CompatibleRuntimes", "LicenseInfo"}) {
    version[name] = layer[name];
  }
  check_architectures(version.logical_id, version["CompatibleArchitectures"]);
  return {std::move(version)};
}

}  // namespace cloche::deploy::sam
