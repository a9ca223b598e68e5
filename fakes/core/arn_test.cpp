#include "fakes/core/arn.h"

#include <doctest/doctest.h>

namespace cloche {
namespace {

TEST_CASE("an ARN is written and read") {
  const auto text = make_arn("dynamodb", "us-east-1", "000000000000", "table/Music:x");
  CHECK(text == "arn:aws:dynamodb:us-east-1:000000000000:table/Music:x");
  const auto arn = Arn::parse(text);
  REQUIRE(arn.has_value());
  CHECK(arn->resource == "table/Music:x");
  CHECK(arn->str() == text);
  CHECK(make_arn("s3", "cn-north-1", "", "b") == "arn:aws-cn:s3:cn-north-1::b");
}

TEST_CASE("what is not an ARN is none") {
  for (const char* wrong : {"", "arn", "arn:aws:s3", "x:aws:s3:::b", "arn::s3:::b"}) CHECK_MESSAGE(!Arn::parse(wrong), wrong);
}

}  // namespace
}  // namespace cloche
