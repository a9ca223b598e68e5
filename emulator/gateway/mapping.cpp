#include "emulator/gateway/mapping.h"

#include <algorithm>

namespace cloche::gateway {

namespace {

constexpr const char* json_type = "application/json";

bool is_part_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
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
                      {"context.stage", stage.stage}};
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
  constexpr std::string_view header = "method.request.header.";
  if (expression.starts_with(header)) {
    const std::string* value = context.request.headers.find(expression.substr(header.size()));
    return value != nullptr ? std::optional(*value) : std::nullopt;
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
