// ImportRestApi and PutRestApi: an API from an OpenAPI definition.
#include <nlohmann/json.hpp>

#include "fakes/apigateway/errors.h"
#include "fakes/apigateway/import.h"
#include "fakes/apigateway/operations/operations.h"
#include "fakes/apigateway/rest_api.h"

namespace cloche::apigateway {

namespace {

std::string parameter(const Structure& request, const std::string& name) {
  const Json* parameters = request.find_json("parameters");
  return parameters != nullptr ? parameters->value(name, std::string()) : std::string();
}

ImportedApi read_body(const Structure& request) {
  const std::string mode = parameter(request, "basepath");
  if (!mode.empty() && mode != "ignore" && mode != "prepend" && mode != "split")
    throw bad_request("Invalid base path mode specified: " + mode);  // assumed: the words
  return read_openapi(request.blob("body"), mode);
}

Json with_warnings(const RestApi& api, const std::vector<std::string>& warnings) {
  Json document = api_document(api);
  if (!warnings.empty()) document["warnings"] = warnings;
  return document;
}

}  // namespace

Answer import_rest_api(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const ImportedApi imported = read_body(request);
  Json settings = imported.settings;
  if (const std::string type = parameter(request, "endpointConfigurationTypes"); !type.empty())
    settings["endpointConfiguration"]["types"] = Json::array({type});
  complete_api(settings);
  report_api_settings(call, settings);
  const RestApi api = add_api(store, std::move(settings));
  const auto warnings =
      import_into(call, store, api, imported, false, request.boolean_or("failOnWarnings", false));
  return with_warnings(api, warnings);
}

Answer put_rest_api(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  RestApi api = existing_api(store, request.string("restApiId"));
  const ImportedApi imported = read_body(request);
  const bool merge = request.string_or("mode", "merge") == "merge";
  if (!merge) {
    for (const char* optional :
         {"description", "version", "binaryMediaTypes", "minimumCompressionSize", "policy"})
      api.document.erase(optional);
  }
  Json settings = imported.settings;
  if (const auto endpoint = settings.find("endpointConfiguration"); endpoint != settings.end())
    endpoint->emplace("types", api.document.at("endpointConfiguration").at("types"));
  api.document.update(settings);
  complete_api(api.document);
  report_api_settings(call, api.document);
  store.save_api(api);
  const auto warnings =
      import_into(call, store, api, imported, merge, request.boolean_or("failOnWarnings", false));
  return with_warnings(api, warnings);
}

}  // namespace cloche::apigateway
