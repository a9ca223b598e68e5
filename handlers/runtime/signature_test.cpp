#include "handlers/runtime/signature.h"

#include <doctest/doctest.h>

// The examples that AWS publishes: its Signature Version 4 test suite (credentials AKIDEXAMPLE, 30 August
// 2015), and the ListUsers example of the IAM User Guide.

using namespace handlers;

namespace {

constexpr Millis suite_time = 1'440'938'160'000;  // 2015-08-30T12:36:00Z
const Credentials suite{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};

std::string signed_with(HttpRequest request, const std::string& host, const std::string& service,
                        const Credentials& credentials = suite) {
  Signer signer(credentials, "us-east-1", service);
  signer.sign(request, host, suite_time);
  return *find_header(request.headers, "Authorization");
}

std::string expected(const std::string& service, const std::string& headers, const std::string& signature) {
  return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/" + service +
         "/aws4_request, SignedHeaders=" + headers + ", Signature=" + signature;
}

}  // namespace

TEST_CASE("Digests are those of the standard's examples") {
  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");  // RFC 4231, case 2
  CHECK(
      hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");  // case 6
}

TEST_CASE("get-vanilla of AWS's test suite") {
  CHECK(signed_with({}, "example.amazonaws.com", "service") ==
        expected("service", "host;x-amz-date",
                 "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"));
}

TEST_CASE("post-vanilla of AWS's test suite") {
  CHECK(signed_with({.method = "POST", .target = "/", .headers = {}, .body = {}}, "example.amazonaws.com",
                    "service") ==
        expected("service", "host;x-amz-date",
                 "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"));
}

TEST_CASE("get-vanilla-query-order-key-case of AWS's test suite: parameters are sorted") {
  const HttpRequest request{
      .method = "GET", .target = "/?Param2=value2&Param1=value1", .headers = {}, .body = {}};
  CHECK(signed_with(request, "example.amazonaws.com", "service") ==
        expected("service", "host;x-amz-date",
                 "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"));
}

TEST_CASE(
    "post-header-key-sort and post-header-value-case of AWS's test suite: names in lower case, values as "
    "they are") {
  const HttpRequest request{
      .method = "POST", .target = "/", .headers = {{"My-Header1", "VALUE1"}}, .body = {}};
  CHECK(signed_with(request, "example.amazonaws.com", "service") ==
        expected("service", "host;my-header1;x-amz-date",
                 "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"));
}

TEST_CASE("post-x-www-form-urlencoded of AWS's test suite: the body is signed") {
  const HttpRequest request{.method = "POST",
                            .target = "/",
                            .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                            .body = "Param1=value1"};
  CHECK(signed_with(request, "example.amazonaws.com", "service") ==
        expected("service", "content-type;host;x-amz-date",
                 "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"));
}

TEST_CASE("ListUsers of the IAM User Guide") {
  const HttpRequest request{.method = "GET",
                            .target = "/?Action=ListUsers&Version=2010-05-08",
                            .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
                            .body = {}};
  CHECK(signed_with(request, "iam.amazonaws.com", "iam") ==
        expected("iam", "content-type;host;x-amz-date",
                 "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"));
}

TEST_CASE("A session token is sent and signed") {
  HttpRequest request;
  Signer signer({"AKIDEXAMPLE", "secret", "the/token=="}, "us-east-1", "dynamodb");
  signer.sign(request, "localhost", suite_time);
  CHECK(*find_header(request.headers, "X-Amz-Security-Token") == "the/token==");
  CHECK(find_header(request.headers, "Authorization")
            ->find("SignedHeaders=host;x-amz-date;x-amz-security-token,") != std::string::npos);
}

TEST_CASE("The key is derived anew on another day") {
  Signer signer(suite, "us-east-1", "service");
  HttpRequest first;
  signer.sign(first, "example.amazonaws.com", suite_time - 86'400'000);
  HttpRequest second;
  signer.sign(second, "example.amazonaws.com", suite_time);
  CHECK(find_header(second.headers, "Authorization")->find("5fa00fa31553b73e") != std::string::npos);
}

TEST_CASE(
    "Credentials come from the environment, and those of the session need a token no more than others") {
  const Credentials credentials = Credentials::of(
      Environment(Environment::Variables{{"AWS_ACCESS_KEY_ID", "a"}, {"AWS_SECRET_ACCESS_KEY", "b"}}));
  CHECK(credentials.session_token.empty());
  CHECK_THROWS_AS(Credentials::of(Environment(Environment::Variables{{"AWS_ACCESS_KEY_ID", "a"}})),
                  MissingVariable);
}

TEST_CASE("What is not unreserved is encoded") {
  CHECK(percent_encode("a/b c~-_.é") == "a%2Fb%20c~-_.%C3%A9");
  CHECK(percent_encode("/a b", true) == "/a%20b");
}
