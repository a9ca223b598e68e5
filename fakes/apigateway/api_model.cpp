#include "fakes/apigateway/api_model.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "fakes/apigateway/errors.h"

namespace cloche::apigateway {

void check_model_name(const std::string& name) {
  const bool good =
      !name.empty() && std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) != 0; });
  if (!good) throw bad_request("Model name must be alphanumeric: " + name);
}

void check_model_schema(const Json& document) {
  const std::string schema = document.value("schema", "");
  if (schema.empty() || document.at("contentType") != "application/json") return;
  try {
    parse_json(schema);
  } catch (const JsonSyntaxError& error) {
    throw bad_request("Invalid model schema specified. " +
                      error.message);  // assumed: what follows the first sentence
  }
}

}  // namespace cloche::apigateway
