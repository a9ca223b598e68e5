#include "emulator/lambda/environment_variables.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace cloche::lambda;

TEST_CASE("In a fork, a variable that holds an address of what it was forked from holds the fork's") {
  FunctionVersion function;
  function.environment = {
      {"QUEUE", "http://127.0.0.1:4566/000000000000/orders"},
      {"TWO", "http://localhost:4566/a http://127.0.0.1:4570/b http://127.0.0.1:4566"},
      {"LONGER", "http://127.0.0.1:45660/a"},
      {"OTHER", "http://127.0.0.1:4567/a"},
      {"API", "http://abc.execute-api.localhost:4566/prod"},
      {"ELSEWHERE", "http://example.com:4566/a http://notlocalhost:4566"},
  };
  Place fork;
  fork.home = {.endpoint_url = "http://127.0.0.1:9", .former_ports = {4566, 4570}};
  const auto variables = environment_variables(function, {}, fork);
  const auto has = [&](const char* text) { return std::ranges::count(variables, text) == 1; };
  CHECK(has("AWS_ENDPOINT_URL=http://127.0.0.1:9"));
  CHECK(has("QUEUE=http://127.0.0.1:9/000000000000/orders"));
  CHECK(has("TWO=http://127.0.0.1:9/a http://127.0.0.1:9/b http://127.0.0.1:9"));
  CHECK(has("LONGER=http://127.0.0.1:45660/a"));
  CHECK(has("OTHER=http://127.0.0.1:4567/a"));
  CHECK(has("API=http://abc.execute-api.localhost:9/prod"));
  CHECK(has("ELSEWHERE=http://example.com:4566/a http://notlocalhost:4566"));
}
