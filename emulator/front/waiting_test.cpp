#include "emulator/front/waiting.h"

#include <doctest/doctest.h>

namespace cloche::front {
namespace {

TEST_CASE("who waits is called once, when the bell is rung, or was in the meantime, or when let go") {
  Waiting waiting;
  std::string called;
  const auto note = [&](char who) { return [&called, who] { called.push_back(who); }; };
  const auto early = waiting.enter("a");
  const auto first = waiting.enter("a");
  const auto other = waiting.enter("b");
  waiting.wait(first, note('1'));
  waiting.wait(other, note('2'));
  waiting.ring("a");
  CHECK(called == "1");
  waiting.wait(early, note('e'));
  CHECK(called == "1e");
  waiting.ring("a");
  waiting.let_go(first);
  CHECK(called == "1e");
  waiting.let_go(other);
  waiting.ring("b");
  CHECK(called == "1e2");
  waiting.wait(waiting.enter("c"), note('3'));
  waiting.ring("");
  CHECK(called == "1e23");
}

}  // namespace
}  // namespace cloche::front
