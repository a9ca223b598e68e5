#include "fakes/logs/log_writer.h"

#include <doctest/doctest.h>

#include "fakes/logs/event_log.h"
#include "fakes/logs/service.h"
#include "fakes/logs/store.h"
#include "fakes/wire/operation_test.h"

namespace cloche::logs {
namespace {

struct Writer : wire::OperationTest {
  Writer() : OperationTest({&definition()}) {}
  Store store{account, region};
};

TEST_CASE_FIXTURE(Writer, "group and stream are made with the first event, and their times kept") {
  const std::vector<LogEvent> events{
      {from_millis(2000), "b"}, {from_millis(1000), "a"}, {from_millis(3000), ""}};
  account.transact([&] { write_events(account, region, "/aws/lambda/f", "s", events); });
  const auto group = store.find_group("/aws/lambda/f");
  REQUIRE(group);
  const auto stream = store.find_stream(group->id, "s");
  REQUIRE(stream);
  CHECK(stream->created == wall);
  CHECK(stream->first_event == 1000);
  CHECK(stream->last_event == 2000);
  CHECK(stream->last_ingestion == to_millis(wall));
  CHECK(store.stored_bytes(group->id) == 2 * 27);
}

TEST_CASE_FIXTURE(Writer, "what is no UTF-8 is replaced") {
  const std::vector<LogEvent> events{{from_millis(1),
                                      "a\xff"
                                      "b"},
                                     {from_millis(2), "ü"}};
  account.transact([&] { write_events(account, region, "g", "s", events); });
  EventCursor cursor(account, {.stream = store.find_stream(store.find_group("g")->id, "s")->id});
  REQUIRE(cursor.next());
  CHECK(cursor.event().message == "a\uFFFDb");
  REQUIRE(cursor.next());
  CHECK(cursor.event().message == "ü");
}

TEST_CASE_FIXTURE(Writer, "a stream that was deleted is made again") {
  const std::vector<LogEvent> events{{from_millis(1000), "a"}};
  account.transact([&] { write_events(account, region, "g", "s", events); });
  account.transact([&] { store.remove_group(store.find_group("g")->id); });
  CHECK_FALSE(store.find_group("g"));
  account.transact([&] { write_events(account, region, "g", "s", events); });
  CHECK(store.stored_bytes(store.find_group("g")->id) == 27);
}

TEST_CASE_FIXTURE(Writer, "a write that is rolled back leaves nothing, not even in the cache") {
  const std::vector<LogEvent> events{{from_millis(1000), "a"}};
  CHECK_THROWS_AS(account.transact([&] {
    write_events(account, region, "g", "s", events);
    throw ApiError("No", "no");
  }),
                  ApiError);
  account.transact([&] { write_events(account, region, "g", "s", events); });
  CHECK(store.stored_bytes(store.find_group("g")->id) == 27);
}

}  // namespace
}  // namespace cloche::logs
