#include "emulator/lambda/environment_variables.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace cloche::lambda;

TEST_CASE("A function's own variables win over those that Lambda does not reserve") {
  FunctionVersion function;
  function.environment = {{"QUEUE", "http://localhost:4566/000000000000/orders"},
                          {"LANG", "C"},
                          {"AWS_ENDPOINT_URL", "http://elsewhere"},
                          {"AWS_REGION", "mine"}};
  function.region = "eu-west-1";
  Place place;
  const auto has = [&](const char* text) {
    return std::ranges::count(environment_variables(function, {}, place), text) == 1;
  };
  CHECK(has("QUEUE=http://localhost:4566/000000000000/orders"));
  CHECK(has("LANG=C"));
  CHECK(has("AWS_REGION=eu-west-1"));
  place.endpoint_url = "http://127.0.0.1:9";
  CHECK(has("AWS_ENDPOINT_URL=http://elsewhere"));
  function.environment.clear();
  CHECK(has("AWS_ENDPOINT_URL=http://127.0.0.1:9"));
}
