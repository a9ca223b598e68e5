// Deployments and stages of REST APIs.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "emulator/deploy/properties.h"
#include "emulator/deploy/property_error.h"
#include "emulator/deploy/resource_types/rest_api.h"
#include "fakes/apigateway/tags.h"

namespace cloche::deploy {

namespace {

// What a stage has by CreateStage and by CreateDeployment alike; the rest is patched.
Json made_with_stage(const Json& properties) {
  return picked(properties, {"CacheClusterEnabled", "CacheClusterSize", "TracingEnabled", "Variables"});
}

struct MethodSetting {
  std::string_view property;
  std::string_view path;
};
constexpr std::array method_settings{
    MethodSetting{"MetricsEnabled", "metrics/enabled"},
    MethodSetting{"LoggingLevel", "logging/loglevel"},
    MethodSetting{"DataTraceEnabled", "logging/dataTrace"},
    MethodSetting{"ThrottlingBurstLimit", "throttling/burstLimit"},
    MethodSetting{"ThrottlingRateLimit", "throttling/rateLimit"},
    MethodSetting{"CachingEnabled", "caching/enabled"},
    MethodSetting{"CacheTtlInSeconds", "caching/ttlInSeconds"},
    MethodSetting{"CacheDataEncrypted", "caching/dataEncrypted"},
};

/// "/*" and "*" for all methods, "/pets/{id}" and "GET" for one.
std::string settings_path(const Json& setting) {
  const std::string resource = text_property(setting, "ResourcePath");
  const std::string method = text_property(setting, "HttpMethod");
  return fmt::format("/{}/{}", resource == "/*" ? "*" : patch_segment(resource),
                     method.empty() ? "*" : method);
}

void patch_method_settings(Patch& patch, const Json& before, const Json& after) {
  const Json& old = list_property(before, "MethodSettings");
  const Json& now = list_property(after, "MethodSettings");
  for (const Json& setting : old) {
    if (std::ranges::find(now, setting) == now.end()) patch.remove(settings_path(setting));
  }
  for (std::size_t i = 0; i < now.size(); ++i) {
    const Json& setting = now[i];
    if (std::ranges::find(old, setting) != old.end()) continue;
    for (const auto& [name, value] : setting.items()) {
      if (name == "ResourcePath" || name == "HttpMethod") continue;
      const auto known = std::ranges::find(method_settings, std::string_view(name), &MethodSetting::property);
      if (known == method_settings.end()) {
        throw PropertyError{fmt::format("/MethodSettings/{}/{}", i, name),
                            "Encountered unsupported property " + name};
      }
      patch.replace(fmt::format("{}/{}", settings_path(setting), known->path), text_property(setting, name));
    }
  }
}

/// The settings of all methods that stand in a StageDescription itself, as an element of MethodSettings.
Json with_settings_of_all(Json description) {
  Json all = Json::object();
  for (const MethodSetting& setting : method_settings) {
    const auto found = description.find(setting.property);
    if (found == description.end()) continue;
    all[setting.property] = *found;
    description.erase(found);
  }
  if (all.empty()) return description;
  all["ResourcePath"] = "/*";
  all["HttpMethod"] = "*";
  description["MethodSettings"].push_back(std::move(all));
  return description;
}

void patch_variables(Patch& patch, const Json& before, const Json& after) {
  const Json& old = property_or_null(before, "Variables");
  const Json& now = property_or_null(after, "Variables");
  if (old.is_object()) {
    for (const auto& [name, value] : old.items()) {
      if (!now.is_object() || !now.contains(name)) patch.remove("/variables/" + patch_segment(name));
    }
  }
  if (!now.is_object()) return;
  for (const auto& [name, value] : now.items()) {
    if (!old.is_object() || !old.contains(name) || old[name] != value)
      patch.replace("/variables/" + patch_segment(name), text_property(now, name));
  }
}

void patch_access_log(Patch& patch, const Json& before, const Json& after) {
  if (!is_changed(before, after, "AccessLogSetting")) return;
  const Json& setting = property_or_null(after, "AccessLogSetting");
  if (!setting.is_object()) {
    patch.remove("/accessLogSettings");
    return;
  }
  if (setting.contains("DestinationArn"))
    patch.replace("/accessLogSettings/destinationArn", text_property(setting, "DestinationArn"));
  if (setting.contains("Format"))
    patch.replace("/accessLogSettings/format", text_property(setting, "Format"));
}

struct StageText {
  std::string_view property;
  std::string_view member;
  std::string_view otherwise;
};
constexpr std::array stage_texts{
    StageText{"Description", "description", ""},
    StageText{"DocumentationVersion", "documentationVersion", ""},
    StageText{"CacheClusterEnabled", "cacheClusterEnabled", "false"},
    StageText{"CacheClusterSize", "cacheClusterSize", "0.5"},
    StageText{"TracingEnabled", "tracingEnabled", "false"},
};

/// All that patches change of a stage; what was made with it is in `before` already.
void patch_stage(const Context& context, const Json& names, const Json& before, const Json& after) {
  Patch patch;
  if (is_changed(before, after, "DeploymentId") && after.contains("DeploymentId"))
    patch.replace("/deploymentId", text_property(after, "DeploymentId"));
  for (const StageText& text : stage_texts) {
    if (!is_changed(before, after, text.property)) continue;
    patch.replace(fmt::format("/{}", text.member), after.contains(text.property)
                                                       ? text_property(after, text.property)
                                                       : std::string(text.otherwise));
  }
  patch_variables(patch, before, after);
  patch_access_log(patch, before, after);
  patch_method_settings(patch, before, after);
  patch.send(context, "UpdateStage", names);
}

Json stage_names(const Json& properties) { return picked(properties, {"RestApiId", "StageName"}); }

/// Which deployment a stage has; null where there is no such stage.
Json deployment_of_stage(const Context& context, const Json& names) {
  try {
    return context.call("apigateway", "GetStage", names).at("deploymentId");
  } catch (const ApiError& error) {
    if (is_not_found(error)) return nullptr;
    throw;
  }
}

Json description_of(const Json& properties) {
  const Json& description = property_or_null(properties, "StageDescription");
  if (description.is_null()) return Json::object();
  // A template may write no more than what the stage is for.
  if (description.is_string()) return {{"Description", description}};
  if (!description.is_object())
    throw PropertyError{"/StageDescription", "Value of property StageDescription must be an object"};
  return with_settings_of_all(description);
}

void describe_stage(const Context& context, const Json& before, const Json& after) {
  patch_stage(context, stage_names(after), description_of(before), description_of(after));
}

}  // namespace

// ---- deployments

namespace {

/// Deletes the stage that was made with a deployment, unless it has come to have another one.
void delete_own_stage(const Context& context, const Resource& resource, const Json& properties) {
  if (properties.contains("StageName") &&
      deployment_of_stage(context, stage_names(properties)) == resource.physical_id)
    context.call("apigateway", "DeleteStage", stage_names(properties));
}

}  // namespace

Resource create_api_deployment(const Context& context, const Json& properties) {
  Json request = picked(properties, {"RestApiId", "Description", "StageName"});
  const Json description = description_of(properties);
  const Json made = made_with_stage(description);
  request.update(made);
  const Json id = context.call("apigateway", "CreateDeployment", request).at("id");
  if (properties.contains("StageName") && !description.empty())
    patch_stage(context, stage_names(properties), made, description);
  return {id, {{"DeploymentId", id}}};
}

Resource update_api_deployment(const Context& context, const Resource& resource, const Json& before,
                               const Json& after) {
  if (is_changed(before, after, "Description")) {
    Patch patch;
    patch.replace("/description", text_property(after, "Description"));
    patch.send(context, "UpdateDeployment",
               {{"restApiId", after.at("RestApiId")}, {"deploymentId", resource.physical_id}});
  }
  if (is_changed(before, after, "StageName")) {
    delete_own_stage(context, resource, before);  // assumed; it would keep the deployment from being deleted
    if (!after.contains("StageName")) return resource;
    Json request = stage_names(after);
    request["DeploymentId"] = resource.physical_id;
    context.call("apigateway", "CreateStage", request);
    describe_stage(context, Json::object(), after);
  } else if (after.contains("StageName")) {
    describe_stage(context, before, after);
  }
  return resource;
}

// The stage that was made with it goes too.
void delete_api_deployment(const Context& context, const Resource& resource, const Json& properties) {
  delete_own_stage(context, resource, properties);
  context.call("apigateway", "DeleteDeployment",
               {{"restApiId", properties.at("RestApiId")}, {"deploymentId", resource.physical_id}});
}

// ---- stages

Resource create_stage(const Context& context, const Json& properties) {
  Json request = picked(properties, {"RestApiId", "StageName", "DeploymentId"});
  const Json made = made_with_stage(properties);
  request.update(made);
  if (const Json tags = tag_map(properties); !tags.empty()) request["tags"] = tags;
  context.call("apigateway", "CreateStage", request);
  Json before = made;
  before["DeploymentId"] = property_or_null(properties, "DeploymentId");
  patch_stage(context, stage_names(properties), before, properties);
  return {text_property(properties, "StageName")};
}

Resource update_stage(const Context& context, const Resource& resource, const Json& before,
                      const Json& after) {
  patch_stage(context, stage_names(after), before, after);
  change_api_tags(
      context, fmt::format("/restapis/{}/stages/{}", text_property(after, "RestApiId"), resource.physical_id),
      before, after);
  return resource;
}

void delete_stage(const Context& context, const Resource&, const Json& properties) {
  context.call("apigateway", "DeleteStage", stage_names(properties));
}

void mark_stage(const Context& context, const Resource& resource, const Json& properties, const Json& tags) {
  apigateway::Store store(context.operations.account(), context.stack.region);
  apigateway::put_system_tags(store, text_property(properties, "RestApiId"), resource.physical_id, tags);
}

}  // namespace cloche::deploy
