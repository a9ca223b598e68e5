#include "emulator/deploy/stack_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "emulator/deploy/deletion.h"
#include "emulator/deploy/failed_deployment.h"
#include "emulator/deploy/properties.h"
#include "emulator/deploy/request_token.h"
#include "fakes/core/system_tags.h"

namespace cloche::deploy {

namespace {

using cloudformation::Stack;
using cloudformation::Store;

/// What of a request does nothing, though some of it is kept with the stack.
constexpr std::array settings_not_applied{
    std::pair{"RoleARN", "the account's root deploys"},
    std::pair{"NotificationARNs", "nothing is sent to them"},
    std::pair{"RollbackConfiguration", "no alarm is watched"},
    std::pair{"StackPolicyBody", "every resource may be updated"},
    std::pair{"StackPolicyURL", "every resource may be updated"},
    std::pair{"StackPolicyDuringUpdateBody", "every resource may be updated"},
    std::pair{"ResourceTypes", "every type may be deployed"},
    std::pair{"StackPolicyDuringUpdateURL", "every resource may be updated"},
    std::pair{"TimeoutInMinutes", "a deployment takes no time"},
    std::pair{"ImportExistingResources", "what is there already is not imported"},
    std::pair{"IncludeNestedStacks", "there are no nested stacks"},
    std::pair{"DeploymentMode", "no drift is looked for"},
};

bool is_named(const Json& definition) {
  const Json& properties = property_or_null(definition, "Properties");
  if (!properties.is_object()) return false;
  constexpr std::array names{"RoleName", "UserName", "GroupName", "ManagedPolicyName", "InstanceProfileName"};
  return std::ranges::any_of(names, [&](const char* name) { return properties.contains(name); });
}

bool holds(const Json& given, std::string_view capability) {
  return given.is_array() && std::ranges::find(given, capability) != given.end();
}

ApiError insufficient(std::string_view capability) {
  return {"InsufficientCapabilitiesException", fmt::format("Requires capabilities : [{}]", capability), 400};
}

}  // namespace

ApiError validation_error(std::string message) { return {"ValidationError", std::move(message), 400}; }

ApiError in_words(const TemplateError& error) { return validation_error(error.message()); }

std::string transform_failure(const TemplateError& error) {
  return "Transform AWS::Serverless-2016-10-31 failed with: " + error.message();
}

std::string template_body(const Json& request, const Stack* previous) {
  const bool uses_previous = request.value("UsePreviousTemplate", false);
  const bool has_body = request.contains("TemplateBody");
  const bool has_url = request.contains("TemplateURL");
  if (uses_previous && !has_body && !has_url && previous != nullptr) return previous->template_text;
  if (has_url) throw not_emulated("TemplateURL");
  if (!has_body) throw validation_error("Either Template URL or Template Body must be specified.");
  return request["TemplateBody"];
}

std::map<std::string, std::string> given_parameters(const Json& request, const Stack* previous) {
  std::map<std::string, std::string> parameters;
  const auto earlier = previous != nullptr ? previous_parameters(*previous) : parameters;
  for (const Json& parameter : list_property(request, "Parameters")) {
    const std::string name = parameter.value("ParameterKey", "");
    const auto invalid = [&](std::string_view why) {
      return validation_error(fmt::format("Invalid input for parameter key {}. {}", name, why));
    };
    const bool uses_previous = parameter.value("UsePreviousValue", false);
    if (!uses_previous && !parameter.contains("ParameterValue"))
      throw invalid("Need to specify either usePreviousValue as true or a value for the parameter");
    if (uses_previous && !parameter.value("ParameterValue", "").empty())
      throw invalid("Cannot specify usePreviousValue as true and non empty value for a parameter");
    if (!uses_previous) {
      parameters[name] = parameter["ParameterValue"];
    } else if (const auto found = earlier.find(name); found != earlier.end()) {
      parameters[name] = found->second;
    } else if (previous != nullptr && previous->status == "REVIEW_IN_PROGRESS") {
      continue;  // assumed: the default
    } else {
      throw invalid(
          "Cannot specify usePreviousValue as true for a parameter key not in the previous template");
    }
  }
  return parameters;
}

void check_stack_tags(const Json& request) {
  std::set<std::string> keys;
  for (const Json& tag : list_property(request, "Tags")) {
    const std::string key = tag.at("Key");
    if (is_system_tag(key)) throw validation_error(system_tag_refusal);
    // Assumed: the words.
    if (!keys.insert(key).second) throw validation_error(fmt::format("Duplicate tag keys: [{}]", key));
  }
}

void report_not_applied(const Destination& destination, std::string_view operation, const Json& request) {
  for (const auto& [name, why] : settings_not_applied) {
    const Json& given = property_or_null(request, name);
    if (given.is_null() || given.empty() || given == false) continue;
    destination.unsupported.report("cloudformation", operation,
                                   fmt::format("{} is not applied: {}", name, why));
  }
}

// What a failure left as it was is updated with DisableRollback only.
void check_updatable(const Stack& stack, const Json& request) {
  constexpr std::array updatable{"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"};
  if (std::ranges::find(updatable, stack.status) != updatable.end()) return;
  if (stack.status == "CREATE_FAILED" || stack.status == "UPDATE_FAILED") {
    if (request.value("DisableRollback", false)) return;
    throw validation_error(fmt::format(
        "This stack is currently in a non-terminal [{}] state. To update the stack from this state, please "
        "use the disable-rollback parameter with update-stack API. To rollback to the last known good state, "
        "use the rollback-stack API",
        stack.status));
  }
  throw validation_error(
      fmt::format("Stack:{} is in {} state and can not be updated.", stack.id, stack.status));
}

void take_stack_settings(const Json& request, Stack& stack) {
  check_stack_tags(request);
  for (const char* member : {"Capabilities", "RoleARN", "NotificationARNs", "TimeoutInMinutes", "Tags",
                             "EnableTerminationProtection", "DisableRollback"}) {
    if (request.contains(member)) stack.document[member] = request[member];
  }
}

std::string wanted_capability(const Json& resources) {
  constexpr std::array iam_types{
      "AWS::IAM::AccessKey",     "AWS::IAM::Group",  "AWS::IAM::InstanceProfile",
      "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::Role",
      "AWS::IAM::RolePolicy",    "AWS::IAM::User",   "AWS::IAM::UserToGroupAddition"};
  std::string wanted;
  for (const auto& [logical_id, definition] : resources.items()) {
    if (!definition.is_object()) continue;
    const Json& type = property_or_null(definition, "Type");
    if (std::ranges::find(iam_types, type) == iam_types.end()) continue;
    if (is_named(definition)) return "CAPABILITY_NAMED_IAM";
    wanted = "CAPABILITY_IAM";
  }
  return wanted;
}

void check_capabilities(const Evaluation& evaluation, const Json& given, bool has_transform) {
  if (has_transform && !holds(given, "CAPABILITY_AUTO_EXPAND")) throw insufficient("CAPABILITY_AUTO_EXPAND");
  const std::string wanted = wanted_capability(property_or_null(evaluation.source().document(), "Resources"));
  if (wanted.empty() || holds(given, "CAPABILITY_NAMED_IAM")) return;
  if (wanted == "CAPABILITY_NAMED_IAM" || !holds(given, "CAPABILITY_IAM")) throw insufficient(wanted);
}

std::optional<std::string> carry_out(const Destination& destination, const Order& order, Stack stack,
                                     const Template& source,
                                     const std::map<std::string, std::string>& parameters) {
  Account& account = destination.account;
  Store store(account);
  StackEvents events;
  Deletion leaving;
  remember_token(stack, order.operation, order.request);
  std::string reason;
  try {
    delete_what_can_be(account, leaving, [&] {
      events = StackEvents(token_of(order.request));
      if (stack.number == 0) store.add_stack(stack);
      const Deployed deployed = change_stack(destination, stack, source, parameters, events, &leaving);
      if (!deployed.changed) throw validation_error("No updates are to be performed.");
      events.save(store, deployed.stack);
    });
    return std::nullopt;
  } catch (const TemplateError& error) {
    reason = error.message();
  }
  settle_failure(destination, order, std::move(stack), source, parameters, events, reason);
  return reason;
}

}  // namespace cloche::deploy
