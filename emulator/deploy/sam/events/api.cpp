// Api: a method of a REST API, explicit or the implicit ServerlessRestApi.
#include <algorithm>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/events/api_auth.h"
#include "emulator/deploy/sam/events/event.h"
#include "emulator/deploy/sam/logical_id.h"
#include "emulator/deploy/sam/values.h"
#include "fakes/wire/http_message.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule api_rules[] = {{"Path", a_string, Given::required},
                                      {"Method", a_string, Given::required},
                                      {"RestApiId", a_string, Given::required},
                                      {"Stage", a_string},
                                      {"Auth", a_map},
                                      {"RequestModel", a_map},
                                      {"RequestParameters", a_list},
                                      {"TimeoutInMillis", an_integer},
                                      {"ResponseTransferMode", a_string}};

void check_api(Context& context, const std::string& id, const Declared& event) {
  referred_api(context, id, event["RestApiId"]);
}

Resource api_permission(const FunctionEvent& event, const RestMethod& at, const std::string& stage_suffix) {
  const std::string method = at.method == "any" ? "*" : wire::upper_case(at.method);
  const Json source = sub("arn:" + event.context.settings.partition +
                              ":execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/${__Stage__}/" +
                              method + path_in_arn(at.path, true),
                          {{"__ApiId__", event["RestApiId"]}, {"__Stage__", "*"}});
  return make_permission(suffixed_id(event.logical_id() + "Permission", stage_suffix), event,
                         {"apigateway.amazonaws.com", source, nullptr, nullptr});
}

std::string unable_to_set(const FunctionEvent& event, const RestMethod& at, const char* what,
                          const char* why) {
  return std::string("Unable to set ") + what + " [" + shown(member(event["RequestModel"], "Model")) +
         "] on API method [" + at.method + "] for path [" + at.path + "] " + why;
}

void add_request_model(const FunctionEvent& event, const RestMethod& at, SwaggerDocument& document,
                       const Json& api) {
  const Json& wanted = event["RequestModel"];
  if (!truthy(wanted)) return;
  expect_event_map(wanted, event.id, "RequestModel");
  const Json& model = member(wanted, "Model");
  if (!truthy(model)) return;
  const auto refuse = [&](const char* why) { event.refuse(unable_to_set(event, at, "RequestModel", why)); };
  const Json& models = member(api, "Models");
  if (!truthy(models)) refuse("because the related API does not define any Models.");
  if (!models.is_object()) refuse("because the related API Models defined is of invalid type.");
  if (!model.is_string()) refuse("because the related API does not contain valid Models.");
  if (!truthy(member(models, text_of(model)))) refuse("because it wasn't defined in the API's Models.");
  document.add_request_model(at.path, at.method, wanted);
  const Json& body = member(wanted, "ValidateBody");
  const Json& parameters = member(wanted, "ValidateParameters");
  if (body.is_null() && parameters.is_null()) return;
  if ((!body.is_null() && !body.is_boolean()) || (!parameters.is_null() && !parameters.is_boolean())) {
    event.refuse(
        unable_to_set(event, at, "Validator to RequestModel",
                      "ValidateBody and ValidateParameters must be a boolean type, strings or intrinsics are "
                      "not supported."));
  }
  document.add_request_validator(at.path, at.method, truthy(body), truthy(parameters));
}

bool is_request_parameter(const std::string& name) {
  return name.starts_with("method.request.querystring.") || name.starts_with("method.request.path.") ||
         name.starts_with("method.request.header.");
}

void add_request_parameters(const FunctionEvent& event, const RestMethod& at, SwaggerDocument& document) {
  if (!truthy(event["RequestParameters"])) return;
  const std::string invalid = "Invalid value for 'RequestParameters' property. ";
  std::vector<RequestParameter> parameters;
  for (const Json& given : event["RequestParameters"]) {
    if (!given.is_string() && (!given.is_object() || given.empty())) {
      event.refuse(invalid + "Property must be either a string or an object");
    }
    RequestParameter parameter;
    parameter.name = given.is_string() ? given.get<std::string>() : given.begin().key();
    if (!is_request_parameter(parameter.name)) {
      event.refuse(invalid +
                   "Keys must be in the format 'method.request.[querystring|path|header].{value}', e.g "
                   "'method.request.header.Authorization'.");
    }
    if (given.is_object()) {
      const Json& settings = given.begin().value();
      const bool known =
          settings.is_object() && std::ranges::all_of(settings.items(), [](const auto& setting) {
            return setting.key() == "Required" || setting.key() == "Caching";
          });
      if (!known) event.refuse(invalid + "Values must be an object, e.g { Required: true, Caching: false }");
      if (settings.contains("Required")) parameter.required = settings["Required"];
      if (settings.contains("Caching")) parameter.caching = settings["Caching"];
    }
    parameters.push_back(std::move(parameter));
  }
  document.add_request_parameters(at.path, at.method, parameters);
}

