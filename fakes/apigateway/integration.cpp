#include "fakes/apigateway/integration.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/apigateway/errors.h"
#include "fakes/apigateway/method.h"
#include "fakes/core/arn.h"
#include "fakes/wire/pattern.h"

namespace cloche::apigateway {

namespace {

// https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
constexpr std::int64_t shortest_timeout = 50;
constexpr std::int64_t longest_timeout = 29000;

constexpr std::array passthrough_behaviors{"WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"};

bool is_aws(std::string_view type) { return type == "AWS" || type == "AWS_PROXY"; }
bool is_http(std::string_view type) { return type == "HTTP" || type == "HTTP_PROXY"; }

void check_aws_uri(const std::string& type, const std::string& uri) {
  const auto arn = Arn::parse(uri);
  if (!arn || arn->service != "apigateway") throw bad_request("Invalid ARN specified in the request");
  const bool is_path = arn->resource.starts_with("path/");
  if (!is_path && !arn->resource.starts_with("action/"))
    throw bad_request("AWS ARN for integration must contain path or action");
  if (type != "AWS_PROXY") return;
  if (arn->account == "lambda" && is_path) {  // where an ARN has the account, this one has the service
    if (function_in(uri).empty()) throw bad_request("Invalid lambda function");
    return;
  }
  if (arn->account == "firehose") return;
  throw bad_request(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream "
      "invocations.");
}

void check_http_uri(const std::string& uri) {
  // A stage variable may stand for all of it.
  if (uri.starts_with("http://") || uri.starts_with("https://") || uri.starts_with("${stageVariables."))
    return;
  throw bad_request("Invalid HTTP endpoint specified for URI");
}

bool is_static(std::string_view expression) {
  return expression.size() >= 2 && expression.starts_with('\'') && expression.ends_with('\'');
}

// Whether the method says that a request has this parameter. All values of one that may be there several
// times are those of the parameter itself (assumed).
bool is_declared(const Json& method, std::string_view parameter) {
  constexpr std::string_view request = "method.request.", several = "multivalue";
  std::string_view name = parameter.substr(request.size());
  if (name.starts_with("body")) return true;
  if (name.starts_with(several)) name.remove_prefix(several.size());
  const auto declared = method.find("requestParameters");
  return declared != method.end() && (declared->contains(std::string(parameter)) ||
                                      declared->contains(std::string(request).append(name)));
}

void check_request_parameters(const Json& method, const Json& integration) {
  const auto parameters = integration.find("requestParameters");
  if (parameters == integration.end()) return;
  for (const auto& [name, value] : parameters->items()) {
    if (!name.starts_with("integration.request.")) throw invalid_mapping_parameter(name);
    const std::string_view expression = value.get_ref<const std::string&>();
    if (expression.starts_with("method.request.")) {
      if (!is_declared(method, expression)) throw invalid_mapping_parameter(expression);
    } else if (!is_static(expression) && !expression.starts_with("context.") &&
               !expression.starts_with("stageVariables.")) {
      throw invalid_mapping(expression);
    }
  }
}

bool has_program(const Json& document, const char* member) {
  const auto templates = document.find(member);
  if (templates == document.end()) return false;
  return std::ranges::any_of(*templates, [](const Json& text) {
    return text.is_string() && is_program(text.get_ref<const std::string&>());
  });
}

}  // namespace

void complete_integration(const Json& method, Json& integration, std::string_view resource_id) {
  integration.emplace("passthroughBehavior", "WHEN_NO_MATCH");
  integration.emplace("timeoutInMillis", longest_timeout);
  integration.emplace("cacheNamespace", resource_id);
  integration.emplace("cacheKeyParameters", Json::array());
  check_integration(method, integration);
}

void check_integration(const Json& method, const Json& integration) {
  const std::string type = integration.at("type");
  const std::string uri = integration.value("uri", "");
  const std::string http_method = integration.value("httpMethod", "");
  if (type != "MOCK" && http_method.empty())
    throw bad_request("Enumeration value for HttpMethod must be non-empty");
  if (!http_method.empty()) check_method_name(http_method);
  if (is_aws(type)) check_aws_uri(type, uri);
  if (is_http(type)) check_http_uri(uri);
  const std::string behavior = integration.at("passthroughBehavior");
  if (std::ranges::find(passthrough_behaviors, behavior) == passthrough_behaviors.end())
    throw bad_request("Invalid passthrough behavior specified: " + behavior);  // assumed: the words
  const std::int64_t timeout = integration.at("timeoutInMillis");
  if (timeout < shortest_timeout || timeout > longest_timeout)
    throw bad_request("Timeout should be between 50 ms and 29000 ms");
  check_request_parameters(method, integration);
}

void report_integration_settings(wire::Call& call, const Json& integration) {
  const std::string type = integration.at("type");
  const bool is_served =
      type == "MOCK" || (type == "AWS_PROXY" && !function_in(integration.value("uri", "")).empty());
  if (!is_served) call.report_unsupported("an integration of type " + type + " is stored and not served");
  if (type == "MOCK" && has_program(integration, "requestTemplates"))
    call.report_unsupported("requestTemplates: a mapping template in VTL is stored and not evaluated");
  if (!integration.value("credentials", "").empty())
    call.report_unsupported("credentials: the integration is called whatever the role may do");
  if (const auto keys = integration.find("cacheKeyParameters"); keys != integration.end() && !keys->empty())
    call.report_unsupported("cacheKeyParameters are stored, and nothing is cached");
  if (integration.value("connectionType", "INTERNET") != "INTERNET")
    call.report_unsupported("connectionType VPC_LINK is stored and not applied");
}

void check_integration_response(const Json& method, const Json& response) {
  const auto responses = method.find("methodResponses");
  const std::string status = response.at("statusCode");
  if (responses == method.end() || !responses->contains(status)) throw response_not_found();
  const std::string pattern = response.value("selectionPattern", "");
  if (const std::string_view why = wire::pattern_error(pattern); !why.empty())  // assumed: the words
    throw bad_request(fmt::format("Invalid selection pattern specified: {}: {}", pattern, why));
  const auto parameters = response.find("responseParameters");
  if (parameters == response.end()) return;
  const Json& declared = responses->at(status);
  for (const auto& [name, value] : parameters->items()) {
    const auto known = declared.find("responseParameters");
    if (known == declared.end() || !known->contains(name)) throw invalid_mapping_parameter(name);
    const std::string_view expression = value.get_ref<const std::string&>();
    const bool is_reference = expression.starts_with("integration.response.") ||
                              expression.starts_with("context.") || expression.starts_with("stageVariables.");
    if (!is_static(expression) && !is_reference) throw invalid_mapping(expression);
  }
}

void report_integration_response(wire::Call& call, const Json& response) {
  if (has_program(response, "responseTemplates"))
    call.report_unsupported("responseTemplates: a mapping template in VTL is stored and not evaluated");
  const auto parameters = response.find("responseParameters");
  if (parameters == response.end()) return;
  for (const auto& [name, value] : parameters->items()) {
    const std::string_view expression = value.get_ref<const std::string&>();
    if (!expression.starts_with('\'') && !expression.starts_with("stageVariables."))
      call.report_unsupported(fmt::format("responseParameters: {} is stored and not evaluated", expression));
  }
}

// $name, ${name}, $!name; #if, #set, #{else}; comments.
bool is_program(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const char next = text[i + 1];
    if (text[i] == '$' && (is_letter(next) || next == '{' || next == '!')) return true;
    if (text[i] == '#' && (is_letter(next) || next == '{' || next == '#' || next == '*')) return true;
  }
  return false;
}

std::string_view function_in(std::string_view uri) {
  constexpr std::string_view start = "/functions/";
  constexpr std::string_view end = "/invocations";
  const std::size_t at = uri.find(":lambda:path/");
  const std::size_t functions = uri.find(start, at);
  if (at == std::string_view::npos || functions == std::string_view::npos || !uri.ends_with(end)) return {};
  const std::size_t from = functions + start.size();
  const std::size_t to = uri.size() - end.size();
  return from < to ? uri.substr(from, to - from) : std::string_view();
}

}  // namespace cloche::apigateway
