#pragma once
// What the operations that deploy have in common in their requests: a template, parameters, tags,
// capabilities.
#include <map>
#include <optional>
#include <string>

#include "emulator/deploy/deployment.h"
#include "fakes/core/api_error.h"
#include "fakes/core/json.h"

namespace cloche::deploy {

ApiError validation_error(std::string message);

/// As CloudFormation answers what is wrong with a template.
ApiError in_words(const TemplateError& error);

/// What SAM refuses, in the words that CloudFormation has for it.
std::string transform_failure(const TemplateError& error);

/// TemplateBody; that of `previous` where UsePreviousTemplate asks for it. Throws ValidationError,
/// NotEmulated.
std::string template_body(const Json& request, const cloudformation::Stack* previous);

/// The values of Parameters; those with UsePreviousValue are of `previous`.
std::map<std::string, std::string> given_parameters(const Json& request,
                                                    const cloudformation::Stack* previous);

/// Throws ValidationError for Tags that a stack may not have.
void check_stack_tags(const Json& request);

/// Reports what a request says that is not applied.
void report_not_applied(const Destination& destination, std::string_view operation, const Json& request);

/// Throws ValidationError for a stack in whose status it can't be updated by this request.
void check_updatable(const cloudformation::Stack& stack, const Json& request);

/// Takes into the stack's document what a request says of the stack itself.
void take_stack_settings(const Json& request, cloudformation::Stack& stack);

/// Throws InsufficientCapabilitiesException where the template wants more than `given` (a list, or null).
void check_capabilities(const Evaluation& evaluation, const Json& given, bool has_transform);

/// Whether the template's types of IAM want a capability: "" (none), "CAPABILITY_IAM" or
/// "CAPABILITY_NAMED_IAM". `resources` is the template's section.
std::string wanted_capability(const Json& resources);

/// The request that asks for a deployment.
struct Order {
  std::string_view operation;
  const Json& request;
  std::string on_failure = "ROLLBACK";   // or "DO_NOTHING"; of a new stack also "DELETE"
  bool retain_except_on_create = false;  // of a new stack: DeletionPolicy Retain is for later
};

/// Makes the stack what the template asks for; where that fails the stack tells so, and nothing else has
/// changed. `stack` is new (CREATE_IN_PROGRESS) or stands in the store. Answers the error that was.
std::optional<std::string> carry_out(const Destination& destination, const Order& order,
                                     cloudformation::Stack stack, const Template& source,
                                     const std::map<std::string, std::string>& parameters);

}  // namespace cloche::deploy
