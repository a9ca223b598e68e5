// Groups, streams, tags, retention, resource policies.
#include "fakes/logs/retention.h"
#include "fakes/logs/test_account.h"

namespace cloche::logs {
namespace {

TEST_CASE_FIXTURE(LogsTest, "a group is created, described and deleted with all that is in it") {
  call("CreateLogGroup", {{"logGroupName", "g"}, {"tags", {{"a", "b"}}}});
  create_stream();
  put({{0, "hello"}});
  const Json group = call("DescribeLogGroups").at("logGroups").at(0);
  CHECK(group == Json{{"logGroupName", "g"},
                      {"creationTime", to_millis(wall)},
                      {"metricFilterCount", 0},
                      {"arn", "arn:aws:logs:us-east-1:000000000000:log-group:g:*"},
                      {"logGroupArn", "arn:aws:logs:us-east-1:000000000000:log-group:g"},
                      {"storedBytes", 31},
                      {"logGroupClass", "STANDARD"},
                      {"deletionProtectionEnabled", false}});
  CHECK(error("CreateLogGroup", {{"logGroupName", "g"}}).message == "The specified log group already exists");
  call("DeleteLogGroup", {{"logGroupName", "g"}});
  CHECK(call("DescribeLogGroups") == Json{{"logGroups", Json::array()}});
  create_group();
  CHECK(call("DescribeLogStreams", {{"logGroupName", "g"}}) == Json{{"logStreams", Json::array()}});
  CHECK(call("ListTagsLogGroup", {{"logGroupName", "g"}}) == Json{{"tags", Json::object()}});
}

TEST_CASE_FIXTURE(LogsTest, "the names of groups are checked") {
  CHECK(error("CreateLogGroup", {{"logGroupName", "aws/x"}}).code == "InvalidParameterException");
  for (const std::string& name :
       {std::string("a b"), std::string("a:b"), std::string("é"), std::string(513, 'a')}) {
    const ApiError refused = error("CreateLogGroup", {{"logGroupName", name}});
    CHECK(refused.code == "InvalidParameterException");
    CHECK(refused.message.find("at 'logGroupName' failed to satisfy constraint") != std::string::npos);
  }
  call("CreateLogGroup", {{"logGroupName", std::string(512, 'a')}});
  call("CreateLogGroup", {{"logGroupName", "/aws/lambda/a.b-c_d#1"}});
}

TEST_CASE_FIXTURE(LogsTest, "what is not there is not found, in the real service's words") {
  for (const char* operation :
       {"DeleteLogGroup", "DescribeLogStreams", "DeleteRetentionPolicy", "ListTagsLogGroup"}) {
    const ApiError missing = error(operation, {{"logGroupName", "g"}});
    CHECK(missing.code == "ResourceNotFoundException");
    CHECK(missing.message == "The specified log group does not exist.");
  }
  create_group();
  const ApiError missing = error("DeleteLogStream", {{"logGroupName", "g"}, {"logStreamName", "s"}});
  CHECK(missing.code == "ResourceNotFoundException");
  CHECK(missing.message == "The specified log stream does not exist.");
}

TEST_CASE_FIXTURE(LogsTest, "groups are listed by name, prefix, pattern and page, in their region") {
  for (const char* name : {"/aws/lambda/one", "/aws/lambda/two", "/other", "Zed"}) create_group(name);
  CHECK(names(call("DescribeLogGroups"), "logGroups", "logGroupName") ==
        "/aws/lambda/one /aws/lambda/two /other Zed ");
  CHECK(names(call("DescribeLogGroups", {{"logGroupNamePrefix", "/aws/"}}), "logGroups", "logGroupName") ==
        "/aws/lambda/one /aws/lambda/two ");
  CHECK(names(call("DescribeLogGroups", {{"logGroupNamePattern", "o"}}), "logGroups", "logGroupName") ==
        "/aws/lambda/one /aws/lambda/two /other ");
  CHECK(error("DescribeLogGroups", {{"logGroupNamePattern", "o"}, {"logGroupNamePrefix", "o"}}).message ==
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  const Json first = call("DescribeLogGroups", {{"limit", 3}});
  CHECK(names(first, "logGroups", "logGroupName") == "/aws/lambda/one /aws/lambda/two /other ");
  const Json second = call("DescribeLogGroups", {{"limit", 3}, {"nextToken", first.at("nextToken")}});
  CHECK(names(second, "logGroups", "logGroupName") == "Zed ");
  CHECK_FALSE(second.contains("nextToken"));
  CHECK(error("DescribeLogGroups", {{"nextToken", "?"}}).message == "The specified nextToken is invalid.");
  CHECK(error("DescribeLogGroups", {{"limit", 51}}).code == "InvalidParameterException");
  CHECK(names(call("DescribeLogGroups", {{"logGroupIdentifiers",
                                          {"Zed", "arn:aws:logs:us-east-1:000000000000:log-group:/other"}}}),
              "logGroups", "logGroupName") == "/other Zed ");
  region = "eu-west-1";
  CHECK(call("DescribeLogGroups").at("logGroups").empty());
}

TEST_CASE_FIXTURE(LogsTest, "a protected group is not deleted") {
  call("CreateLogGroup", {{"logGroupName", "g"}, {"deletionProtectionEnabled", true}});
  CHECK(error("DeleteLogGroup", {{"logGroupName", "g"}}).code == "ValidationException");
  call("PutLogGroupDeletionProtection", {{"logGroupIdentifier", "g"}, {"deletionProtectionEnabled", false}});
  call("DeleteLogGroup", {{"logGroupName", "g"}});
}

TEST_CASE_FIXTURE(LogsTest, "streams are listed by name or last event, both ways, by prefix and page") {
  create_group();
  for (const char* name : {"b", "a2", "a1", "c"}) create_stream(name);
  CHECK(error("CreateLogStream", {{"logGroupName", "g"}, {"logStreamName", "b"}}).message ==
        "The specified log stream already exists");
  put({{-1000, "x"}, {5, "x"}}, "b");
  put({{10, "x"}}, "a1");
  const auto list = [&](Json request) {
    request["logGroupName"] = "g";
    return names(call("DescribeLogStreams", request), "logStreams", "logStreamName");
  };
  CHECK(list({}) == "a1 a2 b c ");
  CHECK(list({{"descending", true}}) == "c b a2 a1 ");
  CHECK(list({{"logStreamNamePrefix", "a"}}) == "a1 a2 ");
  CHECK(list({{"orderBy", "LastEventTime"}, {"descending", true}}) == "a1 b c a2 ");
  CHECK(list({{"orderBy", "LastEventTime"}}) == "a2 c b a1 ");
  CHECK(error("DescribeLogStreams",
              {{"logGroupName", "g"}, {"orderBy", "LastEventTime"}, {"logStreamNamePrefix", "a"}})
            .message == "Cannot order by LastEventTime with a logStreamNamePrefix.");
  for (const char* order : {"LogStreamName", "LastEventTime"}) {
    for (const bool descending : {false, true}) {
      Json request{{"orderBy", order}, {"descending", descending}};
      const std::string all = list(request);
      std::string pages;
      request["logGroupName"] = "g";
      request["limit"] = 1;
      for (;;) {
        const Json page = call("DescribeLogStreams", request);
        pages += names(page, "logStreams", "logStreamName");
        if (!page.contains("nextToken")) break;
        request["nextToken"] = page.at("nextToken");
      }
      CHECK(pages == all);
    }
  }
  const Json stream = call("DescribeLogStreams", {{"logGroupIdentifier", "g"}, {"logStreamNamePrefix", "b"}})
                          .at("logStreams")
                          .at(0);
  CHECK(stream.at("firstEventTimestamp") == to_millis(wall) - 1000);
  CHECK(stream.at("lastEventTimestamp") == to_millis(wall) + 5);
  CHECK(stream.at("lastIngestionTime") == to_millis(wall));
  CHECK(stream.at("creationTime") == to_millis(wall));
  CHECK(stream.at("storedBytes") == 0);
  CHECK(stream.at("arn") == "arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:b");
  CHECK(stream.at("uploadSequenceToken").get<std::string>().size() == 56);
}

TEST_CASE_FIXTURE(LogsTest, "a deleted stream takes its events with it") {
  create_group();
  create_stream("a");
  create_stream("b");
  put({{0, "one"}}, "a");
  put({{1, "two"}}, "b");
  call("DeleteLogStream", {{"logGroupName", "g"}, {"logStreamName", "a"}});
  CHECK(messages(call("FilterLogEvents", {{"logGroupName", "g"}})) == "two ");
  CHECK(call("DescribeLogGroups").at("logGroups").at(0).at("storedBytes") == 29);
}

TEST_CASE_FIXTURE(LogsTest, "a group is named by name or by ARN, and by one of them") {
  create_group();
  create_stream();
  put({{0, "one"}});
  const std::string arn = "arn:aws:logs:us-east-1:000000000000:log-group:g";
  for (const Json& request : {Json{{"logGroupIdentifier", "g"}}, Json{{"logGroupIdentifier", arn}}}) {
    CHECK(messages(call("FilterLogEvents", request)) == "one ");
    Json one = request;
    one["logStreamName"] = "s";
    CHECK(messages(call("GetLogEvents", one)) == "one ");
  }
  CHECK(error("FilterLogEvents", {{"logGroupIdentifier", "g"}, {"logGroupName", "g"}}).message ==
        "LogGroup name and LogGroup ARN are mutually exclusive parameters.");
  CHECK(error("FilterLogEvents").code == "InvalidParameterException");
  CHECK(error("FilterLogEvents", {{"logGroupIdentifier", "arn:aws:logs:eu-west-1:000000000000:log-group:g"}})
            .code == "ResourceNotFoundException");
}

TEST_CASE_FIXTURE(LogsTest, "tags are those of a group, by its name and by its ARN") {
  create_group();
  const std::string arn = "arn:aws:logs:us-east-1:000000000000:log-group:g";
  call("TagLogGroup", {{"logGroupName", "g"}, {"tags", {{"a", "1"}, {"b", "2"}}}});
  call("TagResource", {{"resourceArn", arn}, {"tags", {{"a", "3"}, {"c", "4"}}}});
  CHECK(call("ListTagsLogGroup", {{"logGroupName", "g"}}).at("tags") ==
        Json{{"a", "3"}, {"b", "2"}, {"c", "4"}});
  call("UntagLogGroup", {{"logGroupName", "g"}, {"tags", {"a", "x"}}});
  call("UntagResource", {{"resourceArn", arn}, {"tagKeys", {"b"}}});
  CHECK(call("ListTagsForResource", {{"resourceArn", arn}}).at("tags") == Json{{"c", "4"}});
  Json many = Json::object();
  for (int i = 0; i < 50; ++i) many["k" + std::to_string(i)] = "v";
  CHECK(error("TagResource", {{"resourceArn", arn}, {"tags", many}}).code == "TooManyTagsException");
  CHECK(error("TagResource", {{"resourceArn", arn}, {"tags", {{"aws:x", "v"}}}}).code ==
        "InvalidParameterException");
  CHECK(error("TagResource", {{"resourceArn", arn + "x"}, {"tags", {{"x", "v"}}}}).code ==
        "ResourceNotFoundException");
}

TEST_CASE_FIXTURE(LogsTest, "retention is one of the numbers of days that AWS has") {
  create_group();
  const ApiError refused = error("PutRetentionPolicy", {{"logGroupName", "g"}, {"retentionInDays", 2}});
  CHECK(refused.code == "InvalidParameterException");
  CHECK(refused.message.starts_with(
      "1 validation error detected: Value '2' at 'retentionInDays' failed to satisfy "
      "constraint: Member must satisfy enum value set: ["));
  call("PutRetentionPolicy", {{"logGroupName", "g"}, {"retentionInDays", 7}});
  CHECK(call("DescribeLogGroups").at("logGroups").at(0).at("retentionInDays") == 7);
  call("DeleteRetentionPolicy", {{"logGroupName", "g"}});
  CHECK_FALSE(call("DescribeLogGroups").at("logGroups").at(0).contains("retentionInDays"));
}

// What emulator/effects does, with this service's one effect.
void run_due(LogsTest& test) {
  test.account.transact([&] {
    for (auto row = test.account.outbox().first(); row && row->due <= test.wall;
         row = test.account.outbox().first()) {
      REQUIRE(row->kind == expire_events_effect);
      test.account.outbox().remove(row->id);
      expire_events(test.account, Json::parse(row->payload));
    }
  });
}

TEST_CASE_FIXTURE(LogsTest, "what is past its retention is not shown, and goes") {
  create_group();
  create_stream();
  put({{0, "one"}, {3'600'000, "two"}});
  call("PutRetentionPolicy", {{"logGroupName", "g"}, {"retentionInDays", 1}});
  put({{7'200'000, "three"}});
  const auto show = [&] { return messages(call("FilterLogEvents", {{"logGroupName", "g"}})); };
  const auto bytes = [&] {
    return call("DescribeLogGroups").at("logGroups").at(0).at("storedBytes").get<int>();
  };
  run_due(*this);
  wall += std::chrono::hours(24);
  CHECK(show() == "one two three ");
  wall += Duration(1);
  CHECK(show() == "two three ");
  CHECK(bytes() == 29 + 29 + 31);
  wall += Duration(1000);
  run_due(*this);
  CHECK(show() == "two three ");
  CHECK(bytes() == 29 + 31);
  wall += std::chrono::hours(3);
  run_due(*this);
  CHECK(show().empty());
  CHECK(bytes() == 0);
  CHECK_FALSE(account.outbox().first());
  put({{0, "four"}});
  CHECK(show() == "four ");
  CHECK(account.outbox().first());
}

TEST_CASE_FIXTURE(LogsTest, "resource policies are kept, and said not to be enforced") {
  call("PutResourcePolicy", {{"policyName", "p"}, {"policyDocument", "{}"}});
  CHECK(unsupported.reported.size() == 1);
  CHECK(names(call("DescribeResourcePolicies"), "resourcePolicies", "policyName") == "p ");
  CHECK(error("PutResourcePolicy", {{"policyName", "p"}, {"policyDocument", "no"}}).code ==
        "InvalidParameterException");
  for (int i = 0; i < 9; ++i)
    call("PutResourcePolicy", {{"policyName", std::to_string(i)}, {"policyDocument", "{}"}});
  CHECK(error("PutResourcePolicy", {{"policyName", "q"}, {"policyDocument", "{}"}}).code ==
        "LimitExceededException");
  call("DeleteResourcePolicy", {{"policyName", "p"}});
  CHECK(error("DeleteResourcePolicy", {{"policyName", "p"}}).code == "ResourceNotFoundException");
}

}  // namespace
}  // namespace cloche::logs
