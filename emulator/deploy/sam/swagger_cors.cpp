// What answers the preflight requests of browsers: an OPTIONS method with a mock integration.
#include <set>

#include "emulator/deploy/sam/swagger_document.h"
#include "emulator/deploy/sam/values.h"
#include "fakes/wire/http_message.h"

namespace cloche::deploy::sam {

namespace {

std::string allowed_methods(const Json& path_item) {
  std::set<std::string> methods = {"OPTIONS"};
  if (path_item.contains(any_method)) {
    methods = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"};
  } else {
    for (const auto& [name, definition] : path_item.items()) methods.insert(wire::upper_case(name));
  }
  std::string list;
  for (const std::string& method : methods) list += (list.empty() ? "" : ",") + method;
  return "'" + list + "'";
}

Json preflight(const Cors& cors) {
  Json parameters = Json::object();
  Json headers = Json::object();
  const auto add = [&](const char* header, const Json& value, const char* type) {
    parameters[std::string("method.response.header.Access-Control-") + header] = value;
    headers[std::string("Access-Control-") + header] = {{"type", type}};
  };
  add("Allow-Origin", cors.allow_origin, "string");
  if (truthy(cors.allow_headers)) add("Allow-Headers", cors.allow_headers, "string");
  if (truthy(cors.allow_methods)) add("Allow-Methods", cors.allow_methods, "string");
  if (!cors.max_age.is_null()) add("Max-Age", cors.max_age, "integer");
  if (cors.allow_credentials == true) add("Allow-Credentials", "'true'", "string");
  return {
      {"summary", "CORS support"},
      {"consumes", Json::array({"application/json"})},
      {"produces", Json::array({"application/json"})},
      {integration_key,
       {{"type", "mock"},
        {"requestTemplates", {{"application/json", "{\n  \"statusCode\" : 200\n}\n"}}},
        {"responses",
         {{"default",
           {{"statusCode", "200"},
            {"responseParameters", parameters},
            {"responseTemplates", {{"application/json", "{}\n"}}}}}}}}},
      {"responses", {{"200", {{"description", "Default response for CORS method"}, {"headers", headers}}}}}};
}

}  // namespace

void SwaggerDocument::add_cors(const std::string& path, const Cors& given) {
  Cors cors = given;
  for_path(path, [&](Json& item) {
    if (item.contains("options")) return;
    if (!truthy(cors.allow_methods)) cors.allow_methods = allowed_methods(item);
    item["options"] = preflight(cors);
  });
}

}  // namespace cloche::deploy::sam
