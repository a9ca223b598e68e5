#include "fakes/apigateway/import.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "fakes/apigateway/api_model.h"
#include "fakes/apigateway/errors.h"
#include "fakes/apigateway/gateway_response.h"
#include "fakes/apigateway/integration.h"
#include "fakes/apigateway/method.h"
#include "fakes/apigateway/resource_tree.h"
#include "fakes/wire/validate.h"

namespace cloche::apigateway {

namespace {

class Import {
 public:
  Import(wire::Call& call, Store& store, const RestApi& api) : call_(call), store_(store), api_(api) {}

  void clear();
  void models(const std::vector<ImportedModel>& models);
  void gateway_responses(const Json& responses);
  void path(const ImportedPath& path);
  /// Takes away the resources that nothing needs any more.
  void sweep();

  std::vector<std::string> errors;
  std::vector<std::string> warnings;

 private:
  // Does `work`, and keeps what goes wrong as an error of the import.
  template <class Work>
  bool attempt(const std::string& what, Work&& work) {
    try {
      work();
      return true;
    } catch (const ApiError& error) {
      errors.push_back(fmt::format("{}: {}", what, error.message));
      return false;
    }
  }
  void method(Resource& resource, const ImportedMethod& method);
  // Against what an operation answers of it: a definition does not pass the model's check.
  void check(const char* operation, const Json& document) const;

  wire::Call& call_;
  Store& store_;
  const RestApi& api_;
  std::set<std::string> paths_;
};

void Import::clear() {
  for (Resource resource : store_.resources(api_.id)) {
    resource.methods = Json::object();
    store_.save_resource(api_.id, resource);
  }
  for (const Named& model : store_.models(api_.id)) {
    if (model.name != "Empty" && model.name != "Error") store_.remove_model(api_.id, model.name);
  }
  for (const Named& response : store_.gateway_responses(api_.id))
    store_.remove_gateway_response(api_.id, response.name);
}

void Import::check(const char* operation, const Json& document) const {
  wire::validate(call_.service, wire::model::output_of(*call_.service.operation(operation)), document);
}

void Import::models(const std::vector<ImportedModel>& models) {
  for (const ImportedModel& model : models) {
    if (!attempt(fmt::format("Unable to create model '{}'", model.name),
                 [&] { check_model_name(model.name); }))
      continue;
    const auto existing = store_.find_model(api_.id, model.name);
    Json document =
        existing ? existing->document : Json{{"id", store_.account().ids().lower_alphanumeric(6)}};
    document["contentType"] = "application/json";
    document["schema"] = model.schema;
    if (!model.description.empty()) document["description"] = model.description;
    store_.save_model(api_.id, {model.name, document});
  }
}

void Import::gateway_responses(const Json& responses) {
  for (const auto& [type, document] : responses.items()) {
    const auto types = gateway_response_types();
    if (std::ranges::find(types, type, &GatewayResponseType::name) == types.end()) {
      errors.push_back(
          fmt::format("Invalid gateway response type specified: {}", type));  // assumed: the words
    } else {
      attempt(fmt::format("Unable to put gateway response '{}'", type),
              [&, &type = type, &document = document] {
                check("GetGatewayResponse", document);
                check_gateway_response(document);
                store_.save_gateway_response(api_.id, {type, document});
              });
    }
  }
}

void Import::path(const ImportedPath& imported) {
  paths_.insert(imported.path);
  Resource resource;
  const bool made = attempt(fmt::format("Unable to create resource at path '{}'", imported.path),
                            [&] { resource = resource_at(store_, api_, imported.path); });
  if (!made) return;
  for (const ImportedMethod& each : imported.methods) method(resource, each);
  store_.save_resource(api_.id, resource);
}

void Import::method(Resource& resource, const ImportedMethod& imported) {
  Json document = imported.document;
  const std::string where = fmt::format("'{}' on resource at path '{}'", imported.name, resource.path);
  const std::string of = fmt::format("'{}' for resource at path '{}'", imported.name, resource.path);
  if (!attempt("Unable to put method " + where, [&] {
        check_authorization_type(document);
        check_method(store_, api_.id, document);
      }))
    return;
  for (const Json& response : document.value("methodResponses", Json::object())) {
    attempt("Unable to put method response on " + of, [&] {
      check("GetMethodResponse", response);
      check_method_response(store_, api_.id, response);
    });
  }
  report_method_settings(call_, document);
  if (!imported.integration.is_null()) {
    Json integration = imported.integration;
    const bool good = attempt("Unable to put integration on " + of, [&] {
      check("GetIntegration", integration);
      complete_integration(document, integration, resource.id);
    });
    if (!good) return;
    report_integration_settings(call_, integration);
    for (const Json& response : imported.responses) {
      attempt("Unable to put integration response on " + of, [&] {
        check("GetIntegrationResponse", response);
        check_integration_response(document, response);
      });
      report_integration_response(call_, response);
      integration["integrationResponses"][response.at("statusCode").get<std::string>()] = response;
    }
    document["methodIntegration"] = std::move(integration);
  }
  resource.methods[imported.name] = std::move(document);
}

void Import::sweep() {
  std::vector<Resource> all = store_.resources(api_.id);
  std::ranges::reverse(all);  // children first
  for (const Resource& resource : all) {
    const bool needed = resource.is_root() || !resource.methods.empty() || paths_.contains(resource.path) ||
                        !store_.children(api_.id, resource.id).empty();
    if (!needed) store_.remove_resource(api_.id, resource.id);
  }
}

}  // namespace

std::vector<std::string> import_into(wire::Call& call, Store& store, const RestApi& api,
                                     const ImportedApi& imported, bool merge, bool fail_on_warnings) {
  Import import(call, store, api);
  import.warnings = imported.warnings;
  if (!merge) import.clear();
  import.models(imported.models);
  import.gateway_responses(imported.gateway_responses);
  for (const ImportedPath& path : imported.paths) import.path(path);
  if (!merge) import.sweep();
  if (!import.errors.empty())
    throw bad_request(fmt::format("Errors found during import:\n\t{}", fmt::join(import.errors, "\n\t")));
  if (fail_on_warnings && !import.warnings.empty())
    throw bad_request(fmt::format("Warnings found during import:\n\t{}", fmt::join(import.warnings, "\n\t")));
  for (const std::string& what : imported.not_applied) call.report_unsupported(what);
  return import.warnings;
}

}  // namespace cloche::apigateway
