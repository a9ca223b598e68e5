#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/other_resources.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

bool a_map_of_integers_or_maps(const Json& value) {
  return value.is_object() &&
         std::ranges::all_of(value, [](const Json& part) { return an_integer(part) || a_map(part); });
}

constexpr PropertyRule table_rules[] = {{"PointInTimeRecoverySpecification"},
                                        {"PrimaryKey", a_map_of_strings},
                                        {"ProvisionedThroughput", a_map_of_integers_or_maps},
                                        {"TableName", a_string_or_map},
                                        {"Tags", a_map},
                                        {"SSESpecification", a_map}};

Json attribute_type(const std::string& logical_id, const Json& type) {
  if (type == "String") return "S";
  if (type == "Number") return "N";
  if (type == "Binary") return "B";
  throw ResourceError{logical_id, "Invalid 'Type' \"" + shown(type) + "\"."};
}

}  // namespace

Resources transform_simple_table(Context& /*context*/, const std::string& logical_id, Json& definition) {
  const Declared simple = declare(logical_id, definition, "AWS::Serverless::SimpleTable", table_rules);
  Resource table = make_resource(logical_id, "AWS::DynamoDB::Table", simple.attributes, simple.depends_on);
  Json key = {{"AttributeName", "id"}, {"AttributeType", "S"}};
  if (const Json& given = simple["PrimaryKey"]; truthy(given)) {
    key["AttributeName"] = expect_given(member(given, "Name"), logical_id, "PrimaryKey.Name");
    key["AttributeType"] =
        attribute_type(logical_id, expect_given(member(given, "Type"), logical_id, "PrimaryKey.Type"));
  }
  table["AttributeDefinitions"] = Json::array({key});
  table["KeySchema"] = Json::array({{{"AttributeName", key["AttributeName"]}, {"KeyType", "HASH"}}});
  for (const char* name :
       {"PointInTimeRecoverySpecification", "ProvisionedThroughput", "SSESpecification", "TableName"}) {
    if (truthy(simple[name])) table[name] = simple[name];
  }
  if (!truthy(simple["ProvisionedThroughput"])) table["BillingMode"] = "PAY_PER_REQUEST";
  if (truthy(simple["Tags"])) table["Tags"] = tag_list(simple["Tags"]);
  return {std::move(table)};
}

}  // namespace cloche::deploy::sam
