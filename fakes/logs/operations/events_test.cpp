// PutLogEvents, GetLogEvents, FilterLogEvents.
#include "fakes/logs/test_account.h"

namespace cloche::logs {
namespace {

struct EventsTest : LogsTest {
  EventsTest() {
    create_group();
    create_stream();
  }
  Json get(Json request = Json::object()) {
    request["logGroupName"] = "g";
    request["logStreamName"] = "s";
    return call("GetLogEvents", request);
  }
  Json filter(Json request = Json::object()) {
    request["logGroupName"] = "g";
    return call("FilterLogEvents", request);
  }
  ApiError put_error(const Events& events) {
    Json list = Json::array();
    for (const auto& [at, message] : events) {
      list.push_back({{"timestamp", to_millis(wall) + at}, {"message", message}});
    }
    return error("PutLogEvents", {{"logGroupName", "g"}, {"logStreamName", "s"}, {"logEvents", list}});
  }
};

constexpr int hour = 3'600'000;

TEST_CASE_FIXTURE(EventsTest, "events come back as they were put") {
  const Json answer = put({{0, "one"}, {0, "zwei\nünd"}, {7, "three"}});
  CHECK(answer.at("nextSequenceToken").get<std::string>().size() == 56);
  CHECK_FALSE(answer.contains("rejectedLogEventsInfo"));
  const Json events = get().at("events");
  CHECK(events.size() == 3);
  CHECK(events.at(1) ==
        Json{{"timestamp", to_millis(wall)}, {"message", "zwei\nünd"}, {"ingestionTime", to_millis(wall)}});
}

TEST_CASE_FIXTURE(EventsTest, "a batch is in order, a day at most, and not too large") {
  CHECK(put_error({{1, "a"}, {0, "b"}}).message ==
        "Log events in a single PutLogEvents request must be in chronological order.");
  CHECK(put_error({{-24 * hour, "a"}, {1, "b"}}).message ==
        "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  CHECK(put_error({{0, std::string(1'048'576 - 25, 'x')}}).message ==
        "Log event too large: 1048577 bytes exceeds limit of 1048576");
  CHECK(put_error({{0, std::string(1'000'000, 'x')}, {0, std::string(50'000, 'x')}}).message ==
        "Upload too large: 1050052 bytes exceeds limit of 1048576");
  for (const ApiError& refused : {put_error({{0, ""}}), put_error({}), put_error(Events(10'001, {0, "x"}))}) {
    CHECK(refused.code == "InvalidParameterException");
  }
  put({{-24 * hour, "a"}, {0, "b"}});
  put({{0, std::string(1'048'576 - 26, 'x')}});
  put(Events(10'000, {0, "x"}));
  call("PutLogEvents", {{"logGroupName", "g"},
                        {"logStreamName", "s"},
                        {"sequenceToken", "whatever"},
                        {"logEvents", {{{"timestamp", to_millis(wall)}, {"message", "m"}}}}});
}

TEST_CASE_FIXTURE(EventsTest, "events of a wrong time are left out and said") {
  Json answer = put({{-14 * 24 * hour - 1, "old"}, {-14 * 24 * hour, "just"}});
  CHECK(answer.at("rejectedLogEventsInfo") == Json{{"tooOldLogEventEndIndex", 1}});
  answer = put({{2 * hour, "just"}, {2 * hour + 1, "new"}});
  CHECK(answer.at("rejectedLogEventsInfo") == Json{{"tooNewLogEventStartIndex", 1}});
  CHECK(messages(get()) == "just just ");
  call("PutRetentionPolicy", {{"logGroupName", "g"}, {"retentionInDays", 1}});
  answer = put({{-24 * hour - 1, "expired"}, {-24 * hour, "kept"}});
  CHECK(answer.at("rejectedLogEventsInfo") == Json{{"expiredLogEventEndIndex", 1}});
  answer = put({{-15 * 24 * hour, "both"}});
  CHECK(answer.at("rejectedLogEventsInfo") ==
        Json{{"tooOldLogEventEndIndex", 1}, {"expiredLogEventEndIndex", 1}});
}

TEST_CASE_FIXTURE(EventsTest, "without startFromHead the last events come, and the pages go back and forth") {
  for (int i = 0; i < 10; ++i) put({{i * 700, std::to_string(i)}});
  const Json last = get({{"limit", 4}});
  CHECK(messages(last) == "6 7 8 9 ");
  const Json before = get({{"limit", 4}, {"nextToken", last.at("nextBackwardToken")}});
  CHECK(messages(before) == "2 3 4 5 ");
  CHECK(messages(get({{"limit", 4}, {"nextToken", before.at("nextForwardToken")}})) == "6 7 8 9 ");
  const Json first = get({{"limit", 4}, {"nextToken", before.at("nextBackwardToken")}});
  CHECK(messages(first) == "0 1 ");
  const Json nothing = get({{"limit", 4}, {"nextToken", first.at("nextBackwardToken")}});
  CHECK(messages(nothing).empty());
  CHECK(nothing.at("nextBackwardToken") == first.at("nextBackwardToken"));
  CHECK(messages(get({{"limit", 2}, {"nextToken", nothing.at("nextForwardToken")}})) == "0 1 ");
}

TEST_CASE_FIXTURE(EventsTest, "at the end of the stream the token stays, until there is more") {
  for (int i = 0; i < 5; ++i) put({{i, std::to_string(i)}});
  const Json first = get({{"limit", 3}, {"startFromHead", true}});
  CHECK(messages(first) == "0 1 2 ");
  CHECK(first.at("nextForwardToken").get<std::string>().starts_with("f/3"));
  CHECK(first.at("nextForwardToken").get<std::string>().size() == 60);
  const Json second = get({{"startFromHead", true}, {"nextToken", first.at("nextForwardToken")}});
  CHECK(messages(second) == "3 4 ");
  CHECK(second.at("nextForwardToken") != first.at("nextForwardToken"));
  const Json third = get({{"startFromHead", true}, {"nextToken", second.at("nextForwardToken")}});
  CHECK(messages(third).empty());
  CHECK(third.at("nextForwardToken") == second.at("nextForwardToken"));
  CHECK(messages(get({{"nextToken", third.at("nextBackwardToken")}, {"limit", 1}})) == "4 ");
  put({{9, "5"}});
  CHECK(messages(get({{"startFromHead", true}, {"nextToken", third.at("nextForwardToken")}})) == "5 ");
}

TEST_CASE_FIXTURE(EventsTest, "a stream without events has tokens too") {
  const Json nothing = get();
  CHECK(messages(nothing).empty());
  put({{0, "x"}});
  CHECK(messages(get({{"nextToken", nothing.at("nextForwardToken")}})) == "x ");
  CHECK(messages(get({{"nextToken", nothing.at("nextBackwardToken")}})).empty());
}

TEST_CASE_FIXTURE(EventsTest, "a page is 1 MB at most, and one event at least") {
  const std::string large(700'000, 'x');
  put({{0, large}});
  put({{1, large}});
  CHECK(get().at("events").size() == 1);
  const Json first = filter();
  CHECK(first.at("events").size() == 1);
  CHECK(filter({{"nextToken", first.at("nextToken")}}).at("events").size() == 1);
}

TEST_CASE_FIXTURE(EventsTest, "a range of time has its start and not its end") {
  for (int i = 0; i < 5; ++i) put({{i, std::to_string(i)}});
  const Json range{{"startTime", to_millis(wall) + 1}, {"endTime", to_millis(wall) + 3}};
  CHECK(messages(get(range)) == "1 2 ");
  CHECK(messages(filter(range)) == "1 2 ");
  CHECK(messages(filter({{"startTime", 9'000'000'000'000'000'000}})).empty());
  CHECK(messages(filter({{"endTime", 9'000'000'000'000'000'000}})) == "0 1 2 3 4 ");
}

TEST_CASE_FIXTURE(EventsTest, "tokens that were not given are refused") {
  for (const char* token : {"x", "f/1/s", "g/00000000000000000000000000000000000000000000000000000000/s"}) {
    CHECK(error("GetLogEvents", {{"logGroupName", "g"}, {"logStreamName", "s"}, {"nextToken", token}})
              .message == "The specified nextToken is invalid.");
  }
  CHECK(error("FilterLogEvents", {{"logGroupName", "g"}, {"nextToken", "eA=="}}).message ==
        "The specified nextToken is invalid.");
}

TEST_CASE_FIXTURE(EventsTest, "a filter goes over all streams in the order of time") {
  create_stream("t");
  create_stream("other");
  put({{0, "a1"}, {20, "a3"}});
  put({{10, "b2"}, {30, "b4"}}, "t");
  put({{15, "c"}}, "other");
  const Json all = filter();
  CHECK(messages(all) == "a1 b2 c a3 b4 ");
  CHECK(all.at("searchedLogStreams").empty());
  const Json& event = all.at("events").at(1);
  CHECK(event.at("logStreamName") == "t");
  CHECK(event.at("eventId").get<std::string>().size() == 56);
  CHECK(event.at("timestamp") == to_millis(wall) + 10);
  CHECK(messages(filter({{"logStreamNames", {"s", "other"}}})) == "a1 c a3 ");
  CHECK(messages(filter({{"logStreamNames", {"t"}}})) == "b2 b4 ");
  CHECK(messages(filter({{"logStreamNamePrefix", "o"}})) == "c ");
  CHECK(messages(filter({{"logStreamNamePrefix", "none"}})).empty());
  CHECK(messages(filter({{"filterPattern", "?a1 ?b4"}})) == "a1 b4 ");
  CHECK(error("FilterLogEvents", {{"logGroupName", "g"}, {"logStreamNames", {"none"}}}).code ==
        "ResourceNotFoundException");
  CHECK(error("FilterLogEvents",
              {{"logGroupName", "g"}, {"logStreamNames", {"s"}}, {"logStreamNamePrefix", "s"}})
            .code == "InvalidParameterException");
  CHECK(error("FilterLogEvents", {{"logGroupName", "g"}, {"filterPattern", "{ $.a"}}).code ==
        "InvalidParameterException");
}

TEST_CASE_FIXTURE(EventsTest, "the pages of a filter have every match once") {
  for (int i = 0; i < 20; ++i) put({{i % 3, "m" + std::to_string(i)}, {i % 3 + 1, "other"}});
  std::string pages;
  Json request{{"filterPattern", "%^m%"}, {"limit", 3}};
  int count = 0;
  for (;; ++count) {
    const Json page = filter(request);
    CHECK(page.at("events").size() <= 3);
    pages += messages(page);
    if (!page.contains("nextToken")) break;
    request["nextToken"] = page.at("nextToken");
  }
  CHECK(count == 6);
  CHECK(pages == messages(filter({{"filterPattern", "%^m%"}})));
}

}  // namespace
}  // namespace cloche::logs
