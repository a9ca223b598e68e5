#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/function.h"
#include "emulator/deploy/sam/other_resources.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule application_rules[] = {{"Location", a_string_or_map, Given::required},
                                              {"TemplateUrl", a_string},
                                              {"Parameters", a_map},
                                              {"NotificationARNs", strings_or_maps},
                                              {"Tags", a_map},
                                              {"TimeoutInMinutes", an_integer}};

/// An application of the Serverless Application Repository, by id and version: where its template lies only
/// the repository knows.
[[noreturn]] void refuse_repository(const Context& context, const std::string& logical_id, Json location) {
  for (const char* name : {"ApplicationId", "SemanticVersion"}) {
    if (!location.contains(name)) {
      throw ResourceError{logical_id,
                          std::string("Resource is missing the required [") + name + "] property."};
    }
    location[name] = context.parameters.resolve(location[name]);
    location[name] = find_in_maps(location[name], context.mappings);
  }
  expect_given(location["ApplicationId"], logical_id, "ApplicationId");
  const auto check = [&](const char* name) {
    if (!location[name].is_object()) return;
    throw ResourceError{
        logical_id, std::string("Property '") + name +
                        "' cannot be resolved. Only FindInMap and Ref intrinsic functions are supported."};
  };
  check("ApplicationId");
  if (!truthy(location["SemanticVersion"])) {
    throw ResourceError{logical_id, "Property 'SemanticVersion' cannot be blank."};
  }
  check("SemanticVersion");
  if (text_of(location["ApplicationId"]).find("{{resolve:ssm:") != std::string::npos) {
    throw ResourceError{
        logical_id,
        "Serverless Application Repostiory does not support dynamic reference in 'ApplicationId' property."};
  }
  // There is no repository here: as on AWS for an application that is not there, or not shared.
  throw ResourceError{logical_id, "Cannot access application: " + shown(location["ApplicationId"]) + "."};
}

}  // namespace

Resources transform_application(Context& context, const std::string& logical_id, Json& definition) {
  const Json& given = member(member(definition, "Properties"), "Location");
  if (given.is_null() && !member(definition, "Properties").contains("Location")) {
    throw ResourceError{logical_id, "Resource is missing the required [Location] property."};
  }
  const Declared application =
      declare(logical_id, definition, "AWS::Serverless::Application", application_rules);
  const Json& location = application["Location"];
  if (location.is_object()) refuse_repository(context, logical_id, location);
  Resource stack = make_resource(logical_id, "AWS::CloudFormation::Stack", application.passed_on(),
                                 application.depends_on);
  for (const char* name : {"Parameters", "NotificationARNs", "TimeoutInMinutes"})
    stack[name] = application[name];
  stack["Tags"] = function_tags(logical_id, application["Tags"]);
  stack["TemplateURL"] = location;
  return {std::move(stack)};
}

}  // namespace cloche::deploy::sam
