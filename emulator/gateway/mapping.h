#pragma once
// Mapping expressions and plain templates, as far as they need no program: static values, headers, path and
// query parameters of the request, $context and stage variables.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/gateway/request_context.h"

namespace cloche::gateway {

/// "context.requestId" → its value.
using Variables = std::map<std::string, std::string, std::less<>>;

Variables variables_of(const RequestContext& context, const apigateway::ServedStage& stage);

/// `text` with "$context.…" and "$stageVariables.…" replaced by their values; what is not known stays.
std::string with_variables(std::string_view text, const Variables& variables);

/// The value of "'static'", "context.…", "stageVariables.…", "method.request.header.…", "….path.…" (as it was
/// sent) or "….querystring.…" (of several the last); nullopt where it has none, or one that no header may
/// have.
std::optional<std::string> mapped(std::string_view expression, const RequestContext& context,
                                  const Variables& variables);

/// Of application/json, or else the first; nullptr where there is none.
const std::string* preferred_template(const apigateway::Texts& templates);
/// The content type of that.
std::string preferred_type(const apigateway::Texts& templates);

}  // namespace cloche::gateway
