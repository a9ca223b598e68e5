#include "emulator/gateway/proxy_response.h"

#include <doctest/doctest.h>

namespace cloche::gateway {

namespace {

std::string headers_of(const ProxyResponse& response) {
  std::string all;
  for (const wire::Header& header : response.headers) all += header.name + "=" + header.value + ";";
  return all;
}

}  // namespace

TEST_CASE("a function's answer is a status, headers and a body") {
  const auto response = read_proxy_response(
      R"({"statusCode": 201, "headers": {"X-A": "1", "X-N": 5, "X-B": true, "X-0": null}, "body": "h\u00e9", "isBase64Encoded": false})");
  REQUIRE(response);
  CHECK(response->status == 201);
  CHECK(headers_of(*response) == "X-A=1;X-N=5;X-B=true;");
  CHECK(response->body == "h\xC3\xA9");
  CHECK(!response->is_base64);
}

TEST_CASE("what is missing has a default") {
  const auto response = read_proxy_response("{}");
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(response->body.empty());
  CHECK(read_proxy_response(
            R"({"statusCode": "404", "headers": null, "multiValueHeaders": null, "body": null})")
            ->status == 404);
  CHECK(read_proxy_response(R"({"body": 5})")->body == "5");
  CHECK(read_proxy_response(R"({"isBase64Encoded": true})")->is_base64);
}

TEST_CASE("headers with several values are merged with those with one") {
  const auto response = read_proxy_response(
      R"({"statusCode": 200, "headers": {"X-A": "1", "x-b": "3"}, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"], "X-A": ["1", "2"], "X-B": [4]}})");
  REQUIRE(response);
  CHECK(headers_of(*response) == "x-b=3;Set-Cookie=a=1;Set-Cookie=b=2;X-A=1;X-A=2;X-B=4;");
}

TEST_CASE("headers that are API Gateway's own have another name, those of the connection none") {
  const auto response = read_proxy_response(
      R"({"headers": {"Date": "today", "content-length": "5", "Connection": "close", "Content-Type": "text/plain", "Transfer-Encoding": "chunked",
          "WWW-Authenticate": "Basic", "Server": "mine", "Via": "me", "Content-Encoding": "gzip"}})");
  REQUIRE(response);
  CHECK(headers_of(*response) ==
        "x-amzn-Remapped-Date=today;x-amzn-Remapped-content-length=5;x-amzn-Remapped-Connection=close;"
        "Content-Type=text/"
        "plain;x-amzn-Remapped-WWW-Authenticate=Basic;x-amzn-Remapped-Server=mine;Content-Encoding=gzip;");
}

TEST_CASE("all else is malformed") {
  for (const char* payload : {"null",
                              "\"hello\"",
                              "5",
                              "[]",
                              "",
                              "{",
                              R"({"statusCode": 200} x)",
                              R"({"statusCode": "x"})",
                              R"({"statusCode": 99})",
                              R"({"statusCode": 101})",
                              R"({"statusCode": 600})",
                              R"({"statusCode": 200.5})",
                              R"({"body": {}})",
                              R"({"body": []})",
                              R"({"headers": []})",
                              R"({"headers": {"a": {}}})",
                              R"({"multiValueHeaders": {"a": "b"}})",
                              R"({"isBase64Encoded": "true"})",
                              R"({"statusCode": 200, "message": "hello"})",
                              R"({"headers": {"": "x"}})",
                              R"({"headers": {"a b": "x"}})",
                              R"({"multiValueHeaders": {"a\n": ["x"]}})"}) {
    CAPTURE(payload);
    CHECK(!read_proxy_response(payload));
  }
}

TEST_CASE("what is malformed is said to a person") {
  const auto why = [](std::string_view payload) {
    std::string text;
    CHECK(!read_proxy_response(payload, &text));
    return text;
  };
  CHECK(why("null") == "it is null, and not an object");
  CHECK(why(R"({"statusCode": 200, "body": {"a": 1}})") == "body is an object, and not a string");
  CHECK(why(R"({"statusCode": "fine"})") == "statusCode is fine, and not a status of HTTP");
  CHECK(
      why(R"({"message": "hello"})") ==
      "it has a member message; known are statusCode, headers, multiValueHeaders, body and isBase64Encoded");
  CHECK(why(R"({"multiValueHeaders": {"a": "b"}})") == "a in multiValueHeaders is a string, and not a list");
}

}  // namespace cloche::gateway
