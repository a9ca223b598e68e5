#include "emulator/deploy/resource_types/rest_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "emulator/deploy/properties.h"
#include "emulator/deploy/property_error.h"
#include "fakes/apigateway/tags.h"

namespace cloche::deploy {

void Patch::remove(std::string path) { operations_.push_back({{"op", "remove"}, {"path", std::move(path)}}); }

void Patch::add(const char* op, std::string path, std::string value) {
  operations_.push_back({{"op", op}, {"path", std::move(path)}, {"value", std::move(value)}});
}

void Patch::send(const Context& context, const char* operation, Json names) const {
  if (operations_.empty()) return;
  names["patchOperations"] = operations_;
  context.call("apigateway", operation, names);
}

std::string patch_segment(std::string_view text) {
  std::string segment;
  for (const char c : text) {
    if (c == '~') {
      segment += "~0";
    } else if (c == '/') {
      segment += "~1";
    } else {
      segment += c;
    }
  }
  return segment;
}

void change_api_tags(const Context& context, const std::string& path, const Json& before, const Json& after) {
  const std::string arn =
      fmt::format("arn:{}:apigateway:{}::{}", context.stack.partition, context.stack.region, path);
  change_tags(context, {"apigateway", Tagging::Form::map}, {{"ResourceArn", arn}}, before, after);
}

// ---- APIs

namespace {

/// What a definition does not say, or says otherwise: the properties of the API win.
struct ApiText {
  std::string_view property;
  std::string_view member;
};
constexpr std::array api_texts{
    ApiText{"Name", "name"},
    ApiText{"Description", "description"},
    ApiText{"ApiKeySourceType", "apiKeySource"},
    ApiText{"DisableExecuteApiEndpoint", "disableExecuteApiEndpoint"},
    ApiText{"MinimumCompressionSize", "minimumCompressionSize"},
};

void patch_texts(Patch& patch, const Json& before, const Json& after) {
  for (const ApiText& text : api_texts) {
    const std::string path = fmt::format("/{}", text.member);
    if (after.contains(text.property)) {
      patch.replace(path, text_property(after, text.property));
    } else if (before.contains(text.property) && text.property != "Name") {
      patch.replace(path, text.property == "ApiKeySourceType"            ? "HEADER"
                          : text.property == "DisableExecuteApiEndpoint" ? "false"
                                                                         : "");
    }
  }
  if (after.contains("Policy")) {
    patch.replace("/policy", document_text(after["Policy"]));
  } else if (before.contains("Policy")) {
    patch.replace("/policy", "");
  }
}

void patch_media_types(Patch& patch, const Json& shown, const Json& before, const Json& after) {
  const Json& there = list_property(shown, "binaryMediaTypes");
  const Json& wanted = list_property(after, "BinaryMediaTypes");
  for (const Json& type : list_property(before, "BinaryMediaTypes")) {
    if (std::ranges::find(wanted, type) == wanted.end() && std::ranges::find(there, type) != there.end())
      patch.remove("/binaryMediaTypes/" + patch_segment(type.get<std::string>()));
  }
  for (const Json& type : wanted) {
    if (std::ranges::find(there, type) == there.end())
      patch.insert("/binaryMediaTypes/" + patch_segment(type.get<std::string>()), "");
  }
}

void patch_endpoint(Patch& patch, const Json& shown, const Json& after) {
  const Json& endpoint = property_or_null(after, "EndpointConfiguration");
  if (!endpoint.is_object()) return;
  const Json& types = list_property(endpoint, "Types");
  const Json& there = shown.at("endpointConfiguration").at("types").at(0);
  if (!types.empty() && types.at(0) != there)
    patch.replace("/endpointConfiguration/types/" + there.get<std::string>(), types.at(0).get<std::string>());
  if (endpoint.contains("IpAddressType"))
    patch.replace("/endpointConfiguration/ipAddressType", text_property(endpoint, "IpAddressType"));
}

void settle_rest_api(const Context& context, const Json& id, const Json& before, const Json& after) {
  const Json shown = context.call("apigateway", "GetRestApi", {{"restApiId", id}});
  Patch patch;
  patch_texts(patch, before, after);
  patch_media_types(patch, shown, before, after);
  patch_endpoint(patch, shown, after);
  patch.send(context, "UpdateRestApi", {{"restApiId", id}});
}

/// CloudFormation replaces what an API had by its new definition, unless Mode says to merge.
void put_definition(const Context& context, const Json& id, const Json& properties, std::string mode) {
  Json request = picked(properties, {"FailOnWarnings", "Parameters"});
  request["restApiId"] = id;
  request["mode"] = std::move(mode);
  request["body"] = document_text(properties["Body"]);
  context.call("apigateway", "PutRestApi", request);
}

std::string new_api_name(const Json& properties) {
  if (properties.contains("Name")) return text_property(properties, "Name");
  const Json& body = property_or_null(properties, "Body");
  const Json& info = body.is_object() ? property_or_null(body, "info") : body;
  const std::string title = info.is_object() ? text_property(info, "title") : "";
  if (title.empty())  // assumed: the words
    throw PropertyError{"", "Property Name cannot be empty, where there is no Body with a title."};
  return title;
}

Resource rest_api_resource(const Context& context, const Json& id) {
  const Json api = context.call("apigateway", "GetRestApi", {{"restApiId", id}});
  return {id, {{"RestApiId", id}, {"RootResourceId", api.at("rootResourceId")}}};
}

}  // namespace

Resource create_rest_api(const Context& context, const Json& properties) {
  Json request =
      picked(properties, {"BinaryMediaTypes", "CloneFrom", "Description", "DisableExecuteApiEndpoint",
                          "EndpointConfiguration", "MinimumCompressionSize"});
  request["name"] = new_api_name(properties);
  if (properties.contains("ApiKeySourceType")) request["apiKeySource"] = properties["ApiKeySourceType"];
  if (properties.contains("Policy")) request["policy"] = document_text(properties["Policy"]);
  if (const Json tags = tag_map(properties); !tags.empty()) request["tags"] = tags;
  const Json id = context.call("apigateway", "CreateRestApi", request).at("id");
  if (properties.contains("Body")) {
    put_definition(context, id, properties, "merge");  // there is nothing to replace yet
    settle_rest_api(context, id, Json::object(), properties);
  }
  return rest_api_resource(context, id);
}

Resource update_rest_api(const Context& context, const Resource& resource, const Json& before,
                         const Json& after) {
  const Json id = resource.physical_id;
  if (after.contains("Body") && is_any_changed(before, after, {"Body", "Parameters", "Mode"})) {
    const std::string mode = text_property(after, "Mode");
    put_definition(context, id, after, mode.empty() ? "overwrite" : mode);
  }
  settle_rest_api(context, id, before, after);
  change_api_tags(context, "/restapis/" + resource.physical_id, before, after);
  return rest_api_resource(context, id);
}

void delete_rest_api(const Context& context, const Resource& resource, const Json&) {
  context.call("apigateway", "DeleteRestApi", {{"restApiId", resource.physical_id}});
}

void mark_rest_api(const Context& context, const Resource& resource, const Json&, const Json& tags) {
  apigateway::Store store(context.operations.account(), context.stack.region);
  apigateway::put_system_tags(store, resource.physical_id, tags);
}

// ---- the account's settings

Resource create_api_account(const Context& context, const Json& properties) {
  Patch patch;
  patch.replace("/cloudwatchRoleArn", text_property(properties, "CloudWatchRoleArn"));
  patch.send(context, "UpdateAccount", Json::object());
  const std::string id = context.new_name();
  return {id, {{"Id", id}}};
}

Resource update_api_account(const Context& context, const Resource& resource, const Json&,
                            const Json& after) {
  Patch patch;
  patch.replace("/cloudwatchRoleArn", text_property(after, "CloudWatchRoleArn"));
  patch.send(context, "UpdateAccount", Json::object());
  return resource;
}

// CloudFormation leaves the account as it is.
void delete_api_account(const Context&, const Resource&, const Json&) {}

// ---- resources

Resource create_api_resource(const Context& context, const Json& properties) {
  const Json id =
      context.call("apigateway", "CreateResource", picked(properties, {"RestApiId", "ParentId", "PathPart"}))
          .at("id");
  return {id, {{"ResourceId", id}}};
}

void delete_api_resource(const Context& context, const Resource& resource, const Json& properties) {
  context.call("apigateway", "DeleteResource",
               {{"restApiId", properties.at("RestApiId")}, {"resourceId", resource.physical_id}});
}

// ---- methods

namespace {

Json method_names(const Json& properties) {
  return picked(properties, {"RestApiId", "ResourceId", "HttpMethod"});
}

void put_responses(const Context& context, const Json& names, const Json& owner, const char* property,
                   const char* operation) {
  for (const Json& response : list_property(owner, property)) {
    Json request = names;
    if (!response.is_object())
      throw PropertyError{"", fmt::format("Value of property {} must be a list of objects", property)};
    request.update(response);
    context.call("apigateway", operation, request);
  }
}

void put_method(const Context& context, const Json& properties) {
  const Json names = method_names(properties);
  Json request = properties;
  for (const char* part : {"Integration", "MethodResponses"}) request.erase(part);
  if (!request.contains("AuthorizationType")) request["AuthorizationType"] = "NONE";
  context.call("apigateway", "PutMethod", request);
  put_responses(context, names, properties, "MethodResponses", "PutMethodResponse");
  const Json& integration = property_or_null(properties, "Integration");
  if (integration.is_null()) return;
  if (!integration.is_object())
    throw PropertyError{"/Integration", "Value of property Integration must be an object"};
  Json put = integration;
  put.erase("IntegrationResponses");
  put.update(names);
  context.call("apigateway", "PutIntegration", put);
  put_responses(context, names, integration, "IntegrationResponses", "PutIntegrationResponse");
}

}  // namespace

Resource create_method(const Context& context, const Json& properties) {
  put_method(context, properties);
  return {context.new_name()};
}

// A method is put anew: no one calls it in between.
Resource update_method(const Context& context, const Resource& resource, const Json& before,
                       const Json& after) {
  context.call("apigateway", "DeleteMethod", method_names(before));
  put_method(context, after);
  return resource;
}

void delete_method(const Context& context, const Resource&, const Json& properties) {
  context.call("apigateway", "DeleteMethod", method_names(properties));
}

// ---- gateway responses and models

Resource create_gateway_response(const Context& context, const Json& properties) {
  context.call("apigateway", "PutGatewayResponse", properties);
  const std::string id = context.new_name();
  return {id, {{"Id", id}}};
}

Resource update_gateway_response(const Context& context, const Resource& resource, const Json&,
                                 const Json& after) {
  context.call("apigateway", "PutGatewayResponse", after);
  return resource;
}

void delete_gateway_response(const Context& context, const Resource&, const Json& properties) {
  context.call("apigateway", "DeleteGatewayResponse", picked(properties, {"RestApiId", "ResponseType"}));
}

Resource create_model(const Context& context, const Json& properties) {
  Json request = properties;
  std::string name = text_property(properties, "Name");
  if (name.empty()) {  // a model's name has no hyphens
    name = context.new_name({.longest = 120});
    std::erase(name, '-');
  }
  request["Name"] = name;
  if (!request.contains("ContentType")) request["ContentType"] = "application/json";
  if (request.contains("Schema")) request["Schema"] = document_text(request["Schema"]);
  context.call("apigateway", "CreateModel", request);
  return {name};
}

Resource update_model(const Context& context, const Resource& resource, const Json&, const Json& after) {
  Patch patch;
  patch.replace("/description", text_property(after, "Description"));
  patch.replace("/schema", after.contains("Schema") ? document_text(after["Schema"]) : "");
  patch.send(context, "UpdateModel",
             {{"restApiId", after.at("RestApiId")}, {"modelName", resource.physical_id}});
  return resource;
}

void delete_model(const Context& context, const Resource& resource, const Json& properties) {
  context.call("apigateway", "DeleteModel",
               {{"restApiId", properties.at("RestApiId")}, {"modelName", resource.physical_id}});
}

}  // namespace cloche::deploy
