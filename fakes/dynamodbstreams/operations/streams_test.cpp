// The four operations of DynamoDB Streams, on streams that DynamoDB writes.
#include <set>

#include "fakes/dynamodb/test_account.h"

namespace cloche::dynamodbstreams {
namespace {

using dynamodb::TestAccount;

struct Fixture {
  TestAccount account;

  // A table with a stream; answers the stream's ARN.
  std::string create(const std::string& name, const std::string& view_type = "NEW_AND_OLD_IMAGES") {
    const Json stream{{"StreamEnabled", true}, {"StreamViewType", view_type}};
    return account.create_table(name, {{"StreamSpecification", stream}})["LatestStreamArn"];
  }
  void put(const std::string& table, const std::string& id, const std::string& value) {
    account.call("PutItem", {{"TableName", table}, {"Item", {{"id", {{"S", id}}}, {"v", {{"S", value}}}}}});
  }
  void remove(const std::string& table, const std::string& id) {
    account.call("DeleteItem", {{"TableName", table}, {"Key", {{"id", {{"S", id}}}}}});
  }
  Json shard(const std::string& stream) {
    return account.call("DescribeStream", {{"StreamArn", stream}})["StreamDescription"]["Shards"][0];
  }
  std::string iterator(const std::string& stream, const std::string& type,
                       const Json& more = Json::object()) {
    Json request{{"StreamArn", stream}, {"ShardId", shard(stream)["ShardId"]}, {"ShardIteratorType", type}};
    request.update(more);
    return account.call("GetShardIterator", request)["ShardIterator"];
  }
  Json read(const std::string& iterator, const Json& more = Json::object()) {
    Json request{{"ShardIterator", iterator}};
    request.update(more);
    return account.call("GetRecords", request);
  }
  Json records(const std::string& stream) { return read(iterator(stream, "TRIM_HORIZON"))["Records"]; }
};

std::vector<std::string> names(const Json& records) {
  std::vector<std::string> events;
  for (const Json& record : records) events.push_back(record["eventName"]);
  return events;
}

using Names = std::vector<std::string>;

TEST_CASE_FIXTURE(Fixture, "a record tells what happened to an item, and how big it was") {
  const std::string stream = create("abc");
  put("abc", "1", "one");
  put("abc", "1", "two");
  remove("abc", "1");
  const Json all = records(stream);
  CHECK(names(all) == Names{"INSERT", "MODIFY", "REMOVE"});
  const Json& modified = all[1];
  CHECK(modified["eventSource"] == "aws:dynamodb");
  CHECK(modified["eventVersion"] == "1.1");
  CHECK(modified["awsRegion"] == "eu-west-1");
  CHECK(modified["eventID"].get<std::string>().size() == 32);
  const Json& change = modified["dynamodb"];
  CHECK(change["Keys"] == Json{{"id", {{"S", "1"}}}});
  CHECK(change["OldImage"] == Json{{"id", {{"S", "1"}}}, {"v", {{"S", "one"}}}});
  CHECK(change["NewImage"] == Json{{"id", {{"S", "1"}}}, {"v", {{"S", "two"}}}});
  CHECK(change["SizeBytes"] == 3 + 7 + 7);
  CHECK(change["StreamViewType"] == "NEW_AND_OLD_IMAGES");
  CHECK(change["ApproximateCreationDateTime"] == to_millis(account.now()) / 1000);
  CHECK_FALSE(all[0]["dynamodb"].contains("OldImage"));
  CHECK_FALSE(all[2]["dynamodb"].contains("NewImage"));
  CHECK(all[0]["dynamodb"]["SequenceNumber"] < all[1]["dynamodb"]["SequenceNumber"]);
}

TEST_CASE_FIXTURE(Fixture, "a stream shows the images of its view type") {
  for (const std::string type : {"KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE"}) {
    const std::string stream = create(type, type);
    put(type, "1", "one");
    put(type, "1", "two");
    const Json change = records(stream)[1]["dynamodb"];
    CHECK(change.contains("NewImage") == (type == "NEW_IMAGE"));
    CHECK(change.contains("OldImage") == (type == "OLD_IMAGE"));
  }
}

TEST_CASE_FIXTURE(Fixture, "a write that changes nothing leaves no record") {
  const std::string stream = create("abc");
  account.call("PutItem",
               {{"TableName", "abc"}, {"Item", {{"id", {{"S", "1"}}}, {"v", {{"SS", {"a", "b"}}}}}}});
  account.call("PutItem",
               {{"TableName", "abc"}, {"Item", {{"id", {{"S", "1"}}}, {"v", {{"SS", {"b", "a"}}}}}}});
  remove("abc", "none");
  CHECK(records(stream).size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a write whose condition fails leaves no record") {
  const std::string stream = create("abc");
  put("abc", "1", "one");
  account.error("PutItem", {{"TableName", "abc"},
                            {"Item", {{"id", {{"S", "1"}}}}},
                            {"ConditionExpression", "attribute_not_exists(id)"}});
  CHECK(records(stream).size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "iterators begin at the horizon, at the end, at a record or after it") {
  const std::string stream = create("abc");
  put("abc", "1", "one");
  put("abc", "2", "two");
  const Json sequence{{"SequenceNumber", records(stream)[0]["dynamodb"]["SequenceNumber"]}};
  CHECK(read(iterator(stream, "AT_SEQUENCE_NUMBER", sequence))["Records"].size() == 2);
  CHECK(read(iterator(stream, "AFTER_SEQUENCE_NUMBER", sequence))["Records"].size() == 1);
  const std::string latest = iterator(stream, "LATEST");
  const Json nothing = read(latest);
  CHECK(nothing["Records"].empty());
  put("abc", "3", "three");
  CHECK(read(nothing["NextShardIterator"])["Records"].size() == 1);
  CHECK(read(latest)["Records"].size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "records come page by page, each stream its own") {
  const std::string stream = create("abc");
  const std::string other = create("other");
  for (const char* id : {"1", "2", "3"}) {
    put("abc", id, "x");
    put("other", id, "x");
  }
  std::set<std::string> seen;
  std::string next = iterator(stream, "TRIM_HORIZON");
  for (int page = 0; page < 3; ++page) {
    const Json answer = read(next, {{"Limit", 1}});
    REQUIRE(answer["Records"].size() == 1);
    seen.insert(answer["Records"][0]["dynamodb"]["Keys"]["id"]["S"]);
    next = answer["NextShardIterator"];
  }
  CHECK(seen == std::set<std::string>{"1", "2", "3"});
  CHECK(records(other).size() == 3);
  CHECK(account.message("GetRecords", {{"ShardIterator", next}, {"Limit", 1001}}) ==
        "1 validation error detected: Value '1001' at 'limit' failed to satisfy constraint: Member must have "
        "value less than "
        "or equal to 1000");
}

TEST_CASE_FIXTURE(Fixture, "a page holds a megabyte at most") {
  const std::string stream = create("abc", "NEW_IMAGE");
  for (int i = 0; i < 4; ++i) put("abc", std::to_string(i), std::string(300 * 1024, 'x'));
  const Json first = read(iterator(stream, "TRIM_HORIZON"));
  CHECK(first["Records"].size() == 3);
  CHECK(read(first["NextShardIterator"])["Records"].size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a record can be read for 24 hours, and who asks for it later is told") {
  const std::string stream = create("abc");
  put("abc", "1", "one");
  const Json sequence{{"SequenceNumber", records(stream)[0]["dynamodb"]["SequenceNumber"]}};
  account.advance(std::chrono::hours(24) - std::chrono::minutes(5));
  const std::string old = iterator(stream, "TRIM_HORIZON");
  put("abc", "2", "two");
  CHECK(records(stream).size() == 2);
  account.advance(std::chrono::minutes(5));
  CHECK(records(stream).size() == 1);
  const ApiError trimmed = account.error("GetRecords", {{"ShardIterator", old}});
  CHECK(trimmed.code == "TrimmedDataAccessException");
  CHECK(trimmed.message == "The data you are trying to access has been trimmed");
  Json request{{"StreamArn", stream},
               {"ShardId", shard(stream)["ShardId"]},
               {"ShardIteratorType", "AT_SEQUENCE_NUMBER"}};
  request.update(sequence);
  CHECK(account.error("GetShardIterator", request).code == "TrimmedDataAccessException");
}

TEST_CASE_FIXTURE(Fixture, "records that are gone for their age are not forgotten as trimmed") {
  const std::string stream = create("abc");
  put("abc", "0", "x");
  const Json sequence{{"SequenceNumber", records(stream)[0]["dynamodb"]["SequenceNumber"]}};
  account.advance(std::chrono::hours(25));
  for (int i = 0; i < 300; ++i) put("abc", std::to_string(i), "y");  // makes the log delete what is old
  Json request{{"StreamArn", stream},
               {"ShardId", shard(stream)["ShardId"]},
               {"ShardIteratorType", "AT_SEQUENCE_NUMBER"}};
  request.update(sequence);
  CHECK(account.error("GetShardIterator", request).code == "TrimmedDataAccessException");
  CHECK(records(stream).size() == 300);
}

TEST_CASE_FIXTURE(Fixture, "an iterator expires after 15 minutes") {
  const std::string stream = create("abc");
  const std::string made = iterator(stream, "LATEST");
  account.advance(std::chrono::minutes(14));
  read(made);
  account.advance(std::chrono::minutes(1));
  const ApiError expired = account.error("GetRecords", {{"ShardIterator", made}});
  CHECK(expired.code == "ExpiredIteratorException");
  CHECK(expired.message == "Shard iterator has expired");
  CHECK(account.error("GetRecords", {{"ShardIterator", "abc"}}).code == "ValidationException");
  std::string elsewhere = iterator(stream, "LATEST");
  elsewhere.replace(elsewhere.find("eu-west-1"), 9, "us-east-1");
  CHECK(account.error("GetRecords", {{"ShardIterator", elsewhere}}).code == "ValidationException");
}

TEST_CASE_FIXTURE(
    Fixture, "a stream that is disabled, or whose table is deleted, is readable for 24 hours, to its end") {
  const std::string stream = create("abc");
  put("abc", "1", "one");
  SUBCASE("disabled") {
    account.call("UpdateTable", {{"TableName", "abc"}, {"StreamSpecification", {{"StreamEnabled", false}}}});
    put("abc", "2", "two");
  }
  SUBCASE("deleted") { account.call("DeleteTable", {{"TableName", "abc"}}); }
  const Json description = account.call("DescribeStream", {{"StreamArn", stream}})["StreamDescription"];
  CHECK(description["StreamStatus"] == "DISABLED");
  const Json answer = read(iterator(stream, "TRIM_HORIZON"));
  REQUIRE(answer["Records"].size() == 1);
  CHECK_FALSE(answer.contains("NextShardIterator"));
  CHECK(description["Shards"][0]["SequenceNumberRange"]["EndingSequenceNumber"] ==
        answer["Records"][0]["dynamodb"]["SequenceNumber"]);
  account.advance(std::chrono::hours(24));
  const ApiError gone = account.error("DescribeStream", {{"StreamArn", stream}});
  CHECK(gone.code == "ResourceNotFoundException");
  CHECK(gone.message == "Requested resource not found: Stream: " + stream + " not found");
  CHECK(account.call("ListStreams", Json::object())["Streams"].empty());
}

TEST_CASE_FIXTURE(Fixture, "streams are described and listed, page by page or of a table") {
  const std::string a = create("aaa");
  const std::string b = create("bbb", "KEYS_ONLY");
  const Json description = account.call("DescribeStream", {{"StreamArn", b}})["StreamDescription"];
  CHECK(description["TableName"] == "bbb");
  CHECK(description["StreamStatus"] == "ENABLED");
  CHECK(description["StreamViewType"] == "KEYS_ONLY");
  CHECK(description["KeySchema"] == Json{{{"AttributeName", "id"}, {"KeyType", "HASH"}}});
  CHECK_FALSE(description["Shards"][0]["SequenceNumberRange"].contains("EndingSequenceNumber"));
  const Json first = account.call("ListStreams", {{"Limit", 1}});
  CHECK(first["Streams"][0]["StreamArn"] == a);
  CHECK(first["LastEvaluatedStreamArn"] == a);
  const Json second = account.call("ListStreams", {{"Limit", 1}, {"ExclusiveStartStreamArn", a}});
  CHECK(second["Streams"][0]["TableName"] == "bbb");
  CHECK_FALSE(second.contains("LastEvaluatedStreamArn"));
  CHECK(account.call("ListStreams", {{"TableName", "bbb"}})["Streams"].size() == 1);
  Json request{{"StreamArn", a},
               {"ShardId", "shardId-00000000000000000000-00000000"},
               {"ShardIteratorType", "LATEST"}};
  CHECK(account.error("GetShardIterator", request).code == "ResourceNotFoundException");
}

TEST_CASE_FIXTURE(Fixture, "what is no stream's ARN is told apart from a stream that is not there") {
  for (const char* arn : {"fake-stream", "arn:aws:dynamodb:eu-west-1:000000000000:table/abc",
                          "arn:aws:kinesis:eu-west-1:000000000000:stream/abc"}) {
    const ApiError malformed = account.error("DescribeStream", {{"StreamArn", arn}});
    CHECK(malformed.code == "ValidationException");
    CHECK(malformed.message == "Invalid StreamArn");
    CHECK(account.message("GetShardIterator", {{"StreamArn", arn},
                                               {"ShardId", "shardId-00000000000000000000-00000000"},
                                               {"ShardIteratorType", "LATEST"}}) == "Invalid StreamArn");
  }
  const std::string none = "arn:aws:dynamodb:eu-west-1:000000000000:table/abc/stream/2026-01-05T09:00:00.000";
  CHECK(account.error("DescribeStream", {{"StreamArn", none}}).code == "ResourceNotFoundException");
}

TEST_CASE_FIXTURE(Fixture, "a shard has no children") {
  const std::string stream = create("abc");
  const auto request = [&](const Json& filter) {
    return Json{{"StreamArn", stream}, {"ShardFilter", filter}};
  };
  const Json children{{"Type", "CHILD_SHARDS"}, {"ShardId", shard(stream)["ShardId"]}};
  CHECK(account.call("DescribeStream", request(children))["StreamDescription"]["Shards"].empty());
  CHECK(account.error("DescribeStream", request({{"Type", "CHILD_SHARDS"}})).code == "ValidationException");
  const Json unknown{{"Type", "CHILD_SHARDS"}, {"ShardId", "shardId-00000000000000000000-00000000"}};
  CHECK(account.error("DescribeStream", request(unknown)).code == "ResourceNotFoundException");
}

}  // namespace
}  // namespace cloche::dynamodbstreams
