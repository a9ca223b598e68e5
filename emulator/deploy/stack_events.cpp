#include "emulator/deploy/stack_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "emulator/deploy/parameters.h"
#include "emulator/deploy/replaced.h"

namespace cloche::deploy {

namespace {

constexpr const char* stack_type = "AWS::CloudFormation::Stack";

}  // namespace

void StackEvents::add(Json event, std::string_view reason) {
  if (!reason.empty()) event["ResourceStatusReason"] = reason;
  if (!token_.empty()) event["ClientRequestToken"] = token_;
  events_.push_back(std::move(event));
}

void StackEvents::add(const cloudformation::Stack& stack, std::string_view status, std::string_view reason) {
  add({{"LogicalResourceId", stack.name},
       {"PhysicalResourceId", stack.id},
       {"ResourceType", stack_type},
       {"ResourceStatus", status}},
      reason);
}

void StackEvents::add(const cloudformation::StackResource& resource, std::string_view status,
                      std::string_view reason) {
  add({{"LogicalResourceId", resource.logical_id},
       {"PhysicalResourceId", resource.physical_id},
       {"ResourceType", resource.type},
       {"ResourceStatus", status},
       {"ResourceProperties", resource.properties.dump()}},
      reason);
}

namespace {

bool is_of_resource(const Json& event) { return event.at("ResourceType") != stack_type; }

std::string status_of(const Json& event) { return event.at("ResourceStatus"); }

// Shorter secrets stand in most texts by chance.
constexpr std::size_t shortest_within = 6;

void put_stars(Json& value, const std::vector<std::string>& hidden) {
  if (value.is_structured()) {
    for (Json& part : value) put_stars(part, hidden);
  } else if (value.is_string()) {
    auto& text = value.get_ref<std::string&>();
    for (const std::string& secret : hidden) {
      if (secret.size() < shortest_within && text != secret) continue;
      text = replaced(std::move(text), secret, "****");
    }
  }
}

cloudformation::StackResource resource_of(const Json& event) {
  return {.logical_id = event.at("LogicalResourceId"),
          .type = event.at("ResourceType"),
          .physical_id = event.at("PhysicalResourceId"),
          .status = event.at("ResourceStatus"),
          .reason = event.value("ResourceStatusReason", ""),
          .properties = parse_json(event.at("ResourceProperties").get_ref<const std::string&>())};
}

}  // namespace

std::optional<cloudformation::StackResource> StackEvents::failed_resource() const {
  // It ended the deployment: there is one.
  const auto found = std::ranges::find_if(events_, [](const Json& event) {
    return is_of_resource(event) && status_of(event).ends_with("_FAILED");
  });
  return found == events_.end() ? std::nullopt : std::optional(resource_of(*found));
}

std::vector<cloudformation::StackResource> StackEvents::last_of_each() const {
  std::vector<cloudformation::StackResource> last;
  for (const Json& event : events_) {
    if (!is_of_resource(event)) continue;
    auto resource = resource_of(event);
    const auto known =
        std::ranges::find(last, resource.logical_id, &cloudformation::StackResource::logical_id);
    if (known == last.end()) {
      last.push_back(std::move(resource));
    } else {
      *known = std::move(resource);
    }
  }
  return last;
}

void StackEvents::add_events_of(const StackEvents& other, const std::string& logical_id) {
  for (const Json& event : other.events_) {
    if (is_of_resource(event) && event.at("LogicalResourceId") == logical_id) events_.push_back(event);
  }
}

std::string StackEvents::why_failed(std::string_view reason) const {
  const auto failed = failed_resource();
  if (!failed) return std::string(reason);
  return fmt::format("The following resource(s) failed to {}: [{}]. ",
                     failed->status == "CREATE_FAILED" ? "create" : "update", failed->logical_id);
}

std::string StackEvents::why_rolled_back(std::string_view reason) const {
  return why_failed(reason) + (failed_resource() ? "" : ". ") + "Rollback requested by user.";
}

void StackEvents::add_roll_back(const cloudformation::Stack& stack, bool is_new, std::string_view reason,
                                const std::vector<cloudformation::StackResource>& before) {
  std::vector<Json> changed;  // how each resource came to its end, the last one first
  for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
    if (is_of_resource(*event) && !status_of(*event).ends_with("_IN_PROGRESS")) changed.push_back(*event);
  }
  const auto old_of = [&](const Json& event) {
    return std::ranges::find(before, event.at("LogicalResourceId").get_ref<const std::string&>(),
                             &cloudformation::StackResource::logical_id);
  };
  add(stack, is_new ? "ROLLBACK_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS",
      is_new ? why_rolled_back(reason) : why_failed(reason));
  for (const Json& event : changed) {
    const auto old = old_of(event);
    if (status_of(event).starts_with("UPDATE") && old != before.end()) change_back(event, *old);
  }
  if (!is_new) add(stack, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
  for (const Json& event : changed) {
    const auto old = old_of(event);
    const bool is_replacement = status_of(event) == "UPDATE_COMPLETE" && old != before.end() &&
                                old->physical_id != event.at("PhysicalResourceId");
    if (status_of(event).starts_with("CREATE") || is_replacement) take_away(event);
  }
  add(stack, is_new ? "ROLLBACK_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE");
}

// One that was replaced is there still, and one that failed is what it was: it is only told that it is over.
// Assumed of the former.
void StackEvents::change_back(const Json& changed, const cloudformation::StackResource& before) {
  const bool is_changed =
      status_of(changed) == "UPDATE_COMPLETE" && before.physical_id == changed.at("PhysicalResourceId");
  if (is_changed) add(before, "UPDATE_IN_PROGRESS");
  add(before, "UPDATE_COMPLETE");
}

// Of what failed there is nothing to delete.
void StackEvents::take_away(Json made) {
  const bool is_there = status_of(made).ends_with("_COMPLETE");
  made.erase("ResourceStatusReason");
  if (is_there) {
    made["ResourceStatus"] = "DELETE_IN_PROGRESS";
    events_.push_back(made);
  }
  made["ResourceStatus"] = "DELETE_COMPLETE";
  events_.push_back(std::move(made));
}

void StackEvents::hide(const Json& secrets) {
  for (const Json& secret : secrets) {
    const auto& text = secret.get_ref<const std::string&>();
    hidden_.push_back(text);
    for (std::string& element : elements_of(text)) hidden_.push_back(std::move(element));
  }
  std::erase(hidden_, "");
  std::ranges::sort(hidden_, std::ranges::greater(), &std::string::size);
}

void StackEvents::save(cloudformation::Store& store, const cloudformation::Stack& stack) const {
  for (Json event : events_) {
    if (!hidden_.empty() && event.contains("ResourceProperties")) {
      Json properties = parse_json(event["ResourceProperties"].get_ref<const std::string&>());
      put_stars(properties, hidden_);
      event["ResourceProperties"] = properties.dump();
    }
    store.add_event(stack, event);
  }
}

}  // namespace cloche::deploy
