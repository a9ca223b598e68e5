#include "emulator/deploy/sam/events/event.h"

#include <algorithm>
#include <array>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/logical_id.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

const char* python_type(const Json& value) {
  if (value.is_null()) return "NoneType";
  if (value.is_string()) return "str";
  if (value.is_boolean()) return "bool";
  if (value.is_array()) return "list";
  return value.is_number_float() ? "float" : "int";
}

/// The order in which SAM makes them: by path, or by name where there is none.
std::vector<std::string> event_order(const Json& events) {
  std::vector<std::pair<std::string, std::string>> keyed;
  for (const auto& [id, event] : events.items()) {
    const Json& path = member(member(event, "Properties"), "Path");
    keyed.emplace_back(path.is_string() ? path.get<std::string>() : id, id);
  }
  std::ranges::sort(keyed);
  std::vector<std::string> order;
  for (auto& [key, id] : keyed) order.push_back(std::move(id));
  return order;
}

/// What an EventError of a function's event is to its reader.
template <class Work>
auto as_resource_error(const std::string& logical_id, const Work& work) {
  try {
    return work();
  } catch (const EventError& error) {
    throw ResourceError{logical_id, error.text()};
  }
}

const EventKind& kind_or_refuse(const std::string& id, const Json& definition) {
  const EventKind* kind = find_function_event(text_of(member(definition, "Type")));
  if (kind == nullptr) refuse_event_type(id, definition);
  return *kind;
}

}  // namespace

const Json& FunctionEvent::condition() const { return member(target.attributes, "Condition"); }

void FunctionEvent::refuse(const std::string& message) const { throw EventError{id, message}; }

const EventKind* find_function_event(std::string_view type) {
  static constexpr std::array<const EventKind*, 19> kinds = {&alexa_skill_event,
                                                             &api_event,
                                                             &cloudwatch_event,
                                                             &cloudwatch_logs_event,
                                                             &cognito_event,
                                                             &document_db_event,
                                                             &dynamodb_event,
                                                             &event_bridge_rule_event,
                                                             &http_api_event,
                                                             &iot_rule_event,
                                                             &kinesis_event,
                                                             &mq_event,
                                                             &msk_event,
                                                             &s3_event,
                                                             &schedule_event,
                                                             &schedule_v2_event,
                                                             &self_managed_kafka_event,
                                                             &sns_event,
                                                             &sqs_event};
  for (const EventKind* kind : kinds) {
    if (kind->type == type) return kind;
  }
  return nullptr;
}

void refuse_event_type(const std::string& id, const Json& definition) {
  if (!definition.is_object()) {
    throw EventError{id, std::string("'") + python_type(definition) + "' object has no attribute 'get'"};
  }
  throw EventError{id, "Resource dict has missing or invalid value for key Type. Event Type is: " +
                           shown(member(definition, "Type")) + "."};
}

void check_events(Context& context, const Declared& function) {
  Json& events = function.properties["Events"];
  if (!truthy(events)) return;
  as_resource_error(function.logical_id, [&] {
    for (auto& [id, definition] : events.items()) {
      const EventKind& kind = kind_or_refuse(id, definition);
      const Declared event = declare(function.logical_id + id, definition, kind.type, kind.rules);
      if (kind.check != nullptr) kind.check(context, id, event);
    }
  });
}

Resources transform_events(Context& context, const Declared& function, const Resource& target,
                           Resource& role) {
  Resources made;
  Json& events = function.properties["Events"];
  if (!truthy(events)) return made;
  as_resource_error(function.logical_id, [&] {
    for (const std::string& id : event_order(events)) {
      Json& definition = events[id];
      const EventKind& kind = kind_or_refuse(id, definition);
      FunctionEvent event{context,
                          id,
                          std::string(kind.type),
                          declare(function.logical_id + id, definition, kind.type, kind.rules),
                          target,
                          role};
      for (Resource& resource : kind.transform(event)) made.push_back(std::move(resource));
    }
  });
  return made;
}

Resource make_permission(const std::string& logical_id, const FunctionEvent& event,
                         const Permission& permission) {
  Resource made = make_resource(logical_id, "AWS::Lambda::Permission", event.passed_on());
  made["Action"] = "lambda:InvokeFunction";
  made["FunctionName"] = event.target.name();
  made["Principal"] = permission.principal;
  made["SourceArn"] = permission.source_arn;
  made["SourceAccount"] = permission.source_account;
  made["EventSourceToken"] = permission.event_source_token;
  return made;
}

void check_dead_letter_config(const std::string& logical_id, const Json& config) {
  const bool arn = config.contains("Arn");
  const bool type = config.contains("Type");
  if (arn && type) {
    throw EventError{logical_id, "You can either define 'Arn' or 'Type' property of DeadLetterConfig."};
  }
  if (type && config["Type"] != "SQS") {
    throw EventError{logical_id, "The only valid value for 'Type' property of DeadLetterConfig is 'SQS'."};
  }
  if (!arn && !type)
    throw EventError{logical_id, "No 'Arn' or 'Type' property provided for DeadLetterConfig."};
}

DeadLetterQueue rule_dead_letter_queue(const std::string& logical_id, const Json& config,
                                       const Json& rule_arn, const Json& attributes) {
  if (const Json& arn = member(config, "Arn"); !arn.is_null()) return {arn, {}};
  const Json& name = member(config, "QueueLogicalId");
  if (!name.is_null() && !name.is_string()) throw EventError{logical_id, "QueueLogicalId must be a string"};
  Resource queue =
      make_resource(truthy(name) ? text_of(name) : logical_id + "Queue", "AWS::SQS::Queue", attributes);
  Resource policy = make_resource(logical_id + "QueuePolicy", "AWS::SQS::QueuePolicy", attributes);
  policy["PolicyDocument"] = {
      {"Version", "2012-10-17"},
      {"Statement", Json::array({{{"Action", "sqs:SendMessage"},
                                  {"Effect", "Allow"},
                                  {"Principal", {{"Service", "events.amazonaws.com"}}},
                                  {"Resource", queue.arn()},
                                  {"Condition", {{"ArnEquals", {{"aws:SourceArn", rule_arn}}}}}}})}};
  policy["Queues"] = Json::array({queue.name()});
  Json arn = queue.arn();
  return {std::move(arn), {std::move(queue), std::move(policy)}};
}

std::string target_id(const std::string& logical_id, const std::string& suffix) {
  constexpr std::size_t most = 64;
  if (logical_id.size() + suffix.size() <= most) return logical_id + suffix;
  return logical_id.substr(0, most - suffix.size()) + suffix;
}

Json rule_state(const std::string& id, const Json& state, const Json& enabled) {
  if (truthy(state) && !enabled.is_null()) {
    throw EventError{id, "State and Enabled Properties cannot both be specified."};
  }
  if (!enabled.is_null()) return truthy(enabled) ? "ENABLED" : "DISABLED";
  return truthy(state) ? state : Json();
}

}  // namespace cloche::deploy::sam
