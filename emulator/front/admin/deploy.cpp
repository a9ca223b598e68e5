// POST /_cloche/deploy: {"stack", "file" or "text", "parameters", "tags", "region"} makes the stack of that
// name, or updates it. DELETE /_cloche/deploy?stack=NAME deletes it. Both happen wholly or not at all.
#include <fmt/core.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "emulator/deploy/deployment.h"
#include "emulator/front/admin/resources.h"
#include "emulator/front/destination.h"

namespace cloche::front {

namespace admin {

namespace {

std::string text_member(const Json& body, const char* name, std::string_view otherwise = "") {
  const auto found = body.find(name);
  if (found == body.end()) return std::string(otherwise);
  if (!found->is_string()) throw AdminError{400, fmt::format("{} must be a text", name)};
  return found->get<std::string>();
}

std::map<std::string, std::string> text_map(const Json& body, const char* name) {
  std::map<std::string, std::string> texts;
  const auto found = body.find(name);
  if (found == body.end()) return texts;
  if (!found->is_object()) throw AdminError{400, fmt::format("{} must be an object of texts", name)};
  for (const auto& [key, value] : found->items()) {
    if (!value.is_string())
      throw AdminError{400, fmt::format("{} must be an object of texts: {} is none", name, key)};
    texts[key] = value;
  }
  return texts;
}

deploy::Deployment deployment_in(const Json& body) {
  deploy::Deployment deployment;
  deployment.stack = text_member(body, "stack");
  deployment.file = text_member(body, "file");
  if (deployment.stack.empty()) throw AdminError{400, "stack must name the stack"};
  if (body.contains("text")) {
    deployment.text = text_member(body, "text");
    if (deployment.file.empty()) deployment.file = "template";
  } else if (!std::filesystem::path(deployment.file).is_absolute()) {
    throw AdminError{400, "file must be the absolute path of a template, or stand beside its text"};
  }
  deployment.parameters = text_map(body, "parameters");
  if (body.contains("tags")) deployment.tags = text_map(body, "tags");
  return deployment;
}

deploy::Destination destination_in(World& world, wire::UnsupportedSettings& unsupported,
                                   const std::string& region, std::string_view host) {
  return {.fakes = fakes(),
          .account = *world.account,
          .unsupported = unsupported,
          .region = region,
          .host = host.empty() ? "localhost" : std::string(host)};
}

Json document_of(const deploy::Deployed& deployed, const std::string& host) {
  Json outputs = Json::object();
  for (const Json& output : deployed.stack.document.value("Outputs", Json::array()))
    outputs[output.at("OutputKey").get_ref<const std::string&>()] = output.at("OutputValue");
  Json resources = Json::array();
  for (const auto& resource : deployed.resources) {
    resources.push_back({{"logical_id", resource.logical_id},
                         {"type", resource.type},
                         {"physical_id", resource.physical_id}});
  }
  Json apis = Json::array();
  for (const auto& api : deploy::served_apis(deployed.resources))
    apis.push_back({{"logical_id", api.logical_id}, {"url", "http://" + host + api.path}});
  return {{"stack", deployed.stack.name},
          {"status", deployed.stack.status},
          {"changed", deployed.changed},
          {"outputs", outputs},
          {"resources", resources},
          {"apis", apis},
          {"unsupported", deployed.unsupported}};
}

/// Does it, and says why it can't be done as an error of the admin API.
template <class Act>
auto deploying(Act&& act) {
  try {
    return act();
  } catch (const deploy::TemplateError& error) {
    throw AdminError{400, error.what()};
  } catch (const ApiError& error) {
    throw AdminError{400, error.message};
  }
}

}  // namespace

void post_deploy(AdminCall& call) {
  const Json body = call.body({"stack", "file", "text", "parameters", "tags", "region"});
  call.answer.json(200,
                   deploy_into(call.world, call.world.unsupported, body, call.request.headers.get("host")));
}

void delete_deploy(AdminCall& call) {
  const std::string* stack = call.parameter("stack");
  if (stack == nullptr) throw AdminError{400, "say which stack by ?stack="};
  const std::string* region = call.parameter("region");
  const deploy::Destination destination = destination_in(
      call.world, call.world.unsupported, region != nullptr ? *region : std::string(default_region),
      call.request.headers.get("host"));
  deploying([&] { deploy::delete_stack(destination, *stack); });
  call.answer.json(200, {{"stack", *stack}, {"status", "DELETE_COMPLETE"}});
}

}  // namespace admin

Json deploy_into(World& world, wire::UnsupportedSettings& unsupported, const Json& request,
                 std::string_view host) {
  const deploy::Deployment deployment = admin::deployment_in(request);
  const deploy::Destination destination =
      admin::destination_in(world, unsupported, admin::text_member(request, "region", default_region), host);
  return admin::deploying(
      [&] { return admin::document_of(deploy::deploy(destination, deployment), destination.host); });
}

}  // namespace cloche::front
