#include "emulator/gateway/refusal.h"

#include <charconv>

#include "emulator/gateway/mapping.h"
#include "fakes/wire/json_writer.h"

namespace cloche::gateway {

namespace {

using apigateway::ServedGatewayResponse;

const ServedGatewayResponse* own_response(const Refusal& refusal, const apigateway::ServedStage* stage) {
  if (stage == nullptr || refusal.type.empty() || stage->gateway_responses.empty()) return nullptr;
  const auto& responses = stage->gateway_responses;
  if (const auto found = responses.find(std::string(refusal.type)); found != responses.end())
    return &found->second;
  const auto found = responses.find(refusal.status >= 500 ? "DEFAULT_5XX" : "DEFAULT_4XX");
  return found != responses.end() ? &found->second : nullptr;
}

int status_of(const ServedGatewayResponse& own, int otherwise) {
  int status = otherwise;
  std::from_chars(own.status_code.data(), own.status_code.data() + own.status_code.size(), status);
  return status;
}

// What a template may name of the error, beside what every mapping may.
Variables error_variables(const Refusal& refusal, const RequestContext& context,
                          const apigateway::ServedStage& stage) {
  Variables variables = variables_of(context, stage);
  std::string quoted;
  wire::append_json_string(quoted, refusal.message);
  variables["context.error.message"] = refusal.message;
  variables["context.error.messageString"] = quoted;
  variables["context.error.responseType"] = refusal.type;
  return variables;
}

void apply(const ServedGatewayResponse& own, const Refusal& refusal, const RequestContext& context,
           const apigateway::ServedStage& stage, net::Response& response) {
  const Variables variables = error_variables(refusal, context, stage);
  response.status = status_of(own, refusal.status);
  if (const std::string* text = preferred_template(own.templates)) {
    response.body = with_variables(*text, variables);
    response.headers.set("Content-Type", preferred_type(own.templates));
  }
  for (const auto& [name, expression] : own.headers) {
    if (const auto value = mapped(expression, context, variables)) response.headers.set(name, *value);
  }
}

}  // namespace

void add_own_headers(wire::Headers& headers, const RequestContext& context) {
  headers.add("x-amzn-RequestId", std::string(context.request_id));
  headers.set("x-amz-apigw-id", context.extended_id());
  headers.set("X-Amzn-Trace-Id", "Root=" + std::string(context.trace_id));
}

net::Response refusal_response(const Refusal& refusal, const RequestContext& context,
                               const apigateway::ServedStage* stage) {
  net::Response response;
  response.status = refusal.status;
  response.headers.add("Content-Type", "application/json");
  response.body = refusal.body;
  if (const auto* own = own_response(refusal, stage)) apply(*own, refusal, context, *stage, response);
  response.headers.add("x-amzn-ErrorType", std::string(refusal.error));
  add_own_headers(response.headers, context);
  return response;
}

}  // namespace cloche::gateway
