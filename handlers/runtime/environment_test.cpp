#include "handlers/runtime/environment.h"

#include <doctest/doctest.h>

#include "handlers/runtime/endpoint.h"

using namespace handlers;

TEST_CASE("A variable that is empty counts as not set, and one that is required is named") {
  const Environment environment(Environment::Variables{{"TABLE", "exams"}, {"EMPTY", ""}});
  CHECK(environment.find("TABLE") == "exams");
  CHECK(environment.find("EMPTY") == std::nullopt);
  CHECK(environment.get("EMPTY", "else") == "else");
  CHECK_THROWS_WITH_AS(environment.require("OTHER"), "the environment variable OTHER is not set",
                       MissingVariable);
}

TEST_CASE("An endpoint is read from a URL") {
  const Endpoint plain = Endpoint::parse("http://localhost:4566/prefix/");
  CHECK_FALSE(plain.tls);
  CHECK(plain.host == "localhost");
  CHECK(plain.port == 4566);
  CHECK(plain.path == "/prefix");
  CHECK(plain.host_header() == "localhost:4566");
  const Endpoint secure = Endpoint::parse("https://dynamodb.eu-west-1.amazonaws.com");
  CHECK(secure.tls);
  CHECK(secure.port == 443);
  CHECK(secure.host_header() == "dynamodb.eu-west-1.amazonaws.com");
  CHECK(Endpoint::parse("http://[::1]:80").host == "::1");
  CHECK(Endpoint::parse("http://[::1]:81").host_header() == "[::1]:81");
}

TEST_CASE("What is no http URL is no endpoint") {
  for (const char* url :
       {"", "localhost:80", "ftp://x", "http://", "http://:80", "http://x:0", "http://x:99999", "http://x:y"})
    CHECK_THROWS_AS(Endpoint::parse(url), std::invalid_argument);
}
