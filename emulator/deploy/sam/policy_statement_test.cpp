#include "emulator/deploy/sam/policy_statement.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace cloche::deploy::sam {

TEST_CASE("what is indented below a line belongs to it, and comments say nothing") {
  const auto entries = read_outline("# a comment\nfirst\n  inner\n\n    innermost\n  other\nsecond\n");
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].text == "first");
  REQUIRE(entries[0].below.size() == 2);
  CHECK(entries[0].below[0].below[0].text == "innermost");
  CHECK(entries[0].below[1].text == "other");
  CHECK(entries[1].below.empty());
}

TEST_CASE("a statement's resources are of its service, in the account, but where they say otherwise") {
  const auto entries = read_outline("sqs: SendMessage\n  queue\n  *\n  arn:s3:::bucket\n  =${Arn}\n");
  CHECK(allowing_statement(entries[0]) ==
        Json{{"Effect", "Allow"},
             {"Action", {"sqs:SendMessage"}},
             {"Resource",
              {"arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:queue", "*",
               "arn:${AWS::Partition}:s3:::bucket", "${Arn}"}}});
}

TEST_CASE("a single resource is a list only after a dash, a single action only after a space") {
  const auto entries = read_outline("kms:Decrypt\n  *\nkms: Decrypt\n  - *\n");
  CHECK(allowing_statements(entries) == Json::parse(R"([
    {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"},
    {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": ["*"]}])"));
}

TEST_CASE("a condition compares a key with a resource") {
  const auto entries = read_outline("s3: GetObject\n  *\n  when StringEquals s3:key: =value\n");
  CHECK(allowing_statement(entries[0])["Condition"] == Json{{"StringEquals", {{"s3:key", "value"}}}});
}

}  // namespace cloche::deploy::sam
