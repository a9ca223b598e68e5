#include "emulator/deploy/failed_deployment.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "emulator/deploy/deletion.h"
#include "emulator/deploy/properties.h"
#include "emulator/deploy/request_token.h"
#include "emulator/deploy/stack_change.h"

namespace cloche::deploy {

namespace {

using cloudformation::Stack;
using cloudformation::StackResource;
using cloudformation::Store;

class FailedDeployment {
 public:
  FailedDeployment(const Destination& destination, const Order& order, Stack stack, const Template& source,
                   const std::map<std::string, std::string>& parameters, const StackEvents& told,
                   const std::string& reason)
      : destination_(destination),
        account_(destination.account),
        store_(account_),
        order_(order),
        stack_(std::move(stack)),
        source_(source),
        parameters_(parameters),
        told_(told),
        reason_(reason) {}

  void settle() {
    if (order_.on_failure == "DO_NOTHING") {
      account_.transact([&] { settle_as_it_is(); });
    } else if (stack_.status != "CREATE_IN_PROGRESS") {
      account_.transact([&] { settle_update(); });
    } else if (keeps_resources()) {
      Deletion deletion;
      delete_what_can_be(account_, deletion, [&] { settle_creation_with_kept(deletion); });
    } else {
      account_.transact([&] { settle_creation(); });
    }
  }

 private:
  void settle_update() {
    StackEvents events = told_;
    Stack before = *store_.find_stack(stack_.region, stack_.id);
    take_tokens(stack_, before);
    before.updated = account_.clock().now();
    before.status = "UPDATE_ROLLBACK_COMPLETE";
    auto resources = store_.resources(stack_.id);
    events.add_roll_back(before, false, reason_, resources);
    store_.update_stack(before);
    events.save(store_, before);
    const auto last = told_.last_of_each();
    for (StackResource& resource : resources) {
      const auto found = std::ranges::find(last, resource.logical_id, &StackResource::logical_id);
      if (found == last.end() || !found->status.starts_with("UPDATE_")) continue;
      resource.status = "UPDATE_COMPLETE";
      resource.changed = account_.clock().now();
      store_.put_resource(stack_.id, resource);
    }
  }

  void settle_creation() {
    const Evaluation evaluation = evaluated(destination_, stack_, source_, parameters_);
    Stack failed = stack_;
    describe_by_template(failed, evaluation);
    failed.processed = source_.document().dump();
    failed.status = "ROLLBACK_COMPLETE";
    StackEvents events = told_;
    events.add_roll_back(stack_, true, reason_);
    put_stack(failed);
    for (StackResource& resource : events.last_of_each()) {
      resource.position = next_position_++;
      resource.changed = account_.clock().now();
      store_.put_resource(failed.id, resource);
    }
    finish(failed, events);
  }

  void settle_as_it_is() {
    const bool is_new = stack_.status == "CREATE_IN_PROGRESS";
    if (!is_new) stack_.status = "UPDATE_IN_PROGRESS";
    StackEvents events = begin_again();
    stack_.status = is_new ? "CREATE_FAILED" : "UPDATE_FAILED";
    if (!is_new) stack_.updated = account_.clock().now();
    stack_.document["StackStatusReason"] = told_.why_failed(reason_);
    events.add(stack_, stack_.status, told_.why_failed(reason_));
    finish(stack_, events);
  }

  void settle_creation_with_kept(const Deletion& deletion) {
    StackEvents events = begin_again();
    events.add(stack_, "ROLLBACK_IN_PROGRESS", told_.why_rolled_back(reason_));
    for (StackResource& resource : store_.resources(stack_.id)) {
      const bool is_made_now = order_.retain_except_on_create || resource.policy == "RetainExceptOnCreate";
      if (resource.status == "CREATE_FAILED") {
        events.add(resource, "DELETE_COMPLETE");
        resource.status = "DELETE_COMPLETE";
      } else if (is_made_now) {
        resource.policy = "Delete";
      }
      store_.put_resource(stack_.id, resource);
    }
    delete_resources(destination_, stack_, events, deletion);
    store_.set_imports(stack_.region, stack_.id, {});
    const bool is_clean = deletion.failing.empty();
    const std::string failure = is_clean ? "" : deletion.failure();
    stack_.status = is_clean ? "ROLLBACK_COMPLETE" : "ROLLBACK_FAILED";
    if (!is_clean) stack_.document["StackStatusReason"] = failure;
    events.add(stack_, stack_.status, failure);
    finish(stack_, events);
  }

  /// Makes again what came before the failure, and shows what failed beside it.
  StackEvents begin_again() {
    StackEvents events(token_of(order_.request));
    auto failed = told_.failed_resource();
    if (failed && failed->status == "DELETE_FAILED") failed.reset();  // of what was superseded
    put_stack(stack_);
    make_until(destination_, stack_, source_, parameters_, failed ? failed->logical_id : "", events);
    if (failed) {
      events.add_events_of(told_, failed->logical_id);
      show_failed(*std::move(failed));
    }
    return events;
  }

  /// One that was there is still what it was.
  void show_failed(StackResource failed) {
    const auto resources = store_.resources(stack_.id);
    failed.position = std::ssize(resources);
    const auto there = std::ranges::find(resources, failed.logical_id, &StackResource::logical_id);
    if (there != resources.end()) {
      StackResource shown = *there;
      shown.status = std::move(failed.status);
      shown.reason = std::move(failed.reason);
      failed = std::move(shown);
    }
    failed.changed = account_.clock().now();
    store_.put_resource(stack_.id, failed);
  }

  bool keeps_resources() const {
    const Json& resources = source_.document().at("Resources");
    return std::ranges::any_of(resources, [&](const Json& definition) {
      return !order_.retain_except_on_create && property_or_null(definition, "DeletionPolicy") == "Retain";
    });
  }

  /// One of a change set is in the store already.
  void put_stack(Stack& stack) {
    const auto existing = store_.find_stack(stack.region, stack.id);
    if (existing) return;
    stack.number = 0;
    store_.add_stack(stack);
  }

  void finish(Stack stack, StackEvents& events) {
    if (order_.on_failure == "DELETE" && stack.status == "ROLLBACK_COMPLETE") {
      events.add(stack, "DELETE_IN_PROGRESS");
      events.add(stack, "DELETE_COMPLETE");
      stack.status = "DELETE_COMPLETE";
      stack.deleted = account_.clock().now();
    }
    store_.update_stack(stack);
    events.save(store_, stack);
  }

  const Destination& destination_;
  Account& account_;
  Store store_;
  const Order& order_;
  Stack stack_;
  const Template& source_;
  const std::map<std::string, std::string>& parameters_;
  const StackEvents& told_;
  const std::string& reason_;
  std::int64_t next_position_ = 0;
};

}  // namespace

void settle_failure(const Destination& destination, const Order& order, Stack stack, const Template& source,
                    const std::map<std::string, std::string>& parameters, const StackEvents& told,
                    const std::string& reason) {
  FailedDeployment(destination, order, std::move(stack), source, parameters, told, reason).settle();
}

}  // namespace cloche::deploy
