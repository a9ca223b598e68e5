// S3: the bucket, which must be in the template, gets a notification configuration.
#include <algorithm>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/events/event.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule s3_rules[] = {{"Bucket", a_string, Given::required},
                                     {"Events", a_string_or_strings, Given::required_as_is},
                                     {"Filter", a_map_of_strings}};

void check_bucket(Context& context, const std::string& id, const Declared& event) {
  const Json& bucket = event["Bucket"];
  if (bucket.is_object() && bucket.contains("Ref")) {
    if (!bucket["Ref"].is_string()) throw EventError{id, "'Ref' value in S3 events is not a valid string."};
    if (context.resources().contains(bucket["Ref"].get<std::string>())) return;
  }
  throw EventError{id, "S3 events must reference an S3 bucket in the same template."};
}

/// The bucket must not announce before the permission is there.
void depend_on(Json& bucket, const std::string& bucket_id, const Resource& permission) {
  const Json& condition = member(permission.attributes, "Condition");
  if (condition.is_null()) {
    Json& depends = bucket.emplace("DependsOn", Json::array()).first.value();
    if (depends.is_string()) depends = Json::array({depends});
    if (!depends.is_array() || !std::ranges::all_of(depends, is_string)) {
      throw ResourceError{permission.logical_id.substr(0, permission.logical_id.size() - 10),
                          "Invalid type for field 'DependsOn'. Expected a string or list of strings."};
    }
    if (std::ranges::find(depends, Json(permission.logical_id)) == depends.end()) {
      depends.push_back(permission.logical_id);
    }
    return;
  }
  // DependsOn cannot be conditional; a tag that refers to it can.
  Json& tags = bucket["Properties"]["Tags"];
  if (tags.is_null()) tags = Json::array();
  expect_list(tags, bucket_id, "Tags");
  tags.push_back({{"Key", "sam:ConditionalDependsOn:" + permission.logical_id},
                  {"Value", conditional(text_of(condition), permission.name(), "no dependency")}});
}

void add_notifications(const FunctionEvent& event, Json& bucket, const std::string& bucket_id) {
  Json& properties = bucket["Properties"];
  if (properties.is_null()) properties = Json::object();
  if (!properties.is_object()) throw ResourceError{bucket_id, "Properties should be a map."};
  Json& configuration = properties["NotificationConfiguration"];
  if (configuration.is_null()) configuration = Json::object();
  expect_map(configuration, bucket_id, "NotificationConfiguration");
  Json& functions = configuration["LambdaConfigurations"];
  if (functions.is_null()) functions = Json::array();
  if (!functions.is_array()) {
    throw ResourceError{bucket_id, "Invalid type for LambdaConfigurations. Must be a list."};
  }
  for (const Json& kind : as_list(event["Events"])) {
    Json notification = {{"Function", event.target.arn()}, {"Event", kind}};
    if (!event["Filter"].is_null()) notification["Filter"] = event["Filter"];
    if (!event.condition().is_null()) {
      notification = conditional(text_of(event.condition()), std::move(notification));
    }
    if (std::ranges::find(functions, notification) == functions.end())
      functions.push_back(std::move(notification));
  }
}

Resources transform_s3(FunctionEvent& event) {
  const std::string bucket_id = event["Bucket"]["Ref"].get<std::string>();
  Json& bucket = event.context.source["Resources"][bucket_id];
  Resource permission = make_permission(event.logical_id() + "Permission", event,
                                        {"s3.amazonaws.com", nullptr, reference("AWS::AccountId"), nullptr});
  depend_on(bucket, bucket_id, permission);
  add_notifications(event, bucket, bucket_id);
  const Json& type = member(bucket, "Type");
  if (type != "AWS::S3::Bucket") {
    throw ResourceError{bucket_id,
                        "Resource has incorrect Type; expected 'AWS::S3::Bucket', got '" + shown(type) + "'"};
  }
  Resource changed = make_resource(bucket_id, "AWS::S3::Bucket", Json::object(), bucket["DependsOn"]);
  for (const char* name :
       {"DeletionPolicy", "UpdatePolicy", "Condition", "UpdateReplacePolicy", "Metadata"}) {
    if (bucket.contains(name)) changed.attributes[name] = bucket[name];
  }
  changed.properties = bucket["Properties"];
  return {std::move(permission), std::move(changed)};
}

}  // namespace

const EventKind s3_event{"S3", s3_rules, check_bucket, transform_s3};

}  // namespace cloche::deploy::sam
