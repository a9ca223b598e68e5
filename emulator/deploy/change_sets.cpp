// CreateChangeSet, which says what would happen, and ExecuteChangeSet.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "emulator/deploy/change_preview.h"
#include "emulator/deploy/properties.h"
#include "emulator/deploy/property_error.h"
#include "emulator/deploy/request_token.h"
#include "emulator/deploy/sam/transform.h"
#include "emulator/deploy/stack_change.h"
#include "emulator/deploy/stack_operations.h"
#include "emulator/deploy/stack_request.h"
#include "emulator/deploy/stack_resources.h"
#include "emulator/deploy/template_checks.h"
#include "fakes/cloudformation/change_set.h"
#include "fakes/core/arn.h"

namespace cloche::deploy {

namespace {

using cloudformation::ChangeSet;
using cloudformation::Stack;
using cloudformation::Store;

constexpr const char* nothing_to_change =
    "The submitted information didn't contain changes. Submit different information to create a change set.";

bool is_creation(const Json& request) {
  const std::string type = request.value("ChangeSetType", "UPDATE");
  if (type == "IMPORT") throw not_emulated("A change set of the type IMPORT");
  return type == "CREATE";
}

/// The stack of a change set; a new one is only looked at until the change set is executed.
Stack stack_of(Store& store, const Destination& destination, const Json& request) {
  const std::string name = request.at("StackName");
  const std::string change_set = request.at("ChangeSetName");
  auto existing = store.find_stack(destination.region, name);
  if (existing && existing->deleted) existing.reset();
  if (is_creation(request)) {
    if (existing && existing->status != "REVIEW_IN_PROGRESS") {
      throw validation_error(
          fmt::format("Stack [{}] already exists and cannot be created again with the changeSet [{}].", name,
                      change_set));
    }
    if (existing) return *std::move(existing);
    check_stack_name(name);
    Stack stack = new_stack(destination, name, "REVIEW_IN_PROGRESS");
    store.add_stack(stack);
    StackEvents events;
    events.add(stack, stack.status, "User Initiated");
    events.save(store, stack);
    return stack;
  }
  if (!existing) throw validation_error(fmt::format("Stack [{}] does not exist", name));
  check_updatable(*existing, {{"DisableRollback", true}});  // its execution says
  return *std::move(existing);
}

ChangeSet new_change_set(const Destination& destination, const Stack& stack, const Json& request,
                         const std::string& body) {
  Account& account = destination.account;
  ChangeSet change_set;
  change_set.name = request.at("ChangeSetName");
  change_set.id = Arn{std::string(partition_of(stack.region)), "cloudformation", stack.region,
                      account.number(), "changeSet/" + change_set.name + "/" + account.ids().uuid()}
                      .str();
  change_set.stack = stack.id;
  change_set.template_text = body;
  change_set.document = {{"StackName", stack.name},
                         {"CreationTime", to_millis(account.clock().now())},
                         {"IncludeNestedStacks", false},
                         {"Request", request}};
  for (const char* member : {"Description", "Capabilities", "Tags", "NotificationARNs", "OnStackFailure"}) {
    if (request.contains(member)) change_set.document[member] = request[member];
  }
  return change_set;
}

/// A change set of a name that is taken is the one that is there, if it was asked for in the same way. Seen
/// of the words: those for ClientToken; assumed: the names of the others.
void check_same_request(const ChangeSet& existing, const Json& request) {
  constexpr std::array attributes{std::pair{"ClientToken", "ClientToken"},
                                  std::pair{"TemplateBody", "Template"},
                                  std::pair{"UsePreviousTemplate", "Template"},
                                  std::pair{"Parameters", "Parameters"},
                                  std::pair{"Capabilities", "Capabilities"},
                                  std::pair{"Tags", "Tags"},
                                  std::pair{"ChangeSetType", "ChangeSetType"},
                                  std::pair{"Description", "Description"},
                                  std::pair{"RoleARN", "RoleARN"},
                                  std::pair{"NotificationARNs", "NotificationARNs"}};
  const Json& before = existing.document.at("Request");
  for (const auto& [member, attribute] : attributes) {
    if (property_or_null(before, member) == property_or_null(request, member)) continue;
    throw ApiError("AlreadyExistsException",
                   fmt::format("ChangeSet {} cannot be created due to a mismatch with existing attribute {}",
                               existing.name, attribute),
                   400);
  }
}

void set_available(ChangeSet& change_set, bool available, const std::string& reason = "") {
  change_set.status = available ? "CREATE_COMPLETE" : "FAILED";
  change_set.document["ExecutionStatus"] = available ? "AVAILABLE" : "UNAVAILABLE";
  if (!reason.empty()) change_set.document["StatusReason"] = reason;
}

Json shown_parameters(const Evaluation& evaluation) {
  Json shown = Json::array();
  for (const TemplateParameter& parameter : evaluation.parameters())
    shown.push_back(
        {{"ParameterKey", parameter.name}, {"ParameterValue", parameter.no_echo ? "****" : parameter.value}});
  return shown;
}

/// The template of a change set, transformed.
Template transformed_as_change_set(const Destination& destination, const Template& written,
                                   const std::map<std::string, std::string>& parameters) {
  try {
    return transformed(destination, written, parameters);
  } catch (const TemplateError& error) {
    throw ApiError("TransformFailed", transform_failure(error));
  }
}

/// Fills in what the change set would do, or why it can't.
void look_ahead(const Destination& destination, Stack stack, const Template& written, const Json& request,
                ChangeSet& change_set) {
  const auto parameters = given_parameters(request, &stack);
  try {
    const Template source =
        transformed_as_change_set(destination, expanded(destination, written, parameters), parameters);
    change_set.document["Processed"] = source.document().dump();
    const Evaluation evaluation = evaluated(destination, stack, source, parameters);
    check_resources(evaluation);
    Store store(destination.account);
    check_types_stay(evaluation, standing_resources(store, stack.id));
    check_capabilities(evaluation, property_or_null(request, "Capabilities"), false);
    change_set.document["Parameters"] = shown_parameters(evaluation);
    change_set.document["Values"] = parameters;
    const bool new_tags =
        request.contains("Tags") && request["Tags"] != stack.document.value("Tags", Json::array());
    if (request.contains("Tags")) stack.document["Tags"] = request["Tags"];
    ChangePreview preview(destination.account, stack, evaluation);
    change_set.document["Changes"] = preview.changes();
    const bool changes = !change_set.document["Changes"].empty() || new_tags || preview.changes_outputs();
    set_available(change_set, changes, changes ? "" : nothing_to_change);
  } catch (const ApiError& error) {
    if (error.code != "TransformFailed") throw;
    set_available(change_set, false, error.message);
  } catch (const PropertyError& error) {
    set_available(change_set, false, error.message);
  }
}

/// `asked` is the request that made the change set, `request` the one that executes it.
std::string on_failure(const Json& asked, const Json& request) {
  return request.value("DisableRollback", false) ? "DO_NOTHING" : asked.value("OnStackFailure", "ROLLBACK");
}

}  // namespace

Json create_change_set(const Destination& destination, const Json& request) {
  Account& account = destination.account;
  const std::string name = request.at("ChangeSetName");
  check_stack_tags(request);
  report_not_applied(destination, "CreateChangeSet", request);
  return account.transact([&] {
    Store store(account);
    const Stack stack = stack_of(store, destination, request);
    if (const auto existing = store.find_change_set(stack.id, name)) {
      check_same_request(*existing, request);
      return Json{{"Id", existing->id}, {"StackId", stack.id}};
    }
    const std::string body = template_body(request, &stack);
    ChangeSet change_set = new_change_set(destination, stack, request, body);
    try {
      look_ahead(destination, stack, read_template(body, "template"), request, change_set);
    } catch (const TemplateError& error) {
      throw in_words(error);
    }
    store.add_change_set(change_set);
    return Json{{"Id", change_set.id}, {"StackId", stack.id}};
  });
}

Json execute_change_set(const Destination& destination, const Json& request) {
  Account& account = destination.account;
  const std::string name = request.at("ChangeSetName");
  const std::string stack_name = request.value("StackName", "");
  ChangeSet change_set;
  Stack stack;
  const bool repeated = account.transact([&] {
    Store store(account);
    change_set = cloudformation::named_change_set(store, destination.region,
                                                  stack_name.empty() ? nullptr : &stack_name, name);
    stack = *store.find_stack(destination.region, change_set.stack);
    stack.updated = account.clock().now();  // of a stack that it creates too
    if (is_repeated(stack, "ExecuteChangeSet", request)) return true;
    if (change_set.document.value("ExecutionStatus", "") != "AVAILABLE") {
      const std::string execution = change_set.document.value("ExecutionStatus", "");
      const bool is_obsolete = execution == "OBSOLETE";  // assumed: the words for that
      throw ApiError("InvalidChangeSetStatus",
                     fmt::format("ChangeSet [{}] cannot be executed in its current {} of [{}]", change_set.id,
                                 is_obsolete ? "execution status" : "status",
                                 is_obsolete ? execution : change_set.status),
                     400);
    }
    return false;
  });
  if (repeated) return Json::object();
  const Json& asked = change_set.document.at("Request");
  if (stack.status == "REVIEW_IN_PROGRESS") {
    stack.status = "CREATE_IN_PROGRESS";
  } else {
    check_updatable(stack, request);
  }
  const Order order{.operation = "ExecuteChangeSet",
                    .request = request,
                    .on_failure = on_failure(asked, request),
                    .retain_except_on_create = request.value("RetainExceptOnCreate", false)};
  const auto parameters = change_set.document.at("Values").get<std::map<std::string, std::string>>();
  take_stack_settings(asked, stack);
  stack.template_text = change_set.template_text;
  stack.document["ChangeSetId"] = change_set.id;
  try {
    const Template written =
        expanded(destination, read_template(change_set.template_text, "template"), parameters);
    const Template source = transformed(destination, written, parameters);
    const auto failure = carry_out(destination, order, stack, source, parameters);
    account.transact([&] {
      Store store(account);
      for (const ChangeSet& other : store.change_sets(stack.id)) {
        if (other.id != change_set.id) store.remove_change_set(other.id);
      }
      change_set.document["ExecutionStatus"] = failure ? "EXECUTE_FAILED" : "EXECUTE_COMPLETE";
      store.update_change_set(change_set);
    });
  } catch (const TemplateError& error) {
    throw in_words(error);
  }
  return Json::object();
}

}  // namespace cloche::deploy
