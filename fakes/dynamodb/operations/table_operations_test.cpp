// The operations on tables that are a few lines each: DeleteTable, DescribeTable, ListTables, tags, limits.
#include "fakes/dynamodb/settings.h"
#include "fakes/dynamodb/test_account.h"

namespace cloche::dynamodb {
namespace {

TEST_CASE("a table that is deleted is described as DELETING and is gone") {
  TestAccount account;
  account.create_table("abc");
  CHECK(account.call("DeleteTable", {{"TableName", "abc"}})["TableDescription"]["TableStatus"] == "DELETING");
  const ApiError error = account.error("DescribeTable", {{"TableName", "abc"}});
  CHECK(error.code == "ResourceNotFoundException");
  CHECK(error.message == "Requested resource not found: Table: abc not found");
  CHECK(account.error("DeleteTable", {{"TableName", "abc"}}).code == "ResourceNotFoundException");
}

TEST_CASE("a table that is being made or deleted can't be deleted") {
  TestAccount account;
  account.account().transact([&] { set_table_status_delay(account.account(), std::chrono::seconds(10)); });
  account.create_table("abc");
  const ApiError creating = account.error("DeleteTable", {{"TableName", "abc"}});
  CHECK(creating.code == "ResourceInUseException");
  CHECK(creating.message ==
        "Attempt to change a resource which is still in use: Table is being created: abc");
  CHECK(account.message("CreateTable",
                        {{"TableName", "abc"},
                         {"KeySchema", {{{"AttributeName", "id"}, {"KeyType", "HASH"}}}},
                         {"AttributeDefinitions", {{{"AttributeName", "id"}, {"AttributeType", "S"}}}},
                         {"BillingMode", "PAY_PER_REQUEST"}}) == creating.message);
  CHECK(account.message("DescribeTimeToLive", {{"TableName", "abc"}}) ==
        "Cannot describe time to live while table is in CREATING state: Current table state is CREATING");
  account.advance(std::chrono::seconds(10));
  account.call("UpdateTable",
               {{"TableName", "abc"},
                {"StreamSpecification", {{"StreamEnabled", true}, {"StreamViewType", "KEYS_ONLY"}}}});
  CHECK(account.message("DeleteTable", {{"TableName", "abc"}}) ==
        "Attempt to change a resource which is still in use: Table: abc is in the process of being updated.");
  account.advance(std::chrono::seconds(10));
  account.call("DeleteTable", {{"TableName", "abc"}});
  CHECK(account.call("DescribeTable", {{"TableName", "abc"}})["Table"]["TableStatus"] == "DELETING");
  CHECK(account.error("DeleteTable", {{"TableName", "abc"}}).code == "ResourceInUseException");
  account.advance(std::chrono::seconds(10));
  CHECK(account.call("ListTables", Json::object())["TableNames"].empty());
}

TEST_CASE("a protected table is not deleted") {
  TestAccount account;
  account.create_table("abc", {{"DeletionProtectionEnabled", true}});
  const ApiError error = account.error("DeleteTable", {{"TableName", "abc"}});
  CHECK(error.code == "ValidationException");
  CHECK(error.message ==
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
        "protection first.");
  account.call("UpdateTable", {{"TableName", "abc"}, {"DeletionProtectionEnabled", false}});
  account.call("DeleteTable", {{"TableName", "abc"}});
}

TEST_CASE("a table can be named by its ARN") {
  TestAccount account;
  const Json created = account.create_table("abc");
  CHECK(account.call("DescribeTable", {{"TableName", created["TableArn"]}})["Table"]["TableName"] == "abc");
}

TEST_CASE("an ARN of a table that is not there, or elsewhere, or another's, or of no table is told apart") {
  TestAccount account;
  const auto describe = [&](const std::string& arn) {
    return account.error("DescribeTable", {{"TableName", arn}});
  };
  const ApiError missing = describe("arn:aws:dynamodb:eu-west-1:000000000000:table/none");
  CHECK(missing.code == "ResourceNotFoundException");
  CHECK(missing.message == "Requested resource not found: Table: none not found");
  const ApiError elsewhere = describe("arn:aws:dynamodb:eu-west-2:000000000000:table/none");
  CHECK(elsewhere.code == "ValidationException");
  CHECK(elsewhere.message ==
        "1 validation error detected: Invalid AWS region in "
        "'arn:aws:dynamodb:eu-west-2:000000000000:table/none'");
  const ApiError others = describe("arn:aws:dynamodb:eu-west-1:000000000001:table/none");
  CHECK(others.code == "AccessDeniedException");
  CHECK(others.message == "Access is denied");
  CHECK(describe("arn:aws:dynamodb:eu-west-1:000000000000:table/abc/index/xyz").code ==
        "ValidationException");
}

TEST_CASE("tables are listed in order, page by page") {
  TestAccount account;
  for (const char* name : {"ccc", "aaa", "bbb"}) account.create_table(name);
  const Json first = account.call("ListTables", {{"Limit", 2}});
  CHECK(first["TableNames"] == Json{"aaa", "bbb"});
  CHECK(first["LastEvaluatedTableName"] == "bbb");
  const Json second = account.call("ListTables", {{"Limit", 2}, {"ExclusiveStartTableName", "bbb"}});
  CHECK(second["TableNames"] == Json{"ccc"});
  CHECK_FALSE(second.contains("LastEvaluatedTableName"));
}

TEST_CASE("tags are put, replaced, listed and removed") {
  TestAccount account;
  const Json arn = account.create_table("abc")["TableArn"];
  account.call("TagResource", {{"ResourceArn", arn},
                               {"Tags", {{{"Key", "b"}, {"Value", "1"}}, {{"Key", "a"}, {"Value", "2"}}}}});
  account.call("TagResource", {{"ResourceArn", arn}, {"Tags", {{{"Key", "b"}, {"Value", "3"}}}}});
  CHECK(account.call("ListTagsOfResource", {{"ResourceArn", arn}})["Tags"] ==
        Json{{{"Key", "a"}, {"Value", "2"}}, {{"Key", "b"}, {"Value", "3"}}});
  account.call("UntagResource", {{"ResourceArn", arn}, {"TagKeys", {"a", "none"}}});
  CHECK(account.call("ListTagsOfResource", {{"ResourceArn", arn}})["Tags"] ==
        Json{{{"Key", "b"}, {"Value", "3"}}});
}

TEST_CASE("a table has at most 50 tags, one for each key, and none of AWS's own") {
  TestAccount account;
  const Json arn = account.create_table("abc")["TableArn"];
  const auto tags = [&](int from, int to) {
    Json list = Json::array();
    for (int i = from; i < to; ++i) list.push_back({{"Key", "k" + std::to_string(i)}, {"Value", "v"}});
    return Json{{"ResourceArn", arn}, {"Tags", list}};
  };
  account.call("TagResource", tags(0, 50));
  account.call("TagResource", tags(49, 50));
  const ApiError error = account.error("TagResource", tags(50, 51));
  CHECK(error.code == "ValidationException");
  CHECK(error.message == "Number of Tags exceed the current limit for the provided ResourceArn");
  Json twice = tags(0, 1);
  twice["Tags"].push_back(twice["Tags"][0]);
  CHECK(account.message("TagResource", twice) ==
        "Duplicate Tag Keys provided as input: Duplicate Tag Key found k0");
  CHECK(account.message("TagResource",
                        {{"ResourceArn", arn}, {"Tags", {{{"Key", "aws:x"}, {"Value", "v"}}}}}) ==
        "Tag Key cannot be prefixed with aws:, Key: aws:x");
}

TEST_CASE("a tag's key and value are of letters, digits, spaces and few signs, and not too long") {
  TestAccount account;
  const Json arn = account.create_table("abc")["TableArn"];
  const auto tag = [&](const Json& key, const Json& value) {
    Json one = Json::object();
    if (!key.is_null()) one["Key"] = key;
    if (!value.is_null()) one["Value"] = value;
    return Json{{"ResourceArn", arn}, {"Tags", {std::move(one)}}};
  };
  account.call("TagResource", tag("caf\u00e9 \u8868 a+b-c=d.e_f:g/h@i", ""));
  account.call("TagResource", tag(std::string(128, 'k'), std::string(256, 'v')));
  CHECK(account.message("TagResource", tag("", "v")) == "The Tag Key provided is invalid, Key: ");
  CHECK(account.message("TagResource", tag(nullptr, "v")) == "The Tag Key provided is invalid, Key: null");
  CHECK(account.message("TagResource", tag("k", nullptr)) ==
        "The Tag Value provided is invalid, Value: null");
  CHECK(account.message("TagResource", tag("a#b", "v")) == "The Tag Key provided is invalid, Key: a#b");
  CHECK(account.message("TagResource", tag("k", "100%")) == "The Tag Value provided is invalid, Value: 100%");
  const std::string long_key(129, 'k');
  CHECK(account.message("TagResource", tag(long_key, "v")) ==
        "The Tag Key provided is invalid, Key: " + long_key);
  CHECK(account.message("TagResource", tag("k", std::string(257, 'v')))
            .starts_with("The Tag Value provided is invalid, Value: vvv"));
  CHECK(account.message("UntagResource", {{"ResourceArn", arn}, {"TagKeys", {long_key}}}) ==
        "The Tag Key provided is invalid, Key: " + long_key);
  Json many = Json::array();
  for (int i = 0; i < 51; ++i) many.push_back("k" + std::to_string(i));
  CHECK(account.message("UntagResource", {{"ResourceArn", arn}, {"TagKeys", many}}) ==
        "Number of Tags exceed the current limit for the provided ResourceArn");
}

TEST_CASE(
    "a resource is looked at in the service's order: an ARN at all, what is asked, a table's ARN, the "
    "table") {
  TestAccount account;
  const std::string invalid = "One or more parameter values were invalid: ";
  const std::string none = "arn:aws:dynamodb:eu-west-1:000000000000:table/none";
  CHECK(account.message("TagResource", Json::object()) == "Invalid TableArn");
  CHECK(account.message("TagResource", {{"ResourceArn", "none"}}) ==
        invalid + "ARNs must start with 'arn:': none");
  CHECK(account.message("TagResource", {{"ResourceArn", none}}) ==
        "1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be "
        "null");
  const auto list = [&](const std::string& arn) {
    return account.error("ListTagsOfResource", {{"ResourceArn", arn}});
  };
  const std::string elsewhere = "arn:aws:dynamodb:eu-west-2:000000000000:table/none";
  CHECK(list(elsewhere).message == "Invalid TableArn: Invalid ResourceArn provided as input " + elsewhere);
  const ApiError others = list("arn:aws:dynamodb:eu-west-1:000000000001:table/none");
  CHECK(others.code == "AccessDeniedException");
  CHECK(others.message == "Access is denied");
  CHECK(list("arn:aws:sqs:eu-west-1:000000000000:none").message ==
        invalid + "Provided Arn is not a DynamoDB resource arn: arn:aws:sqs:eu-west-1:000000000000:none");
  CHECK(list(none + "/index/abc").message ==
        invalid + "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: " +
            none + "/index/abc");
  CHECK(account.message("TagResource", {{"ResourceArn", none}, {"Tags", Json::array()}}) ==
        "Atleast one Tag needs to be provided as Input.");
  CHECK(account.message("UntagResource", {{"ResourceArn", none}, {"TagKeys", Json::array()}}) ==
        "Atleast one Tag Key needs to be provided as Input.");
  const std::string not_found = "Requested resource not found: ResourceArn: " + none + " not found";
  CHECK(account.message("TagResource", {{"ResourceArn", none}, {"Tags", {{{"Key", "a"}, {"Value", "b"}}}}}) ==
        not_found);
  CHECK(account.message("UntagResource", {{"ResourceArn", none}, {"TagKeys", {"a"}}}) == not_found);
  CHECK(list(none).message == not_found);
}

TEST_CASE("limits are those of a new account") {
  TestAccount account;
  CHECK(account.call("DescribeLimits", Json::object())["TableMaxReadCapacityUnits"] == 40000);
}

}  // namespace
}  // namespace cloche::dynamodb
