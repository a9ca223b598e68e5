#include "emulator/deploy/sam/resource.h"

#include <array>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

enum class Tags { none, list, map };

Tags tags_of(const Resource& resource) {
  static constexpr std::array<std::string_view, 18> listed = {"AWS::ApiGateway::ApiKey",
                                                              "AWS::ApiGateway::DomainName",
                                                              "AWS::ApiGateway::DomainNameV2",
                                                              "AWS::ApiGateway::DomainNameAccessAssociation",
                                                              "AWS::ApiGateway::RestApi",
                                                              "AWS::ApiGateway::Stage",
                                                              "AWS::ApiGateway::UsagePlan",
                                                              "AWS::CloudFormation::Stack",
                                                              "AWS::DynamoDB::Table",
                                                              "AWS::IAM::Role",
                                                              "AWS::IoT::TopicRule",
                                                              "AWS::Lambda::CapacityProvider",
                                                              "AWS::Lambda::Function",
                                                              "AWS::S3::Bucket",
                                                              "AWS::SNS::Topic",
                                                              "AWS::SQS::Queue",
                                                              "AWS::StepFunctions::StateMachine",
                                                              "AWS::AppSync::GraphQLApi"};
  if (std::ranges::find(listed, std::string_view(resource.type)) != listed.end()) return Tags::list;
  if (resource.type == "AWS::ApiGatewayV2::Stage" || resource.type == "AWS::ApiGatewayV2::DomainName") {
    return Tags::map;
  }
  const bool web_socket =
      resource.type == "AWS::ApiGatewayV2::Api" && resource.properties.contains("ProtocolType");
  return web_socket ? Tags::map : Tags::none;
}

}  // namespace

Json Resource::definition() const {
  Json made = attributes;
  made["Type"] = type;
  if (truthy(depends_on)) made["DependsOn"] = depends_on;
  Json& kept = made["Properties"] = Json::object();
  for (const auto& [name, value] : properties.items()) {
    if (!value.is_null()) kept.emplace(name, value);
  }
  return made;
}

Json Resource::name() const { return reference(logical_id); }

Json Resource::arn() const {
  static constexpr std::array<std::string_view, 6> by_reference = {"AWS::Lambda::Alias",
                                                                   "AWS::Lambda::Version",
                                                                   "AWS::SNS::Topic",
                                                                   "AWS::StepFunctions::StateMachine",
                                                                   "AWS::StepFunctions::StateMachineAlias",
                                                                   "AWS::StepFunctions::StateMachineVersion"};
  if (std::ranges::find(by_reference, std::string_view(type)) != by_reference.end())
    return reference(logical_id);
  return get_att(logical_id, "Arn");
}

Json Resource::passed_on() const { return passed_on_attributes(attributes); }

void Resource::tag(const Json& tags) {
  switch (tags_of(*this)) {
    case Tags::list:
      properties["Tags"] = tag_list(tags);
      break;
    case Tags::map:
      properties["Tags"] = tags;
      break;
    case Tags::none:
      break;
  }
}

Json passed_on_attributes(const Json& attributes) {
  Json kept = Json::object();
  for (const char* name : {"Condition", "DeletionPolicy", "UpdateReplacePolicy"}) {
    if (attributes.contains(name)) kept[name] = attributes[name];
  }
  return kept;
}

void check_logical_id(const std::string& logical_id) {
  // Only digits: a key that YAML takes for a number.
  const bool number = logical_id.find_first_not_of("0123456789") == std::string::npos;
  if (number || !is_alphanumeric(logical_id))
    throw ResourceError{logical_id, "Logical ids must be alphanumeric."};
}

Resource make_resource(std::string logical_id, std::string type, Json attributes, Json depends_on) {
  check_logical_id(logical_id);
  return {std::move(logical_id), std::move(type), std::move(attributes), std::move(depends_on)};
}

}  // namespace cloche::deploy::sam
