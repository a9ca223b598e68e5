#pragma once
// Integrations of methods, and how their responses become the method's: defaults, checks, and what of them is
// not served.
#include <string>
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/wire/service.h"

namespace cloche::apigateway {

/// Fills in the defaults of an integration of this resource's method, and checks it.
void complete_integration(const Json& method, Json& integration, std::string_view resource_id);
/// BadRequestException for what API Gateway refuses.
void check_integration(const Json& method, const Json& integration);
/// Says what of it is kept and not served.
void report_integration_settings(wire::Call& call, const Json& integration);

/// Checks an integration's response against the method that it belongs to; NotFoundException where the method
/// has no response of that status.
void check_integration_response(const Json& method, const Json& response);
void report_integration_response(wire::Call& call, const Json& response);

/// Whether a mapping template has anything in it that its language (VTL) would evaluate.
bool is_program(std::string_view mapping_template);

/// The ARN of the function in the URI of an integration
/// ("…:lambda:path/2015-03-31/functions/ARN/invocations");
/// "" where it names none.
std::string_view function_in(std::string_view uri);

}  // namespace cloche::apigateway
