#include "fakes/logs/event_log.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "fakes/logs/log_writer.h"
#include "fakes/logs/service.h"
#include "fakes/logs/store.h"
#include "fakes/wire/operation_test.h"

namespace cloche::logs {
namespace {

struct Log : wire::OperationTest {
  Log() : OperationTest({&definition()}) {}

  void write(std::string_view stream, const std::vector<std::pair<int, std::string>>& events) {
    std::vector<LogEvent> list;
    for (const auto& [at, message] : events) list.push_back({from_millis(at), message});
    account.transact([&] { write_events(account, region, "g", stream, list); });
  }
  EventCursor::Range range(Direction direction, std::string_view stream = "") {
    Store store(account, region);
    const auto group = store.find_group("g");
    REQUIRE(group);
    EventCursor::Range range{.group = group->id, .direction = direction};
    if (!stream.empty()) range.stream = store.find_stream(group->id, stream)->id;
    return range;
  }
  std::string read(const EventCursor::Range& range) {
    std::string all;
    EventCursor cursor(account, range);
    while (cursor.next()) all.append(cursor.event().message).append(" ");
    return all;
  }
};

TEST_CASE_FIXTURE(Log,
                  "events are read in the order of time, forward and backward, whatever batch they came in") {
  write("a", {{1000, "1"}, {1500, "3"}, {5000, "6"}, {9000, "8"}});
  write("b", {{1200, "2"}, {1500, "4"}, {4000, "5"}});
  write("a", {{5000, "7"}});
  write("a", {{10, "0"}});
  CHECK(read(range(Direction::forward)) == "0 1 2 3 4 5 6 7 8 ");
  CHECK(read(range(Direction::backward)) == "8 7 6 5 4 3 2 1 0 ");
  CHECK(read(range(Direction::forward, "a")) == "0 1 3 6 7 8 ");
  CHECK(read(range(Direction::backward, "b")) == "5 4 2 ");
}

TEST_CASE_FIXTURE(Log, "a range has its start and not its end") {
  write("a", {{1000, "1"}, {1500, "2"}, {2000, "3"}, {2001, "4"}});
  for (const auto& [direction, expected] :
       {std::pair{Direction::forward, "2 3 "}, std::pair{Direction::backward, "3 2 "}}) {
    auto wanted = range(direction);
    wanted.from = from_millis(1500);
    wanted.to = from_millis(2001);
    CHECK(read(wanted) == expected);
  }
}

TEST_CASE_FIXTURE(Log, "reading goes on where it ended") {
  // Batches that overlap, of several events at the same moment.
  for (int i = 0; i < 40; ++i) {
    const int at = i * 137 % 4000;
    write(i % 2 == 0 ? "a" : "b", {{at, std::to_string(i)}, {at, "x"}, {at + 900, "y"}, {at + 1800, "z"}});
  }
  for (const auto direction : {Direction::forward, Direction::backward}) {
    const std::string all = read(range(direction));
    std::string pieces;
    auto piece = range(direction);
    for (;;) {
      EventCursor cursor(account, piece);
      int count = 0;
      while (count < 7 && cursor.next()) {
        ++count;
        pieces.append(cursor.event().message).append(" ");
        CHECK(parse_event_id(event_id(cursor.event().position)) == cursor.event().position);
        piece.beyond = cursor.event().position;
      }
      if (count == 0) break;
    }
    CHECK(pieces == all);
    CHECK(std::ranges::count(all, ' ') == 160);
  }
}

TEST_CASE("an event's id is 56 digits that begin with its time") {
  const EventPosition position{from_millis(1552518348220), 7, 3};
  const std::string id = event_id(position);
  CHECK(id.size() == 56);
  CHECK(id.starts_with("346223160996978"));  // as seen of an event of that time
  CHECK(event_id({from_millis(1552518348220), 7, 4}) > id);
  CHECK(event_id({from_millis(1552518348220), 8, 0}) > id);
  CHECK(event_id({from_millis(1552518348221), 0, 0}) > id);
  CHECK(parse_event_id(id) == position);
  CHECK_FALSE(parse_event_id("1"));
  CHECK_FALSE(parse_event_id(std::string(55, '0') + "x"));
}

TEST_CASE("a batch is a second at most, and comes back as it was") {
  const std::string large(100'000, 'x');
  const std::vector<LogEvent> events{
      {from_millis(5), "a"}, {from_millis(5), large}, {from_millis(1005), ""}, {from_millis(1006), "later"}};
  CHECK(batch_length(events) == 3);
  std::string bytes;
  pack(std::span(events).first(3), bytes);
  const auto back = unpack(bytes, from_millis(5));
  REQUIRE(back.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(back[i].at == events[i].at);
    CHECK(back[i].message == events[i].message);
  }
}

}  // namespace
}  // namespace cloche::logs
