#include "emulator/gateway/mock_integration.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "emulator/gateway/mapping.h"
#include "emulator/gateway/media_type.h"
#include "fakes/apigateway/integration.h"
#include "fakes/core/json.h"
#include "fakes/wire/pattern.h"

namespace cloche::gateway {

namespace {

using apigateway::ServedIntegration;
using apigateway::ServedIntegrationResponse;
using apigateway::Texts;

// The template by the request's content type, which is JSON if it does not say; nullptr where there is none.
const std::string* request_template(const Texts& templates, const wire::HttpRequest& request) {
  const std::string_view type = first_media_type(request.headers.get("content-type"));
  const auto found = templates.find(type.empty() ? "application/json" : std::string(type));
  return found != templates.end() ? &found->second : nullptr;
}

// Whether a request that no template is for is handed on as it is, or refused with 415.
bool passes(const ServedIntegration& integration) {
  if (integration.passthrough_behavior == "NEVER") return false;
  return integration.passthrough_behavior != "WHEN_NO_TEMPLATES" || integration.request_templates.empty();
}

// Of {"statusCode": 200}, which mock templates write with or without quotes.
std::optional<std::string> status_in(const std::string& text) {
  try {
    const Json document = parse_json(text);
    const auto status = document.is_object() ? document.find("statusCode") : document.end();
    if (status == document.end()) return std::nullopt;
    if (status->is_number_integer()) return std::to_string(status->get<std::int64_t>());
    if (status->is_string()) return status->get<std::string>();
  } catch (const JsonSyntaxError&) {
  }
  return std::nullopt;
}

const ServedIntegrationResponse* chosen(const ServedIntegration& integration, const std::string& status) {
  const ServedIntegrationResponse* otherwise = nullptr;
  for (const ServedIntegrationResponse& response : integration.responses) {
    if (response.selection_pattern.empty()) {
      otherwise = &response;
    } else if (wire::matches_own(response.selection_pattern, status).value_or(false)) {
      return &response;
    }
  }
  return otherwise;
}

// The template that answers in what the client accepts, if there is one.
Texts::const_iterator response_template(const Texts& templates, const wire::HttpRequest& request) {
  const auto accepted = templates.find(std::string(first_media_type(request.headers.get("accept"))));
  if (accepted != templates.end()) return accepted;
  const auto json = templates.find("application/json");
  return json != templates.end() ? json : templates.begin();
}

}  // namespace

std::variant<net::Response, Refusal, NotServed> mock_response(const RequestContext& context,
                                                              const apigateway::ServedStage& stage,
                                                              const ServedIntegration& integration) {
  const std::string* text = request_template(integration.request_templates, context.request);
  if (text == nullptr && !passes(integration)) return refusals::unsupported_media_type;
  if (text != nullptr && apigateway::is_program(*text)) return NotServed{"A mapping template in VTL"};
  const auto status = status_in(text != nullptr ? *text : context.request.body);
  const ServedIntegrationResponse* found = status ? chosen(integration, *status) : nullptr;
  if (found == nullptr) return refusals::configuration;

  net::Response response;
  std::from_chars(found->status_code.data(), found->status_code.data() + found->status_code.size(),
                  response.status);
  std::string type = "application/json";
  if (!found->templates.empty()) {
    const auto answer = response_template(found->templates, context.request);
    if (apigateway::is_program(answer->second)) return NotServed{"A mapping template in VTL"};
    type = answer->first;
    response.body = answer->second;
  }
  response.headers.add("Content-Type", std::move(type));
  const Variables variables = found->headers.empty() ? Variables() : variables_of(context, stage);
  for (const auto& [name, expression] : found->headers) {
    if (const auto value = mapped(expression, context, variables)) response.headers.set(name, *value);
  }
  add_own_headers(response.headers, context);
  return response;
}

}  // namespace cloche::gateway
