#include "scenarios/engine/at_once.h"

#include <doctest/doctest.h>

#include <barrier>
#include <set>
#include <stdexcept>
#include <thread>

namespace cloche::scenarios {
namespace {

TEST_CASE("rounds within rounds have no more threads than there are helpers") {
  Helpers two(2);
  std::barrier all_are_under_way(3);
  std::atomic<int> played = 0;
  play_at_once(3, 1000, two, [&](std::size_t) {
    std::set<std::thread::id> threads;
    all_are_under_way.arrive_and_wait();
    play_at_once(100, 1000, two, [&](std::size_t) {
      threads.insert(std::this_thread::get_id());
      ++played;
    });
    CHECK(threads == std::set{std::this_thread::get_id()});
    all_are_under_way.arrive_and_wait();
  });
  CHECK(played == 300);
  CHECK(two.take());  // they are given back
  CHECK(two.take());
  CHECK_FALSE(two.take());
}

TEST_CASE("the first exception ends it, and is thrown on") {
  Helpers none(0);
  int played = 0;
  CHECK_THROWS_AS(play_at_once(10, 10, none,
                               [&](std::size_t i) {
                                 ++played;
                                 if (i == 3) throw std::out_of_range("3");
                               }),
                  std::out_of_range);
  CHECK(played == 4);
}

}  // namespace
}  // namespace cloche::scenarios
