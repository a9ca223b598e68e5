#include "emulator/front/accounts.h"

#include <doctest/doctest.h>

#include "emulator/front/in_process.h"
#include "fakes/core/ids.h"

namespace cloche::front {
namespace {

struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("cloche-" + std::to_string(random_seed()));
  ~Folder() { std::filesystem::remove_all(path); }
};

std::string next_id(World& world) {
  return world.account->transact([&] { return world.account->ids().uuid(); });
}

TEST_CASE("accounts with a data folder are there again, each with its own content") {
  const Folder folder;
  std::string first, second;
  {
    InProcess front({.data = folder.path, .seed = 5});
    first = next_id(front.accounts.main());
    second = next_id(front.accounts.numbered("123456789012"));
    CHECK(first != second);
  }
  {
    InProcess front({.data = folder.path, .seed = 9});
    CHECK(front.accounts.find("123456789012") != nullptr);
    CHECK(front.accounts.find("999999999999") == nullptr);
    CHECK(front.accounts.main().account->seed() == 5);
    CHECK(next_id(front.accounts.main()) != first);
    CHECK_THROWS_AS(InProcess({.data = folder.path, .seed = 5}), std::runtime_error);  // it is in use
  }
}

TEST_CASE("the same seed makes the same ids, in each account its own") {
  InProcess a, b;
  CHECK(next_id(a.accounts.main()) == next_id(b.accounts.main()));
  CHECK(next_id(a.accounts.numbered("123456789012")) == next_id(b.accounts.numbered("123456789012")));
  CHECK(next_id(a.accounts.numbered("000000000001")) != next_id(b.accounts.numbered("000000000002")));
}

TEST_CASE("an account number is 12 digits") {
  CHECK(is_account_number("123456789012"));
  CHECK_FALSE(is_account_number("12345678901"));
  CHECK_FALSE(is_account_number("12345678901a"));
  CHECK_FALSE(is_account_number(""));
}

}  // namespace
}  // namespace cloche::front
