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
        "Tag Key cannot be prefixed with aws:, Key:aws:x");
}

TEST_CASE(
    "a resource is looked at in the service's order: an ARN at all, what is asked, a table's ARN, the "
    "table") {
  TestAccount account;
  const std::string none = "arn:aws:dynamodb:eu-west-1:000000000000:table/none";
  CHECK(account.message("TagResource", Json::object()) == "Invalid TableArn");
  const ApiError denied = account.error("TagResource", {{"ResourceArn", "a:b:c:d:e:f"}});
  CHECK(denied.code == "AccessDeniedException");
  CHECK(denied.message ==
        "User: arn:aws:iam::000000000000:root is not authorized to perform: dynamodb:TagResource on "
        "resource: a:b:c:d:e:f");
  CHECK(account.message("ListTagsOfResource", {{"ResourceArn", ""}})
            .ends_with("is not authorized to perform: dynamodb:ListTagsOfResource on resource: *"));
  CHECK(account.message("TagResource", {{"ResourceArn", "a:b:c:d:e:f/g"}}) ==
        "1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be "
        "null");
  CHECK(account.message("TagResource", {{"ResourceArn", "a:b:c:d:e:f/g"}, {"Tags", Json::array()}}) ==
        "Invalid TableArn: Invalid ResourceArn provided as input a:b:c:d:e:f/g");
  CHECK(account.message("TagResource", {{"ResourceArn", none}, {"Tags", Json::array()}}) ==
        "Atleast one Tag needs to be provided as Input.");
  CHECK(account.message("UntagResource", {{"ResourceArn", none}, {"TagKeys", Json::array()}}) ==
        "Atleast one Tag Key needs to be provided as Input.");
  CHECK(account.message("TagResource", {{"ResourceArn", none}, {"Tags", {{{"Key", "a"}, {"Value", "b"}}}}}) ==
        "Requested resource not found: ResourcArn: " + none + " not found");
  CHECK(account.message("UntagResource", {{"ResourceArn", none}, {"TagKeys", {"a"}}}) ==
        "Requested resource not found");
}

TEST_CASE("limits are those of a new account") {
  TestAccount account;
  CHECK(account.call("DescribeLimits", Json::object())["TableMaxReadCapacityUnits"] == 40000);
}

}  // namespace
}  // namespace cloche::dynamodb
