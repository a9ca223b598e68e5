#include "emulator/deploy/deletion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "emulator/deploy/stack_change.h"
#include "emulator/deploy/stack_outputs.h"
#include "emulator/deploy/stack_request.h"
#include "emulator/deploy/stack_resources.h"
#include "emulator/deploy/without_delays.h"
#include "fakes/core/fault.h"

namespace cloche::deploy {

namespace {

using cloudformation::Stack;
using cloudformation::Store;

/// What the resources that can't be deleted need, and what that needs: it is not tried.
std::set<std::string> needed_by_failing(const Destination& destination, const Stack& stack,
                                        const Deletion& deletion) {
  std::set<std::string> needed;
  if (deletion.failing.empty()) return needed;
  const Evaluation evaluation =
      evaluated(destination, stack, read_template(stack.processed, "template"), previous_parameters(stack));
  const auto order = in_creation_order(evaluation);
  for (auto resource = order.rbegin(); resource != order.rend(); ++resource) {
    const std::string& id = (*resource)->logical_id;
    if (deletion.failing.contains(id) || needed.contains(id))
      needed.insert((*resource)->needs.begin(), (*resource)->needs.end());
  }
  return needed;
}

}  // namespace

std::string delete_resource(Operations& operations, const StackIdentity& identity,
                            cloudformation::StackResource resource, StackEvents& events) {
  if (resource.policy == "Retain" || resource.policy == "RetainExceptOnCreate") {
    events.add(resource, "DELETE_SKIPPED");
    return "DELETE_SKIPPED";
  }
  events.add(resource, "DELETE_IN_PROGRESS");
  const ResourceType* type = find_resource_type(resource.type);
  if (type == nullptr)
    fail("a resource {} of a type {} that is not known", resource.logical_id, resource.type);
  try {
    type->remove({operations, identity, resource.logical_id}, {resource.physical_id, resource.attributes},
                 resource.properties);
  } catch (const ApiError& error) {
    if (!is_not_found(error)) {
      events.add(resource, "DELETE_FAILED", failure_in_words(error, resource.type));
      throw;
    }
  }
  events.add(resource, "DELETE_COMPLETE");
  return "DELETE_COMPLETE";
}

NotDeleted::NotDeleted(std::string which, std::string why)
    : ApiError("ValidationError", Deletion{.retained = {}, .failing = {{which, why}}}.failure() + why, 400),
      id(std::move(which)),
      reason(std::move(why)) {}

std::string Deletion::failure() const {
  std::vector<std::string> names;
  for (const auto& [logical_id, reason] : failing) names.push_back(logical_id);
  return fmt::format("The following resource(s) failed to delete: [{}]. ", fmt::join(names, ", "));
}

void delete_resources(const Destination& destination, const Stack& stack, StackEvents& events,
                      const Deletion& deletion) {
  Account& account = destination.account;
  Store store(account);
  Operations operations(destination.fakes, account, destination.region, destination.host,
                        destination.unsupported);
  WithoutDelays delays(account);
  const StackIdentity identity = identity_of(stack, account.number());
  const std::set<std::string> needed = needed_by_failing(destination, stack, deletion);
  auto resources = standing_resources(store, stack.id);
  std::ranges::reverse(resources);
  for (auto& resource : resources) {
    if (needed.contains(resource.logical_id)) continue;
    if (std::ranges::find(deletion.retained, resource.logical_id) != deletion.retained.end())
      resource.policy = "Retain";
    if (const auto failing = deletion.failing.find(resource.logical_id); failing != deletion.failing.end()) {
      events.add(resource, "DELETE_IN_PROGRESS");
      events.add(resource, "DELETE_FAILED", failing->second);
      resource.status = "DELETE_FAILED";
      resource.reason = failing->second;
    } else {
      try {
        resource.status = delete_resource(operations, identity, resource, events);
        resource.reason = "";
      } catch (const ApiError& error) {
        throw NotDeleted(resource.logical_id, failure_in_words(error, resource.type));
      }
    }
    resource.changed = account.clock().now();
    store.put_resource(stack.id, resource);
  }
  for (const auto& old : superseded_resources(stack)) {
    if (deletion.failing.contains(old.logical_id)) continue;
    try {
      delete_resource(operations, identity, old, events);
    } catch (const ApiError& error) {
      throw NotDeleted(old.logical_id, failure_in_words(error, old.type));
    }
  }
  delays.restore();
}

void remove_stack(const Destination& destination, Stack stack, StackEvents& events,
                  const Deletion& deletion) {
  Account& account = destination.account;
  Store store(account);
  events.hide(secrets_of(stack));
  stack.status = "DELETE_IN_PROGRESS";
  events.add(stack, stack.status, "User Initiated");
  if (const std::string in_use = exports_in_use(store, stack); !in_use.empty())
    throw validation_error(in_use);
  delete_resources(destination, stack, events, deletion);
  if (!deletion.failing.empty()) {
    stack.status = "DELETE_FAILED";
    stack.document["StackStatusReason"] = deletion.failure();
    events.add(stack, stack.status, deletion.failure());
    store.update_stack(stack);
    return;
  }
  for (const auto& exported : store.exports_of(stack.id)) store.remove_export(stack.region, exported.name);
  store.set_imports(stack.region, stack.id, {});
  store.remove_change_sets(stack.id);
  stack.status = "DELETE_COMPLETE";
  stack.document.erase("StackStatusReason");
  stack.deleted = account.clock().now();
  events.add(stack, stack.status);
  store.update_stack(stack);
}

}  // namespace cloche::deploy