/// With MergeDefinitions what the event says of its method is laid over what the template says.
/// One that has no paths yet stays as it is: so SAM does it.
Json merged(const RestMethod& at, Json definition, const SwaggerDocument& made) {
  if (!truthy(member(definition, "paths"))) return definition;
  Json& paths = definition["paths"];
  const Json* own = nullptr;
  try {
    own = &at_path(paths, {at.path, at.method});
  } catch (const DeepPathError& error) {
    throw ResourceError{at.api_id, "Property 'DefinitionBody' is invalid: " + error.message};
  }
  Json method = truthy(*own) ? *own : Json::object();
  expect_map(method, at.api_id, "DefinitionBody.paths." + at.path + "." + at.method);
  const Json generated = made.method_definition(at.path, at.method);
  for (const auto& [name, value] : generated.items()) method[name] = value;
  paths[at.path][at.method] = std::move(method);
  return definition;
}

void add_integration(FunctionEvent& event, const RestMethod& at, Json& api) {
  Json& definition = api["DefinitionBody"];
  if (definition.is_null()) return;
  const bool merging = truthy(member(api, "MergeDefinitions"));
  SwaggerDocument document(merging ? SwaggerDocument::skeleton() : definition);
  if (document.has_integration(at.path, at.method)) {
    event.refuse("API method \"" + at.method + "\" defined multiple times for path \"" + at.path + "\".");
  }
  const Json& auth = event["Auth"];
  const Json& api_auth = member(api, "Auth");
  if (truthy(auth)) expect_event_map(auth, event.id, "Auth");
  if (truthy(api_auth)) expect_map(api_auth, at.api_id, "Auth");
  const Json& mode = event["ResponseTransferMode"];
  const std::string& partition = event.context.settings.partition;
  document.add_lambda_integration(at.path, at.method,
                                  invocation_uri(event.target, partition, mode == "RESPONSE_STREAM"), auth,
                                  api_auth, event.condition(), mode, partition);
  if (truthy(auth)) add_event_auth(event.context, document, at, auth, api);
  if (truthy(event["TimeoutInMillis"])) document.set_timeout(at.path, at.method, event["TimeoutInMillis"]);
  add_request_model(event, at, document, api);
  add_request_parameters(event, at, document);
  definition = merging ? merged(at, std::move(definition), document) : document.take();
}

Resources transform_api(FunctionEvent& event) {
  const ReferredApi api = referred_api(event.context, event.id, event["RestApiId"]);
  const RestMethod at{event.id, api.id, text_of(event["Path"]), wire::lower_case(text_of(event["Method"])),
                      api.stage_suffix};
  Resources made;
  made.push_back(api_permission(event, at, api.stage_suffix));
  Json& properties = *api.properties;
  if (truthy(member(properties, "__MANAGE_SWAGGER")) || truthy(member(properties, "MergeDefinitions"))) {
    add_integration(event, at, properties);
  }
  const Json& auth = event["Auth"];
  Json& definition = properties["DefinitionBody"];
  if (!truthy(definition) || !truthy(member(auth, "OverrideApiAuth"))) return made;
  if (!truthy(member(auth, "Authorizer")) && !truthy(member(auth, "ApiKeyRequired")) &&
      !truthy(member(auth, "ResourcePolicy"))) {
    event.refuse(
        "Must define one of: Authorizer, ApiKeyRequired or ResourcePolicy when using the OverrideApiAuth "
        "property.");
  }
  SwaggerDocument document(definition);
  add_event_auth(event.context, document, at, auth, properties);
  definition = document.take();
  return made;
}

}  // namespace

const EventKind api_event{"Api", api_rules, check_api, transform_api};

}  // namespace cloche::deploy::sam
