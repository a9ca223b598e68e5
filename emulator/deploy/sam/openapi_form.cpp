#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/swagger_document.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

void move_into_components(Json& definition, const char* from, const char* to) {
  if (!truthy(member(definition, from))) return;
  Json& components = definition["components"];
  if (!truthy(components)) components = Json::object();
  components[to] = definition[from];
  definition.erase(from);
}

/// The preflight method has neither consumes nor produces, and its headers have a schema.
void convert_preflight(Json& options, const std::string& path) {
  require_object(options, "Value of options method for path " + path +
                              " must be a dictionary according to Swagger spec.");
  options.erase("produces");
  options.erase("consumes");
  if (!options.contains("responses")) return;
  try {
    if (!truthy(at_path(options["responses"], {"200", "headers"}))) return;
  } catch (const DeepPathError& error) {
    refuse_document("Invalid responses in options method for path " + path + ": " + error.message + ".");
  }
  Json& headers = options["responses"]["200"]["headers"];
  require_object(headers, "Value of response's headers in options method for path " + path +
                              " must be a dictionary according to Swagger spec.");
  for (Json& header : headers) header = {{"schema", header}};
}

}  // namespace

Json openapi_3_form(Json definition, const Json& given) {
  if (!member(definition, "swagger").is_null()) return definition;
  const Json& own = member(definition, "openapi");
  const Json version = !own.is_null() && given.is_null() ? own : given;
  if (!truthy(version) || !is_openapi_3(version)) return definition;
  move_into_components(definition, "securityDefinitions", "securitySchemes");
  move_into_components(definition, "definitions", "schemas");
  const auto paths = definition.find("paths");
  if (paths == definition.end() || !truthy(*paths)) return definition;
  require_object(*paths, "Value of paths must be a dictionary according to Swagger spec.");
  for (auto& [path, item] : paths->items()) {
    require_path_object(item, path);
    if (truthy(member(item, "options"))) convert_preflight(item["options"], path);
  }
  return definition;
}

}  // namespace cloche::deploy::sam
