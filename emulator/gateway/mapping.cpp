#include "emulator/gateway/mapping.h"

#include <algorithm>

namespace cloche::gateway {

namespace {

constexpr const char* json_type = "application/json";

bool is_part_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

// What would end the header that it is put into.
bool may_be_in_header(std::string_view value) {
  return std::ranges::none_of(value, [](unsigned char c) { return c < ' ' || c == 0x7F; });
}

std::optional<std::string> path_parameter(std::string_view name, const RequestContext& context) {
  if (context.match == nullptr) return std::nullopt;
  for (const auto& [known, value] : context.match->parameters) {
    if (known == name) return std::string(value);
  }
  return std::nullopt;
}

std::optional<std::string> query_parameter(std::string_view name, const RequestContext& context) {
  std::optional<std::string> last;
  for (auto& [known, value] : wire::parse_query(context.request.raw_query())) {
    if (known == name) last = std::move(value);
  }
  return last;
}

std::optional<std::string> request_parameter(std::string_view expression, const RequestContext& context) {
  const std::size_t dot = expression.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view location = expression.substr(0, dot);
  const std::string_view name = expression.substr(dot + 1);
  if (location == "path") return path_parameter(name, context);
  if (location == "querystring") return query_parameter(name, context);
  if (location != "header") return std::nullopt;
  const std::string* value = context.request.headers.find(name);
  return value != nullptr ? std::optional(*value) : std::nullopt;
}

}  // namespace

Variables variables_of(const RequestContext& context, const apigateway::ServedStage& stage) {
  Variables variables{{"context.accountId", stage.account},
                      {"context.apiId", stage.api},
                      {"context.deploymentId", stage.deployment},
                      {"context.domainName", context.domain_name(stage)},
                      {"context.extendedRequestId", context.extended_id()},
                      {"context.httpMethod", context.request.method},
                      {"context.identity.sourceIp", std::string(context.remote_address)},
                      {"context.identity.userAgent", std::string(context.request.headers.get("user-agent"))},
                      {"context.path", "/" + stage.stage + std::string(context.path)},
                      {"context.protocol", "HTTP/1.1"},
                      {"context.requestId", std::string(context.request_id)},
                      {"context.requestTime", request_time(context.time)},
                      {"context.requestTimeEpoch", std::to_string(to_millis(context.time))},
                      {"context.resourceId", ""},
                      {"context.resourcePath", ""},  // assumed: where the path leads to no resource
                      {"context.stage", stage.stage}};
  if (context.match != nullptr) {
    variables["context.resourceId"] = context.match->route->method->resource_id;
    variables["context.resourcePath"] = context.match->route->method->resource_path;
  }
  for (const auto& [name, value] : stage.variables) variables["stageVariables." + name] = value;
  return variables;
}

std::string with_variables(std::string_view text, const Variables& variables) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '$') {
      result += text[i];
      continue;
    }
    std::size_t end = i + 1;
    while (end < text.size() && is_part_of_name(text[end])) ++end;
    while (end > i + 1 && text[end - 1] == '.') --end;
    const auto found = variables.find(text.substr(i + 1, end - i - 1));
    if (found == variables.end()) {
      result += '$';
    } else {
      result += found->second;
      i = end - 1;
    }
  }
  return result;
}

std::optional<std::string> mapped(std::string_view expression, const RequestContext& context,
                                  const Variables& variables) {
  if (expression.size() >= 2 && expression.starts_with('\'') && expression.ends_with('\''))
    return std::string(expression.substr(1, expression.size() - 2));
  constexpr std::string_view request = "method.request.";
  if (expression.starts_with(request)) {
    auto value = request_parameter(expression.substr(request.size()), context);
    return value && may_be_in_header(*value) ? std::move(value) : std::nullopt;
  }
  const auto found = variables.find(expression);
  return found != variables.end() ? std::optional(found->second) : std::nullopt;
}

const std::string* preferred_template(const apigateway::Texts& templates) {
  if (templates.empty()) return nullptr;
  const auto json = templates.find(json_type);
  return json != templates.end() ? &json->second : &templates.begin()->second;
}

std::string preferred_type(const apigateway::Texts& templates) {
  if (templates.empty() || templates.contains(json_type)) return json_type;
  return templates.begin()->first;
}

}  // namespace cloche::gateway
