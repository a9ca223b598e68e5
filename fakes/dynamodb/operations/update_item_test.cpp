#include "fakes/dynamodb/test_account.h"

namespace cloche::dynamodb {
namespace {

const std::string invalid = "One or more parameter values were invalid: ";

Json text(const std::string& value) { return {{"S", value}}; }
Json number(const std::string& value) { return {{"N", value}}; }

struct Fixture {
  TestAccount account;
  Fixture() {
    account.create_table("abc",
                         {{"AttributeDefinitions",
                           {{{"AttributeName", "id"}, {"AttributeType", "S"}},
                            {{"AttributeName", "name"}, {"AttributeType", "S"}}}},
                          {"GlobalSecondaryIndexes",
                           {{{"IndexName", "byName"},
                             {"KeySchema", Json::array({{{"AttributeName", "name"}, {"KeyType", "HASH"}}})},
                             {"Projection", {{"ProjectionType", "KEYS_ONLY"}}}}}}});
  }

  static Json request(const std::string& id, const Json& more) {
    Json all{{"TableName", "abc"}, {"Key", {{"id", text(id)}}}};
    all.update(more);
    return all;
  }
  Json update(const std::string& id, const Json& more) {
    return account.call("UpdateItem", request(id, more));
  }
  std::string message(const std::string& id, const Json& more) {
    return account.message("UpdateItem", request(id, more));
  }
  std::int64_t entries() {
    return account.call("DescribeTable",
                        {{"TableName", "abc"}})["Table"]["GlobalSecondaryIndexes"][0]["ItemCount"];
  }
};

TEST_CASE_FIXTURE(Fixture, "an update makes the item if it is not there, and answers what is asked for") {
  const Json set{{"UpdateExpression", "SET a = :a, b.c = :a"},
                 {"ExpressionAttributeValues", {{":a", text("x")}}}};
  CHECK(message("1", set) == "The document path provided in the update expression is invalid for update");
  const auto setting = [](const std::string& value, const char* returned) {
    return Json{{"UpdateExpression", "SET a = :a"},
                {"ExpressionAttributeValues", {{":a", text(value)}}},
                {"ReturnValues", returned}};
  };
  CHECK(update("1", setting("x", "ALL_NEW"))["Attributes"] == Json{{"id", text("1")}, {"a", text("x")}});
  CHECK(update("1", setting("y", "ALL_OLD"))["Attributes"] == Json{{"id", text("1")}, {"a", text("x")}});
  CHECK(update("1", setting("z", "UPDATED_OLD"))["Attributes"] == Json{{"a", text("y")}});
  CHECK(update("1", setting("w", "UPDATED_NEW"))["Attributes"] == Json{{"a", text("w")}});
  CHECK(update("1", setting("w", "NONE")).empty());
  CHECK_FALSE(update("2", setting("x", "ALL_OLD")).contains("Attributes"));
}

TEST_CASE_FIXTURE(
    Fixture, "UPDATED_NEW answers what is now where something was set: nothing far beyond a list's end") {
  const auto setting = [&](const std::string& place) {
    account.call("PutItem", {{"TableName", "abc"},
                             {"Item", {{"id", text("1")}, {"l", {{"L", {text("a"), text("b")}}}}}}});
    return update("1", {{"UpdateExpression", "SET " + place + " = :c"},
                        {"ExpressionAttributeValues", {{":c", text("c")}}},
                        {"ReturnValues", "UPDATED_NEW"}});
  };
  const Json c{{"l", {{"L", {text("c")}}}}};
  CHECK(setting("l[1]")["Attributes"] == c);
  CHECK(setting("l[2]")["Attributes"] == c);            // assumed
  CHECK_FALSE(setting("l[7]").contains("Attributes"));  // seen (a public report of 2026)
  CHECK(account.call("GetItem", request("1", Json::object()))["Item"]["l"]["L"] ==
        Json{text("a"), text("b"), text("c")});
}

TEST_CASE_FIXTURE(Fixture, "an update of nothing makes an item of its key") {
  CHECK(update("1", {{"ReturnValues", "ALL_NEW"}})["Attributes"] == Json{{"id", text("1")}});
}

TEST_CASE_FIXTURE(Fixture, "no update makes a name that is empty or too large") {
  const std::string too_large =
      "1 validation error detected: Attribute name is too large, must be less than 65536 bytes";
  for (const auto& [name, refusal] : {std::pair<std::string, std::string>{"", "Empty attribute name"},
                                      {std::string(65536, 'a'), too_large}}) {
    CHECK(message("1", {{"AttributeUpdates", {{name, {{"Value", text("a")}}}}}}) == refusal);
    CHECK(message("1", {{"UpdateExpression", "SET a = :a"},
                        {"ExpressionAttributeValues", {{":a", {{"M", {{name, text("a")}}}}}}}}) == refusal);
  }
  CHECK(message("1", {{"UpdateExpression", "SET #a = a"},
                      {"ExpressionAttributeNames", {{"#a", std::string(65536, 'a')}}}}) == too_large);
}

TEST_CASE_FIXTURE(Fixture, "AttributeUpdates update too") {
  const Json updates{{"AttributeUpdates", {{"n", {{"Action", "ADD"}, {"Value", number("5")}}}}},
                     {"ReturnValues", "UPDATED_NEW"}};
  CHECK(update("1", updates)["Attributes"] == Json{{"n", number("5")}});
  CHECK(update("1", updates)["Attributes"] == Json{{"n", number("10")}});
}

TEST_CASE_FIXTURE(Fixture, "a condition decides on the item before") {
  const Json counting{
      {"UpdateExpression", "SET n = if_not_exists(n, :zero) + :one"},
      {"ConditionExpression", "attribute_not_exists(n) OR n < :max"},
      {"ExpressionAttributeValues", {{":zero", number("0")}, {":one", number("1")}, {":max", number("2")}}},
      {"ReturnValuesOnConditionCheckFailure", "ALL_OLD"}};
  update("1", counting);
  update("1", counting);
  const ApiError error = account.error("UpdateItem", request("1", counting));
  CHECK(error.code == "ConditionalCheckFailedException");
  CHECK(without_fragments(error.members)["Item"]["n"] == number("2"));
}

TEST_CASE_FIXTURE(Fixture, "keys can't be updated, and keys of indexes keep their types") {
  const Json values{{":a", text("x")}};
  CHECK(message("1", {{"UpdateExpression", "SET id = :a"}, {"ExpressionAttributeValues", values}}) ==
        invalid + "Cannot update attribute id. This attribute is part of the key");
  const Json set{{"UpdateExpression", "SET #n = :a"}, {"ExpressionAttributeNames", {{"#n", "name"}}}};
  Json wrong = set;
  wrong["ExpressionAttributeValues"] = {{":a", number("1")}};
  CHECK(message("1", wrong) ==
        invalid + "Type mismatch for Index Key name Expected: S Actual: N IndexName: byName");
  update("1", {{"UpdateExpression", "SET n = :a"}, {"ExpressionAttributeValues", {{":a", number("1")}}}});
  CHECK(message("1", {{"UpdateExpression", "SET #n = n"}, {"ExpressionAttributeNames", {{"#n", "name"}}}}) ==
        "The update expression attempted to update the secondary index key to unsupported type");
  Json right = set;
  right["ExpressionAttributeValues"] = values;
  update("1", right);
  CHECK(entries() == 1);
  update("1", {{"UpdateExpression", "REMOVE #n"}, {"ExpressionAttributeNames", {{"#n", "name"}}}});
  CHECK(entries() == 0);
}

TEST_CASE_FIXTURE(Fixture, "an update may not make a key of an index empty or too long") {
  const auto setting = [&](const std::string& value) {
    return Json{{"UpdateExpression", "SET #n = :a"},
                {"ExpressionAttributeNames", {{"#n", "name"}}},
                {"ExpressionAttributeValues", {{":a", text(value)}}}};
  };
  CHECK(message("1", setting("")) ==
        "One or more parameter values are not valid. The update expression attempted to update a secondary "
        "index key to a value that is not supported. The AttributeValue for a key attribute cannot contain "
        "an empty string value.");
  CHECK(message("1", setting(std::string(2049, 'x'))) ==
        invalid + "Size of hashkey has exceeded the maximum size limit of2048 bytes");
  update("1", setting(std::string(2048, 'x')));
}

TEST_CASE_FIXTURE(Fixture, "an update that only takes away makes no item") {
  CHECK(update("1", {{"UpdateExpression", "REMOVE a"}, {"ReturnValues", "ALL_NEW"}}).empty());
  update("1", {{"UpdateExpression", "DELETE a :a REMOVE b"},
               {"ExpressionAttributeValues", {{":a", {{"SS", {"x"}}}}}}});
  update("1", {{"AttributeUpdates", {{"a", {{"Action", "DELETE"}}}}}});
  CHECK_FALSE(account.call("GetItem", request("1", Json::object())).contains("Item"));
  CHECK(message("1", {{"UpdateExpression", "REMOVE a.b"}}) ==
        "The document path provided in the update expression is invalid for update");
}

TEST_CASE_FIXTURE(Fixture, "an update may not make an item larger than 400 KB") {
  const Json value{{":a", text(std::string(300 * 1024, 'x'))}};
  update("1", {{"UpdateExpression", "SET a = :a"}, {"ExpressionAttributeValues", value}});
  CHECK(message("1", {{"UpdateExpression", "SET b = :a"}, {"ExpressionAttributeValues", value}}) ==
        "Item size to update has exceeded the maximum allowed size");
}

TEST_CASE_FIXTURE(Fixture,
                  "parameters of both ages don't go together, and names and values need an expression") {
  CHECK(message("1", {{"UpdateExpression", "SET a = :a"},
                      {"AttributeUpdates", Json::object()},
                      {"Expected", Json::object()}}) ==
        "Can not use both expression and non-expression parameters in the same request: Non-expression "
        "parameters: "
        "{AttributeUpdates, Expected} Expression parameters: {UpdateExpression}");
  CHECK(message("1", {{"ExpressionAttributeValues", {{":a", text("a")}}}}) ==
        "ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and "
        "ConditionExpression are "
        "null");
  CHECK(account.message("UpdateItem", {{"TableName", "abc"}, {"Key", {{"x", text("1")}}}}) ==
        "The provided key element does not match the schema");
}

}  // namespace
}  // namespace cloche::dynamodb
