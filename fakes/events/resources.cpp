#include "fakes/events/resources.h"

#include <nlohmann/json.hpp>
#include <set>

#include "fakes/core/arn.h"
#include "fakes/core/system_tags.h"
#include "fakes/events/errors.h"

namespace cloche::events {

namespace {

constexpr std::size_t tags_per_resource = 50;

template <class Value>
void set_if(Json& document, const char* member, const std::optional<Value>& value) {
  if (value) document[member] = *value;
}

void set_json_if(Json& document, const char* member, const std::optional<std::string>& text) {
  if (text) document[member] = Json::parse(*text);
}

}  // namespace

BusName existing_bus(const wire::Call& call, const wire::Structure& request) {
  BusName bus = named_bus(call, request);
  if (!Store(call.account).find_bus(bus)) throw bus_not_found(bus.name);
  return bus;
}

Rule existing_rule(const wire::Call& call, const wire::Structure& request, std::string_view member) {
  const RuleName name{existing_bus(call, request), request.string(member)};
  auto rule = Store(call.account).find_rule(name);
  if (!rule) throw rule_not_found(name);
  return *std::move(rule);
}

Json rule_document(const Account& account, const Rule& rule) {
  Json document{{"Name", rule.name.name},
                {"Arn", rule_arn(account, rule.name)},
                {"State", rule.state},
                {"EventBusName", rule.name.bus.name}};
  set_if(document, "EventPattern", rule.pattern);
  set_if(document, "ScheduleExpression", rule.schedule);
  set_if(document, "Description", rule.description);
  set_if(document, "RoleArn", rule.role_arn);
  return document;
}

Json bus_document(const Account& account, const Bus& bus) {
  Json document{{"Name", bus.name.name}, {"Arn", bus_arn(account, bus.name)}};
  set_if(document, "Policy", bus.policy);
  set_if(document, "Description", bus.description);
  if (bus.created) document["CreationTime"] = to_millis(*bus.created);
  if (bus.modified) document["LastModifiedTime"] = to_millis(*bus.modified);
  return document;
}

void add_bus_settings(Json& document, const Bus& bus) {
  set_if(document, "Description", bus.description);
  set_if(document, "KmsKeyIdentifier", bus.kms_key);
  set_json_if(document, "DeadLetterConfig", bus.dead_letter_config);
  set_json_if(document, "LogConfig", bus.log_config);
}

void set_bus_settings(const wire::Call& call, const wire::Structure& request, Bus& bus) {
  const auto take = [&](const char* member, std::optional<std::string>& setting) {
    if (const std::string* value = request.find_string(member)) setting = *value;
  };
  const auto take_json = [&](const char* member, std::optional<std::string>& setting) {
    if (const Json* value = request.find_json(member)) setting = value->dump();
  };
  take("Description", bus.description);
  take("KmsKeyIdentifier", bus.kms_key);
  take_json("DeadLetterConfig", bus.dead_letter_config);
  take_json("LogConfig", bus.log_config);
  for (const char* member : {"KmsKeyIdentifier", "DeadLetterConfig", "LogConfig"}) {
    if (request.has(member))
      call.report_unsupported(std::string(member) + " of an event bus is kept and not applied");
  }
}

std::string tagged_resource(const wire::Call& call, const wire::Structure& request) {
  const std::string& arn = request.string("ResourceARN");
  Store store(call.account);
  const BusName bus = bus_of_arn(arn);
  const RuleName rule = rule_of_arn(arn);
  if (!bus.name.empty()) {
    if (arn != bus_arn(call.account, {call.region, bus.name}) || !store.find_bus(bus))
      throw bus_not_found(bus.name);
    return arn;
  }
  if (rule.name.empty()) {
    throw validation_error(
        "Parameter ResourceARN is not valid. Reason: Provided Arn is not in correct format.");
  }
  if (arn != rule_arn(call.account, {{call.region, rule.bus.name}, rule.name}) || !store.find_rule(rule)) {
    throw rule_not_found(rule);
  }
  return arn;
}

void put_tags(Store& store, std::string_view arn, const wire::Structure& request) {
  std::set<std::string> keys;
  for (const wire::Structure& tag : request.structures("Tags")) {
    const std::string& key = tag.string("Key");
    if (!keys.insert(key).second) throw validation_error("Duplicate tag keys are not allowed.");  // assumed
    if (is_system_tag(key)) {
      throw validation_error(system_tag_refusal);  // assumed: the words
    }
    store.put_tag(arn, {key, tag.string("Value")});
  }
  if (count_users_tags(store.tags(arn)) > tags_per_resource) {
    throw validation_error("A resource can have up to 50 tags.");  // assumed
  }
}

void put_system_tags(Store& store, std::string_view arn, const Json& tags) {
  for (const auto& [key, value] : tags.items()) store.put_tag(arn, {key, value.get<std::string>()});
}

}  // namespace cloche::events
