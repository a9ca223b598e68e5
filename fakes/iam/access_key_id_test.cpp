#include "fakes/iam/access_key_id.h"

#include <doctest/doctest.h>

#include "fakes/core/account.h"
#include "fakes/core/fault.h"

namespace cloche::iam {
namespace {

TEST_CASE("an access key id says which account it belongs to") {
  Account account(Database::in_memory(), {}, {.seed = 1});
  for (const char* number : {"000000000000", "123456789012", "999999999999"}) {
    const std::string id = new_access_key_id(account.ids(), long_term_key, number);
    CAPTURE(id);
    CHECK(id.size() == 20);
    CHECK(id.starts_with("AKIA"));
    CHECK(account_of_access_key(id) == number);
  }
  CHECK(new_access_key_id(account.ids(), session_key, "000000000000").starts_with("ASIA"));
  CHECK(new_access_key_id(account.ids(), long_term_key, "000000000000") !=
        new_access_key_id(account.ids(), long_term_key, "000000000000"));
}

TEST_CASE("a key of the real service is read as AWS reads it") {
  // Published by AWS and others as belonging to these accounts.
  CHECK(account_of_access_key("ASIAQNZGKIQY56JQ7WML") == "029608264753");
}

TEST_CASE("what is not an id of this form belongs to no account") {
  for (const char* other :
       {"", "test", "000000000000", "AKIAIOSFODNN7EXAMPLE", "AKIAQAAAAAAAAAAAAAA1", "AKIAqaaaaaaaaaaaaaaa",
        "AIDAQAAAAAAAAAAAAAAA", "AKIAQAAAAAAAAAAAAAAAA", "AKIA77777777AAAAAAAA"}) {
    CHECK_MESSAGE(!account_of_access_key(other), other);
  }
}

TEST_CASE("what is not an account number is a fault") {
  Account account(Database::in_memory(), {}, {.seed = 1});
  for (const char* wrong : {"", "x", "12345678901x", "9999999999999"}) {
    CHECK_THROWS_AS(new_access_key_id(account.ids(), long_term_key, wrong), Fault);
  }
}

}  // namespace
}  // namespace cloche::iam
