#include "emulator/front/request_ids.h"

#include <doctest/doctest.h>

#include <set>

namespace cloche::front {
namespace {

TEST_CASE("request ids have their service's form, differ, and repeat with the seed") {
  RequestIds ids(7), again(7);
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = ids.next(true);
    CHECK(id.size() == 52);
    CHECK(id.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos);
    CHECK(id == again.next(true));
    seen.insert(id);
  }
  CHECK(seen.size() == 1000);
  CHECK(ids.next(false).size() == 36);
}

TEST_CASE("a trace is the one that the caller sends, or a new one that begins with the time") {
  RequestIds ids(7);
  CHECK(ids.trace("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1", from_millis(0)) ==
        "1-5759e988-bd862e3fe1be46a994272793");
  CHECK(ids.trace("Parent=53995c3f42cd8ad8;Root=1-2-3", from_millis(0)) == "1-2-3");
  const std::string made = ids.trace("", from_millis(0x5759e988LL * 1000));
  CHECK(made.size() == 35);
  CHECK(made.substr(0, 11) == "1-5759e988-");
  CHECK(made.find('.') == std::string::npos);
  CHECK(made != ids.trace("Root=;", from_millis(0x5759e988LL * 1000)));
}

}  // namespace
}  // namespace cloche::front
