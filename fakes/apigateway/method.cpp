#include "fakes/apigateway/method.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "fakes/apigateway/errors.h"
#include "fakes/wire/token.h"

namespace cloche::apigateway {

namespace {

constexpr std::array method_names{"GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"};
constexpr std::array authorization_types{"NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"};
constexpr std::array request_places{"method.request.path.", "method.request.querystring.",
                                    "method.request.header.", "method.request.multivaluequerystring.",
                                    "method.request.multivalueheader."};

bool begins_with_place(std::string_view parameter) {
  return std::ranges::any_of(request_places, [&](std::string_view place) {
    return parameter.starts_with(place) && parameter.size() > place.size();
  });
}

// The models that are named by content type.
void check_models(Store& store, std::string_view api, const Json& document, const char* member) {
  const auto models = document.find(member);
  if (models == document.end()) return;
  for (const auto& [type, model] : models->items()) {
    const std::string& name = model.get_ref<const std::string&>();
    if (!name.empty() && !store.find_model(api, name))
      throw bad_request(fmt::format("Invalid model identifier specified: {}", name));
  }
}

}  // namespace

Json MethodPlace::given(const wire::Structure& request) {
  Json document = request.document();
  for (const char* key : {"restApiId", "resourceId", "httpMethod"}) document.erase(key);
  return document;
}

MethodPlace::MethodPlace(wire::Call& call, const wire::Structure& request)
    : store_(call.account, call.region),
      api_(existing_api(store_, request.string("restApiId"))),
      resource_(existing_resource(store_, api_.id, request.string("resourceId"))),
      name_(request.string("httpMethod")) {
  if (!resource_.methods.contains(name_)) throw method_not_found();
}

Json& MethodPlace::integration() {
  const auto found = document().find("methodIntegration");
  if (found == document().end()) throw integration_not_found();
  return *found;
}

Json& MethodPlace::response(Json& holder, const char* member, const std::string& status_code) {
  const auto responses = holder.find(member);
  if (responses == holder.end() || !responses->contains(status_code)) throw response_not_found();
  return (*responses)[status_code];
}

void MethodPlace::remove() { resource_.methods.erase(name_); }

void check_method_name(std::string_view name) {
  if (std::ranges::find(method_names, name) != method_names.end()) return;
  throw bad_request(
      "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY");
}

ApiError invalid_mapping(std::string_view expression) {
  return bad_request(
      fmt::format("Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid "
                  "mapping expression specified: {}]",
                  expression));
}

ApiError invalid_mapping_parameter(std::string_view parameter) {
  return bad_request(
      fmt::format("Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid "
                  "mapping expression parameter specified: {}]",
                  parameter));
}

void check_authorization_type(const Json& method) {
  const std::string authorization = method.at("authorizationType");
  if (std::ranges::find(authorization_types, authorization) == authorization_types.end())
    throw bad_request("Invalid Authorization Type specified: " + authorization);  // assumed: the words
}

void check_authorization(const Json& method) {
  check_authorization_type(method);
  const std::string authorization = method.at("authorizationType");
  if (authorization == "CUSTOM" || authorization == "COGNITO_USER_POOLS") {
    // There are none: CreateAuthorizer is not emulated.
    throw bad_request(
        "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS "
        "requires a valid authorizer.");
  }
  if (!method.value("requestValidatorId", "").empty())
    throw bad_request("Invalid Request Validator identifier specified");  // there are none, neither
}

void check_method(Store& store, std::string_view api, const Json& method) {
  if (const auto parameters = method.find("requestParameters"); parameters != method.end()) {
    for (const auto& [name, required] : parameters->items()) {
      if (!begins_with_place(name)) throw invalid_mapping(name);
    }
  }
  check_models(store, api, method, "requestModels");
}

void report_method_settings(wire::Call& call, const Json& method) {
  if (const std::string type = method.at("authorizationType"); type != "NONE")
    call.report_unsupported("authorizationType " + type + " is stored, and the method is open to everyone");
  if (method.value("apiKeyRequired", false))
    call.report_unsupported("apiKeyRequired is stored, and no API key is asked for");
}

void check_method_response(Store& store, std::string_view api, const Json& response) {
  if (const auto parameters = response.find("responseParameters"); parameters != response.end()) {
    for (const auto& [name, required] : parameters->items()) {
      constexpr std::string_view place = "method.response.header.";
      constexpr std::string_view several = "method.response.multivalueheader.";
      const std::string_view start = name.starts_with(several) ? several : place;
      // Assumed, here and of gateway responses: what becomes of a name that no header can have.
      if (!name.starts_with(start) || !wire::is_token(std::string_view(name).substr(start.size())))
        throw invalid_mapping(name);
    }
  }
  check_models(store, api, response, "responseModels");
}

}  // namespace cloche::apigateway
