#include "emulator/front/unsupported.h"

#include <doctest/doctest.h>

#include "fakes/core/api_error.h"

namespace cloche::front {
namespace {

TEST_CASE("what is unsupported is counted by service, operation and kind, in order") {
  Unsupported unsupported(false);
  unsupported.report("dynamodb", "CreateTable", "SSE is stored and not applied");
  unsupported.count("dynamodb", "CreateBackup", "the operation");
  unsupported.report("dynamodb", "CreateTable", "SSE is stored and not applied");
  const auto entries = unsupported.entries();
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].operation == "CreateBackup");
  CHECK(entries[1].operation == "CreateTable");
  CHECK(entries[1].count == 2);
  unsupported.clear();
  CHECK(unsupported.entries().empty());
}

TEST_CASE("in strict mode a setting that is not applied is an error, and counted") {
  Unsupported unsupported(true);
  CHECK_THROWS_AS(unsupported.report("dynamodb", "CreateTable", "x"), ApiError);
  CHECK(unsupported.entries().size() == 1);
}

TEST_CASE("who says himself what is not applied has it counted all the same, and refused in strict mode") {
  Unsupported unsupported(false);
  unsupported.unprinted().report("dynamodb", "CreateTable", "x");
  REQUIRE(unsupported.entries().size() == 1);
  CHECK(unsupported.entries()[0].what == "x");
  Unsupported strict(true);
  CHECK_THROWS_AS(strict.unprinted().report("dynamodb", "CreateTable", "x"), ApiError);
  CHECK(strict.entries().size() == 1);
}

}  // namespace
}  // namespace cloche::front
