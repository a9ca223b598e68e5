#include "emulator/gateway/address.h"

#include <doctest/doctest.h>

namespace cloche::gateway {

namespace {

// "api stage path host", or "" where the request is for no API.
std::string read(std::string target, std::string host = "localhost:4566") {
  wire::HttpRequest request;
  request.method = "GET";
  request.target = std::move(target);
  request.headers.add("Host", std::move(host));
  const auto address = address_of(request);
  if (!address) return "";
  return address->api + " " + address->stage + " " + address->path + " " + address->host;
}

}  // namespace

TEST_CASE("an API is named by the path") {
  CHECK(read("/_aws/execute-api/abc/prod/pets/1?a=b") == "abc prod /pets/1 ");
  CHECK(read("/_aws/execute-api/abc/prod") == "abc prod / ");
  CHECK(read("/_aws/execute-api/abc/prod/") == "abc prod / ");
  CHECK(read("/_aws/execute-api/abc") == "abc  / ");
  CHECK(read("/_aws/execute-api/abc/prod//a") == "abc prod //a ");
  CHECK(read("/restapis/abc/prod/_user_request_/pets/1") == "abc prod /pets/1 ");
  CHECK(read("/restapis/abc/prod/_user_request_") == "abc prod / ");
  CHECK(read("/restapis/abc/prod/_user_request_?a") == "abc prod / ");
}

TEST_CASE("an API is named by the host") {
  CHECK(read("/prod/pets", "abc.execute-api.localhost:4566") == "abc prod /pets abc.execute-api.localhost");
  CHECK(read("/prod", "abc.execute-api.eu-west-1.amazonaws.com") ==
        "abc prod / abc.execute-api.eu-west-1.amazonaws.com");
  CHECK(read("/", "abc.execute-api.localhost") == "abc  / abc.execute-api.localhost");
  CHECK(read("/prod", "ABC.Execute-Api.localhost") == "abc prod / abc.execute-api.localhost");
}

TEST_CASE("other requests are for no API") {
  CHECK(read("/").empty());
  CHECK(read("/restapis/abc/resources/x").empty());
  CHECK(read("/restapis/abc/stages/_user_request_x").empty());
  CHECK(read("/restapis/abc/prod/_user_request_x").empty());
  CHECK(read("/_aws/other/abc").empty());
  CHECK(read("/prod", ".execute-api.localhost").empty());
}

}  // namespace cloche::gateway
