#include "fakes/wire/structure.h"

#include <doctest/doctest.h>

#include "fakes/core/fault.h"
#include "fakes/wire/service.h"

using namespace cloche;
using namespace cloche::wire;

namespace {

const model::Shape& create_table_input() {
  return *model::find_service("dynamodb")->operation("CreateTable")->input;
}

}  // namespace

TEST_CASE("a getter answers the member, and what to take in its absence") {
  const Json document = {{"TableName", "Music"},
                         {"KeySchema", Json::array({{{"AttributeName", "Artist"}, {"KeyType", "HASH"}}})},
                         {"ProvisionedThroughput", {{"ReadCapacityUnits", 5}, {"WriteCapacityUnits", 6}}},
                         {"DeletionProtectionEnabled", true}};
  const Structure request(create_table_input(), document);
  CHECK(request.string("TableName") == "Music");
  CHECK(request.has("KeySchema"));
  CHECK(request.structures("KeySchema").at(0).string("KeyType") == "HASH");
  CHECK(request.structure("ProvisionedThroughput").integer("WriteCapacityUnits") == 6);
  CHECK(request.boolean("DeletionProtectionEnabled"));
  CHECK_FALSE(request.has("BillingMode"));
  CHECK(request.string_or("BillingMode", "PROVISIONED") == "PROVISIONED");
  CHECK(request.find_string("BillingMode") == nullptr);
  CHECK(request.structures("Tags").empty());
  CHECK_FALSE(request.find_structure("SSESpecification").has_value());
}

TEST_CASE("a map of structures is read entry by entry, sorted by key") {
  const Json document = {
      {"KeyConditions", {{"b", {{"ComparisonOperator", "EQ"}}}, {"a", {{"ComparisonOperator", "LT"}}}}}};
  const Structure request(*model::find_service("dynamodb")->operation("Query")->input, document);
  const auto entries = request.entries("KeyConditions");
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].first == "a");
  CHECK(entries[1].second.string("ComparisonOperator") == "EQ");
  CHECK(request.entries("QueryFilter").empty());
  CHECK_THROWS_AS((void)request.entries("ExpressionAttributeNames"), Fault);
}

TEST_CASE("a member that the model lacks is a fault even where the request has it") {
  const Json document = {{"Nothing", 1}};
  const Structure request(create_table_input(), document);
  CHECK_THROWS_AS((void)request.has("Nothing"), Fault);
  CHECK_THROWS_AS((void)request.string("tableName"), Fault);
}

TEST_CASE("reading a member as another kind than it has is a fault even where the request lacks it") {
  const Json document = Json::object();
  const Structure request(create_table_input(), document);
  CHECK_THROWS_AS((void)request.find_integer("TableName"), Fault);
  CHECK_THROWS_AS((void)request.strings("KeySchema"), Fault);
  CHECK_THROWS_AS((void)request.string("TableName"), Fault);  // absent
}

TEST_CASE("a service that names an operation which its model lacks is a fault") {
  static constexpr OperationEntry wrong[] = {{"PutItems", nullptr}};
  static constexpr OperationEntry right[] = {{"PutItem", nullptr}};
  CHECK_THROWS_AS((void)(ServiceDefinition{.name = "dynamodb", .operations = wrong}.model()), Fault);
  CHECK_THROWS_AS((void)(ServiceDefinition{.name = "nothing", .operations = {}}.model()), Fault);
  CHECK(ServiceDefinition{.name = "dynamodb", .operations = right}.model().name == "dynamodb");
}
