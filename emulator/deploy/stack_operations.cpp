#include "emulator/deploy/stack_operations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "emulator/deploy/deletion.h"
#include "emulator/deploy/properties.h"
#include "emulator/deploy/property_error.h"
#include "emulator/deploy/request_token.h"
#include "emulator/deploy/sam/transform.h"
#include "emulator/deploy/stack_change.h"
#include "emulator/deploy/stack_outputs.h"
#include "emulator/deploy/stack_request.h"
#include "emulator/deploy/stack_resources.h"
#include "emulator/deploy/template_checks.h"
#include "fakes/cloudformation/question.h"

namespace cloche::deploy {

namespace {

using cloudformation::Stack;
using cloudformation::Store;

struct StackOperation {
  std::string_view name;
  Json (*run)(const Destination& destination, const Json& request);
};

constexpr std::array stack_operations{
    StackOperation{"CreateChangeSet", &create_change_set},
    StackOperation{"CreateStack", &create_stack},
    StackOperation{"DeleteStack", &remove_stack},
    StackOperation{"ExecuteChangeSet", &execute_change_set},
    StackOperation{"GetTemplateSummary", &get_template_summary},
    StackOperation{"UpdateStack", &update_stack},
    StackOperation{"ValidateTemplate", &validate_template},
};

/// What a request deploys: read, checked as far as CloudFormation checks before it answers, and not begun.
struct Plan {
  Template source;
  std::map<std::string, std::string> parameters;
};

/// Assumed: that the request is refused; CloudFormation's stack fails with these words.
Template transformed_in_words(const Destination& destination, const Template& written,
                              const std::map<std::string, std::string>& parameters) {
  try {
    return transformed(destination, written, parameters);
  } catch (const TemplateError& error) {
    throw validation_error(transform_failure(error));
  }
}

Plan plan_of(const Destination& destination, const Json& request, const Stack& stack, const Stack* previous) {
  try {
    const Template read = read_template(template_body(request, previous), "template");
    const bool has_transform = read.document().contains("Transform");
    auto parameters = given_parameters(request, previous);
    const Template written = expanded(destination, read, parameters);
    Template source = transformed_in_words(destination, written, parameters);
    const Evaluation evaluation = evaluated(destination, stack, source, parameters);
    check_resources(evaluation);
    in_creation_order(evaluation);
    check_types_stay(evaluation, destination.account.transact([&] {
      Store store(destination.account);
      return standing_resources(store, stack.id);
    }));
    check_capabilities(evaluation, property_or_null(request, "Capabilities"), has_transform);
    return {std::move(source), std::move(parameters)};
  } catch (const TemplateError& error) {
    throw in_words(error);
  }
}

std::string on_failure(const Json& request) {
  if (!request.value("DisableRollback", false)) return request.value("OnFailure", "ROLLBACK");
  if (request.contains("OnFailure"))
    throw validation_error("You can specify DisableRollback or OnFailure, but not both.");  // assumed
  return "DO_NOTHING";
}

Stack stack_to_update(Store& store, const Destination& destination, const std::string& name) {
  auto stack = store.find_stack(destination.region, name);
  if (!stack || stack->deleted) throw validation_error(fmt::format("Stack [{}] does not exist", name));
  return *std::move(stack);
}

std::vector<std::string> resources_to_retain(Account& account, const Stack& stack, const Json& request) {
  const std::vector<std::string> retained = list_property(request, "RetainResources");
  if (!retained.empty() && stack.status != "DELETE_FAILED") {
    throw validation_error(
        fmt::format("Invalid operation on stack [{}]. When you delete a stack, specify which resources to "
                    "retain only when the stack is in the DELETE_FAILED state.",
                    stack.id));
  }
  for (const auto& resource : account.transact([&] { return Store(account).resources(stack.id); })) {
    if (resource.is_there() || std::ranges::find(retained, resource.logical_id) == retained.end()) continue;
    throw validation_error(
        "The specified resources to retain must be in a valid state. Do not specify resources that are in "
        "the "
        "DELETE_COMPLETE state.");
  }
  return retained;
}

/// A stack whose exports others import stays what it was, and says why.
bool is_deletion_canceled(const Destination& destination, Stack stack, const Json& request) {
  Account& account = destination.account;
  return account.transact([&] {
    Store store(account);
    const std::string in_use = exports_in_use(store, stack);
    if (in_use.empty()) return false;
    const std::string reason = "Delete canceled. " + in_use;
    StackEvents events(token_of(request));
    events.add(stack, "DELETE_IN_PROGRESS", "User Initiated");
    events.add(stack, stack.status, reason);
    stack.document["StackStatusReason"] = reason;
    store.update_stack(stack);
    events.save(store, stack);
    return true;
  });
}

}  // namespace

Json create_stack(const Destination& destination, const Json& request) {
  const std::string name = request.at("StackName");
  check_stack_name(name);
  Account& account = destination.account;
  const auto existing = account.transact([&] { return Store(account).find_stack(destination.region, name); });
  if (existing && is_repeated(*existing, "CreateStack", request)) return {{"StackId", existing->id}};
  if (existing) throw ApiError("AlreadyExistsException", fmt::format("Stack [{}] already exists", name), 400);
  Stack stack = account.transact([&] { return new_stack(destination, name, "CREATE_IN_PROGRESS"); });
  const std::string otherwise = on_failure(request);
  const Plan plan = plan_of(destination, request, stack, nullptr);
  report_not_applied(destination, "CreateStack", request);
  take_stack_settings(request, stack);
  stack.template_text = template_body(request, nullptr);
  const std::string id = stack.id;
  carry_out(destination,
            {.operation = "CreateStack",
             .request = request,
             .on_failure = otherwise,
             .retain_except_on_create = request.value("RetainExceptOnCreate", false)},
            std::move(stack), plan.source, plan.parameters);
  return {{"StackId", id}};
}

Json update_stack(const Destination& destination, const Json& request) {
  const std::string name = request.at("StackName");
  Account& account = destination.account;
  Stack stack = account.transact([&] {
    Store store(account);
    return stack_to_update(store, destination, name);
  });
  if (is_repeated(stack, "UpdateStack", request)) return {{"StackId", stack.id}};
  check_updatable(stack, request);
  const Plan plan = plan_of(destination, request, stack, &stack);
  const Stack before = stack;
  report_not_applied(destination, "UpdateStack", request);
  take_stack_settings(request, stack);
  stack.template_text = template_body(request, &before);
  const std::string id = stack.id;
  carry_out(destination,
            {.operation = "UpdateStack",
             .request = request,
             .on_failure = request.value("DisableRollback", false) ? "DO_NOTHING" : "ROLLBACK"},
            std::move(stack), plan.source, plan.parameters);
  // What they foresaw was of the stack before.
  account.transact([&] {
    Store store(account);
    for (auto& change_set : store.change_sets(id)) {
      if (change_set.document.value("ExecutionStatus", "") != "AVAILABLE") continue;
      change_set.document["ExecutionStatus"] = "OBSOLETE";
      store.update_change_set(change_set);
    }
  });
  return {{"StackId", id}};
}

// A stack that is not there is as good as deleted.
Json remove_stack(const Destination& destination, const Json& request) {
  const std::string name = request.at("StackName");
  Account& account = destination.account;
  auto stack = account.transact([&] { return Store(account).find_stack(destination.region, name); });
  if (!stack || stack->deleted || is_repeated(*stack, "DeleteStack", request)) return Json::object();
  if (stack->document.value("EnableTerminationProtection", false)) {
    throw validation_error(
        fmt::format("Stack [{}] cannot be deleted while TerminationProtection is enabled", stack->name));
  }
  const std::vector<std::string> retained = resources_to_retain(account, *stack, request);
  report_not_applied(destination, "DeleteStack", request);
  if (request.value("DeletionMode", "STANDARD") != "STANDARD") {
    destination.unsupported.report("cloudformation", "DeleteStack",
                                   "DeletionMode is not applied: what can't be deleted stands in the way");
  }
  remember_token(*stack, "DeleteStack", request);
  if (is_deletion_canceled(destination, *stack, request)) return Json::object();
  Deletion deletion{.retained = retained};
  delete_what_can_be(account, deletion, [&] {
    StackEvents events(token_of(request));
    remove_stack(destination, *stack, events, deletion);
    Store store(account);
    events.save(store, *stack);
  });
  return Json::object();
}

Json run_stack_operation(const Destination& destination, std::string_view operation, const Json& request) {
  const auto found = std::ranges::find(stack_operations, operation, &StackOperation::name);
  if (found == stack_operations.end()) throw not_emulated(std::string(operation));
  try {
    return found->run(destination, request);
  } catch (const PropertyError& error) {  // of a part of the template that is none of a resource's properties
    throw validation_error(error.message);
  }
}

void settle_question(Operations::Fakes fakes, Account& account, wire::UnsupportedSettings& unsupported,
                     const Json& payload) {
  const std::string id = payload.at("Id");
  const std::string operation = payload.at("Operation");
  const Destination destination{.fakes = fakes,
                                .account = account,
                                .unsupported = unsupported,
                                .region = payload.at("Region"),
                                .host = payload.at("Host")};
  try {
    const Json answer = run_stack_operation(destination, operation, payload.at("Request"));
    account.transact([&] { cloudformation::answer_question(account, id, answer); });
  } catch (const ApiError& error) {
    account.transact([&] { cloudformation::refuse_question(account, id, error); });
  } catch (const std::exception& fault) {
    fmt::print(stderr, "cloche: fault in cloudformation {}: {}\n", operation, fault.what());
    account.transact([&] {
      cloudformation::refuse_question(
          account, id,
          {"InternalFailure", fmt::format("A fault of Cloche's own, not of the request: {}", fault.what()),
           500});
    });
  }
}

}  // namespace cloche::deploy
