#include "emulator/deploy/failed_deployment.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

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
    if (stack_.status != "CREATE_IN_PROGRESS") {
      account_.transact([&] { settle_update(); });
    } else if (order_.on_failure == "DO_NOTHING") {
      account_.transact([&] { settle_creation_that_stays(); });
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
    if (before.status == "CREATE_FAILED" || before.status == "UPDATE_FAILED") {
      // There is no good state to go back to.
      before.status = "UPDATE_FAILED";
      before.document["StackStatusReason"] = told_.why_failed(reason_);
      events.add(before, before.status, told_.why_failed(reason_));
    } else {
      before.status = "UPDATE_ROLLBACK_COMPLETE";
      events.add_roll_back(before, false, reason_);
      show_as_rolled_back(events);
    }
    store_.update_stack(before);
    events.save(store_, before);
  }

  void show_as_rolled_back(const StackEvents& events) {
    const auto last = events.last_of_each();
    for (StackResource& resource : store_.resources(stack_.id)) {
      const auto found = std::ranges::find(last, resource.logical_id, &StackResource::logical_id);
      if (found == last.end() || found->status != "UPDATE_COMPLETE") continue;
      resource.status = found->status;
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

  void settle_creation_that_stays() {
    StackEvents events = begin_again();
    stack_.status = "CREATE_FAILED";
    stack_.document["StackStatusReason"] = told_.why_failed(reason_);
    events.add(stack_, stack_.status, told_.why_failed(reason_));
    finish(stack_, events);
  }

  void settle_creation_with_kept(const Deletion& deletion) {
    const Stack before = stack_;
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
    stack_.status = deletion.failing.empty() ? "ROLLBACK_COMPLETE" : "ROLLBACK_FAILED";
    const std::string failure = deletion.failing.empty() ? "" : deletion.failure();
    if (!failure.empty()) stack_.document["StackStatusReason"] = failure;
    events.add(stack_, stack_.status, failure);
    finish(std::exchange(stack_, before), events);
  }

  /// Makes again what came before the failure, and shows what failed beside it.
  StackEvents begin_again() {
    StackEvents events(token_of(order_.request));
    const auto failed = told_.failed_resource();
    put_stack(stack_);
    make_until(destination_, stack_, source_, parameters_, failed ? failed->logical_id : "", events);
    if (failed) {
      events.add_events_of(told_, failed->logical_id);
      StackResource shown = *failed;
      shown.position = std::ssize(store_.resources(stack_.id));
      shown.changed = account_.clock().now();
      store_.put_resource(stack_.id, shown);
    }
    return events;
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
