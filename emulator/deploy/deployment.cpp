#include "emulator/deploy/deployment.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "emulator/deploy/deletion.h"
#include "emulator/deploy/loops.h"
#include "emulator/deploy/packaging.h"
#include "emulator/deploy/properties.h"
#include "emulator/deploy/reports.h"
#include "emulator/deploy/sam/transform.h"
#include "emulator/deploy/stack_change.h"
#include "emulator/deploy/stack_request.h"
#include "emulator/deploy/without_delays.h"
#include "fakes/core/arn.h"

namespace cloche::deploy {

namespace {

using cloudformation::Stack;
using cloudformation::Store;
using Parameters = std::map<std::string, std::string>;

constexpr const char* secrets_member = "Secrets";  // of a stack's document

/// For what is done a second time, and was reported the first time.
struct Unheard : wire::UnsupportedSettings {
  void report(std::string_view, std::string_view, std::string_view) override {}
};

/// Those that do not depend on a stack.
PseudoParameters pseudo_parameters(const Destination& destination) {
  PseudoParameters pseudo;
  pseudo.account_id = destination.account.number();
  pseudo.region = destination.region;
  pseudo.partition = partition_of(destination.region);
  if (pseudo.partition == "aws-cn") pseudo.url_suffix = "amazonaws.com.cn";
  return pseudo;
}

Json tag_list(const std::map<std::string, std::string>& tags) {
  Json list = Json::array();
  for (const auto& [key, value] : tags) list.push_back({{"Key", key}, {"Value", value}});
  return list;
}

/// The values that are used: those that are given, and the earlier ones of those that the template still has.
Parameters merged_parameters(const Template& source, const Parameters& given, const Parameters& earlier) {
  Parameters merged = given;
  const Json& declared = property_or_null(source.document(), "Parameters");
  if (!declared.is_object()) return merged;
  for (const auto& [name, value] : earlier) {
    if (declared.contains(name)) merged.emplace(name, value);
  }
  return merged;
}

/// The values of the parameters with NoEcho.
Json secrets_of(const Evaluation& evaluation) {
  Json secrets = Json::object();
  for (const TemplateParameter& parameter : evaluation.parameters()) {
    if (parameter.no_echo) secrets[parameter.name] = parameter.value;
  }
  return secrets;
}

// DescribeStacks shows parameters, those with NoEcho as stars; what they are is kept beside.
void set_parameters(Stack& stack, const Evaluation& evaluation) {
  Json shown = Json::array();
  Json given = Json::object();
  for (const TemplateParameter& parameter : evaluation.parameters()) {
    if (!parameter.is_default) given[parameter.name] = parameter.value;
    shown.push_back(
        {{"ParameterKey", parameter.name}, {"ParameterValue", parameter.no_echo ? "****" : parameter.value}});
  }
  stack.document["Parameters"] = std::move(shown);
  stack.document[secrets_member] = secrets_of(evaluation);
  stack.document["Given"] = std::move(given);
}

/// A stack that was never deployed, or that failed to be, makes way for a new one.
bool makes_way(const Stack& stack) {
  constexpr std::array statuses{"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED",
                                "REVIEW_IN_PROGRESS"};
  return std::ranges::find(statuses, stack.status) != statuses.end();
}

Stack stack_to_change(Store& store, const Destination& destination, const Deployment& deployment) {
  auto existing = store.find_stack(destination.region, deployment.stack);
  if (existing && makes_way(*existing)) {
    StackEvents events;
    delete_resources(destination, *existing, events, {});
    store.remove_stack(*existing);
    existing.reset();
  }
  if (existing) {
    if (existing->status.ends_with("_IN_PROGRESS")) {
      throw validation_error(
          fmt::format("Stack:{} is in {} state and can not be updated.", existing->id, existing->status));
    }
    return *std::move(existing);
  }
  Stack stack = new_stack(destination, deployment.stack, "CREATE_IN_PROGRESS");
  store.add_stack(stack);
  return stack;
}

}  // namespace

// A stage that a deployment makes beside those of the template (SAM's "Stage") is there, and not shown.
std::vector<ServedApi> served_apis(const std::vector<cloudformation::StackResource>& resources) {
  std::vector<ServedApi> apis;
  const auto add = [&](const cloudformation::StackResource& resource) {
    const std::string api = text_property(resource.properties, "RestApiId");
    apis.push_back(
        {resource.logical_id, api,
         fmt::format("/_aws/execute-api/{}/{}/", api, text_property(resource.properties, "StageName"))});
  };
  for (const auto& resource : resources) {
    if (resource.type == "AWS::ApiGateway::Stage") add(resource);
  }
  for (const auto& resource : resources) {
    if (resource.type != "AWS::ApiGateway::Deployment" || !resource.properties.contains("StageName"))
      continue;
    const std::string api = text_property(resource.properties, "RestApiId");
    if (std::ranges::find(apis, api, &ServedApi::api) == apis.end()) add(resource);
  }
  return apis;
}

Json secrets_of(const Stack& stack) { return property_or_null(stack.document, secrets_member); }

std::map<std::string, std::string> previous_parameters(const Stack& stack) {
  Parameters parameters;
  const Json secrets = secrets_of(stack);
  for (const Json& parameter : list_property(stack.document, "Parameters")) {
    const std::string name = parameter.at("ParameterKey");
    parameters[name] = secrets.contains(name) ? secrets[name] : parameter.at("ParameterValue");
  }
  return parameters;
}

void check_stack_name(const std::string& name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  constexpr std::size_t longest = 128;
  std::vector<std::string> wrong;
  const auto fails = [&](std::string_view constraint) {
    wrong.push_back(fmt::format("Value '{}' at 'stackName' failed to satisfy constraint: Member must {}",
                                name, constraint));
  };
  if (name.size() > longest) fails("have length less than or equal to 128");
  const bool fits = !name.empty() && is_letter(name[0]) && std::ranges::all_of(name, [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
  });
  if (!fits) fails("satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*");
  if (wrong.empty()) return;
  throw validation_error(fmt::format("{} validation error{} detected: {}", wrong.size(),
                                     wrong.size() == 1 ? "" : "s", fmt::join(wrong, "; ")));
}

Template expanded(const Destination& destination, const Template& source, const Parameters& parameters) {
  return expand_loops(source, parameters, pseudo_parameters(destination));
}

Template transformed(const Destination& destination, const Template& source, const Parameters& parameters) {
  return sam::transform(source, {.partition = std::string(partition_of(destination.region)),
                                 .region = destination.region,
                                 .account_id = destination.account.number(),
                                 .parameters = parameters});
}

Evaluation evaluated(const Destination& destination, const Stack& stack, const Template& source,
                     const Parameters& parameters) {
  PseudoParameters pseudo = pseudo_parameters(destination);
  pseudo.stack_name = stack.name;
  pseudo.stack_id = stack.id;
  pseudo.notification_arns = stack.document.value("NotificationARNs", pseudo.notification_arns);
  return {source, parameters, std::move(pseudo)};
}

Stack new_stack(const Destination& destination, const std::string& name, std::string status) {
  Account& account = destination.account;
  Stack stack;
  stack.id = cloudformation::new_stack_id(account, destination.region, name);
  stack.region = destination.region;
  stack.name = name;
  stack.status = std::move(status);
  stack.created = account.clock().now();
  stack.document = {{"DisableRollback", false},
                    {"EnableTerminationProtection", false},
                    {"NotificationARNs", Json::array()}};
  return stack;
}

void describe_by_template(Stack& stack, const Evaluation& evaluation) {
  set_parameters(stack, evaluation);
  stack.document.erase("Description");
  if (const std::string description = evaluation.description(); !description.empty())
    stack.document["Description"] = description;
}

void make_until(const Destination& destination, Stack& stack, const Template& source,
                const Parameters& parameters, const std::string& last, StackEvents& events) {
  Account& account = destination.account;
  const Evaluation evaluation = evaluated(destination, stack, source, parameters);
  events.hide(secrets_of(stack));
  events.hide(secrets_of(evaluation));
  describe_by_template(stack, evaluation);
  stack.processed = source.document().dump();
  events.add(stack, stack.status, "User Initiated");
  Unheard unheard;
  Reports reports(source, unheard);
  Operations operations(destination.fakes, account, destination.region, destination.host, reports);
  WithoutDelays delays(account);
  StackChange(operations, stack, evaluation, reports, events).make_until(last);
  delays.restore();
}

Deployed change_stack(const Destination& destination, Stack stack, const Template& source,
                      const Parameters& parameters, StackEvents& events, const Deletion* leaving) {
  Account& account = destination.account;
  Store store(account);
  const bool is_new = stack.status == "CREATE_IN_PROGRESS";
  const bool was_failed = stack.status.ends_with("_FAILED");
  const Evaluation evaluation = evaluated(destination, stack, source, parameters);
  events.hide(secrets_of(stack));
  events.hide(secrets_of(evaluation));
  stack.status = is_new ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS";
  events.add(stack, stack.status, "User Initiated");

  Reports reports(source, destination.unsupported);
  Operations operations(destination.fakes, account, destination.region, destination.host, reports);
  WithoutDelays delays(account);
  StackChange change(operations, stack, evaluation, reports, events);
  Deployed deployed;
  // What failed and was left as it was is put right even where nothing is to be done.
  deployed.changed = change.apply(leaving) || is_new || was_failed;
  delays.restore();

  describe_by_template(stack, evaluation);
  std::string reason;
  if (leaving != nullptr && !leaving->failing.empty())
    reason = "Update successful. One or more resources could not be deleted.";
  stack.document.erase("StackStatusReason");
  if (!reason.empty()) stack.document["StackStatusReason"] = reason;
  stack.processed = source.document().dump();
  stack.status = is_new ? "CREATE_COMPLETE" : "UPDATE_COMPLETE";
  if (!is_new) stack.updated = account.clock().now();
  events.add(stack, stack.status, reason);
  store.update_stack(stack);
  deployed.resources = store.resources(stack.id);
  deployed.unsupported = reports.lines();
  deployed.stack = std::move(stack);
  return deployed;
}

Deployed deploy(const Destination& destination, const Deployment& deployment) {
  check_stack_name(deployment.stack);
  Account& account = destination.account;
  const Parameters earlier = account.transact([&] {
    const auto existing = Store(account).find_stack(destination.region, deployment.stack);
    return existing ? existing->document.value("Given", Parameters()) : Parameters();
  });
  const std::string text = deployment.text ? *deployment.text : template_text(deployment.file);
  Parameters all = earlier;
  for (const auto& [name, value] : deployment.parameters) all[name] = value;
  const Template written =
      expanded(destination, read_template(text, deployment.file, Aliases::followed), all);
  const Template source = transformed(destination, package_local_code(written), all);
  const Parameters parameters = merged_parameters(source, deployment.parameters, earlier);
  return account.transact([&] {
    Store store(account);
    StackEvents events;
    Stack stack = stack_to_change(store, destination, deployment);
    const Stack before = stack;
    const bool new_tags =
        deployment.tags && tag_list(*deployment.tags) != property_or_null(stack.document, "Tags");
    if (deployment.tags) stack.document["Tags"] = tag_list(*deployment.tags);
    stack.template_text = text;
    Deployed deployed = change_stack(destination, std::move(stack), source, parameters, events);
    deployed.changed = deployed.changed || new_tags;
    if (deployed.changed) {
      events.save(store, deployed.stack);
    } else {
      deployed.stack = before;
      store.update_stack(before);
    }
    return deployed;
  });
}

void delete_stack(const Destination& destination, const std::string& name) {
  Account& account = destination.account;
  account.transact([&] {
    Store store(account);
    const auto stack = store.find_stack(destination.region, name);
    if (!stack || stack->deleted)
      throw validation_error(fmt::format("Stack with id {} does not exist", name));
    if (stack->document.value("EnableTerminationProtection", false)) {
      throw validation_error(
          fmt::format("Stack [{}] cannot be deleted while TerminationProtection is enabled", stack->name));
    }
    StackEvents events;
    remove_stack(destination, *stack, events);
    events.save(store, *stack);
  });
}

}  // namespace cloche::deploy
