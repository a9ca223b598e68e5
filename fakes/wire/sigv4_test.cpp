#include "fakes/wire/sigv4.h"

#include <doctest/doctest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "fakes/core/digest.h"
#include "fakes/wire/canonical_request.h"

namespace cloche::wire {
namespace {

// The key, time and scope of AWS's published SigV4 test suite; its signatures are facts that AWS gives.
constexpr std::string_view secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
constexpr std::string_view suite_time = "20150830T123600Z";

SignatureContext suite_context(SignatureWords words = SignatureWords::json) {
  SignatureContext context;
  context.words = words;
  context.service = "service";
  context.secret = secret;
  context.wall_time = *parse_basic_iso8601(suite_time);
  return context;
}

HttpRequest suite_request(std::string method, std::string target, std::string signed_headers,
                          std::string signature) {
  HttpRequest request{std::move(method), std::move(target), {}, {}};
  request.headers.add("Host", "example.amazonaws.com");
  request.headers.add("X-Amz-Date", std::string(suite_time));
  request.headers.add(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=" +
          signed_headers + ", Signature=" + signature);
  return request;
}

HttpRequest vanilla() {
  return suite_request("GET", "/", "host;x-amz-date",
                       "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
}

void verify(const HttpRequest& request, const SignatureContext& context) {
  const SignatureInput signature = parse_signature(request);
  check_signature_form(request, signature, context.words);
  verify_signature(request, signature, context);
}

ApiError error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const ApiError& error) {
    return error;
  }
  return {"none", "nothing was thrown"};
}

ApiError verify_error(const HttpRequest& request, const SignatureContext& context) {
  return error_of([&] { verify(request, context); });
}

TEST_CASE("the pieces of an Authorization header are sliced") {
  HttpRequest request = vanilla();
  request.headers.add("X-Amz-Security-Token", "token");
  const SignatureInput signature = parse_signature(request);
  CHECK(signature.place == SignatureInput::Place::header);
  CHECK(signature.algorithm == "AWS4-HMAC-SHA256");
  CHECK(signature.access_key_id == "AKIDEXAMPLE");
  CHECK(signature.date == "20150830");
  CHECK(signature.region == "us-east-1");
  CHECK(signature.service == "service");
  CHECK(signature.terminator == "aws4_request");
  CHECK(signature.signed_headers == "host;x-amz-date");
  CHECK(signature.time == suite_time);
  CHECK(signature.security_token == "token");
}

TEST_CASE("the slices stay where they are when the request and the signature move") {
  HttpRequest request = vanilla();
  SignatureInput signature = parse_signature(request);
  const HttpRequest moved = std::move(request);
  CHECK(signature.access_key_id == "AKIDEXAMPLE");
  HttpRequest presigned{"GET", "/?X-Amz-Algorithm=A&X-Amz-Credential=k%2Fd%2Fr%2Fs%2Ft", {}, {}};
  SignatureInput first = parse_signature(presigned);
  const SignatureInput second = std::move(first);
  presigned.target.clear();
  CHECK(second.region == "r");
}

TEST_CASE("a request without a signature, or with another kind of one, has none") {
  CHECK(parse_signature({"GET", "/?a=b", {}, {}}).place == SignatureInput::Place::none);
  CHECK(parse_signature({"GET", "/", {{"Authorization", "Bearer x"}}, {}}).place ==
        SignatureInput::Place::none);
}

TEST_CASE("AWS's own examples are verified") {
  struct Example {
    const char* method;
    const char* target;
    const char* signature;
  };
  const Example examples[] = {
      {"GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
      {"POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
      {"GET", "/?Param2=value2&Param1=value1",
       "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
      {"GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
       "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"},
      {"GET", "/\u1234", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
      {"GET", "//", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
      {"GET", "/foo/bar/../..", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
  };
  for (const Example& example : examples) {
    CAPTURE(example.target);
    CHECK_NOTHROW(verify(suite_request(example.method, example.target, "host;x-amz-date", example.signature),
                         suite_context()));
  }
}

TEST_CASE("the body is part of the signature") {
  HttpRequest request = suite_request("POST", "/", "content-type;host;x-amz-date",
                                      "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  request.body = "Param1=value1";
  CHECK_NOTHROW(verify(request, suite_context()));
  SignatureContext streamed = suite_context();
  const std::string hash = hex(sha256(request.body));
  streamed.body_sha256 = hash;
  request.body.clear();
  CHECK_NOTHROW(verify(request, streamed));
  request.body = "Param1=value2";
  CHECK(verify_error(request, suite_context()).code == "InvalidSignatureException");
}

TEST_CASE("the key of a day is the one in AWS's documentation") {
  CHECK(hex(signing_key(secret, "20150830", "us-east-1", "iam")) ==
        "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

TEST_CASE("paths are encoded twice, but for S3, and normalised, but for S3") {
  CHECK(canonical_path("/a%20b/c", false) == "/a%2520b/c");
  CHECK(canonical_path("/a%20b/c", true) == "/a%20b/c");
  CHECK(canonical_path("/a//./b/", false) == "/a/b/");
  CHECK(canonical_path("/a//./b/", true) == "/a//./b/");
  CHECK(canonical_path("/../..", false) == "/");
  CHECK(canonical_path("", false) == "/");
}

TEST_CASE("a query is sorted by name and value, and encoded one way") {
  CHECK(canonical_query("b=2&a=z&a=b&c&X-Amz-Signature=x&d=%7e~%2f") == "a=b&a=z&b=2&c=&d=~~%2F");
}

TEST_CASE("header values are folded and joined") {
  const Headers headers{{"My-Header", "  a   b\t c "}, {"MY-HEADER", "d"}, {"Host", "h"}};
  CHECK(canonical_headers(headers, "host;my-header;none") == "host:h\nmy-header:a b c,d\nnone:\n");
}

TEST_CASE("a missing signature, and each missing piece, is said as AWS does") {
  const auto form_error = [](const HttpRequest& request, SignatureWords words = SignatureWords::json) {
    return error_of([&] { check_signature_form(request, parse_signature(request), words); });
  };
  HttpRequest request{"POST", "/", {}, {}};
  CHECK(form_error(request).code == "MissingAuthenticationTokenException");
  CHECK(form_error(request).status == 400);
  CHECK(form_error(request, SignatureWords::query).code == "MissingAuthenticationToken");
  CHECK(form_error(request, SignatureWords::query).status == 403);
  CHECK(form_error(request).message == "Request is missing Authentication Token");
  CHECK(form_error(request, SignatureWords::s3).code == "none");

  request.headers.set("Authorization", "AWS4-");
  CHECK(form_error(request).code == "IncompleteSignatureException");
  CHECK(form_error(request, SignatureWords::query).code == "IncompleteSignature");
  CHECK(form_error(request, SignatureWords::query).status == 400);
  CHECK(form_error(request).message ==
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' "
        "parameter. "
        "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of "
        "either a "
        "'X-Amz-Date' or a 'Date' header. Authorization=AWS4-");

  request.headers.set("Date", "a");
  request.headers.set("Authorization", "AWS4- Signature=b, Credential=a");
  CHECK(form_error(request).message ==
        "Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4- Signature=b, "
        "Credential=a");
  request.headers.set("Authorization", "AWS4-HMAC-SHA256 Signature=b,    Credential,    SignedHeaders");
  CHECK(form_error(request).message ==
        "'Credential' not a valid key=value pair (missing equal-sign) in Authorization header: "
        "'AWS4-HMAC-SHA256 Signature=b,    "
        "Credential,    SignedHeaders'.");

  request.target = "/?X-Amz-Algorithm";
  CHECK(form_error(request).code == "InvalidSignatureException");
  CHECK(form_error(request).message ==
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
  request.headers.remove("Authorization");
  CHECK(form_error(request).message ==
        "AWS query-string parameters must include 'X-Amz-Algorithm'. AWS query-string parameters must "
        "include 'X-Amz-Credential'. "
        "AWS query-string parameters must include 'X-Amz-Signature'. AWS query-string parameters must "
        "include 'X-Amz-SignedHeaders'. "
        "AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.");
  CHECK(form_error(request, SignatureWords::s3).code == "AuthorizationQueryParametersError");
}

TEST_CASE("a wrong signature is answered with what should have been signed") {
  SignatureContext context = suite_context();
  context.secret = "another";
  const ApiError error = verify_error(vanilla(), context);
  CHECK(error.code == "InvalidSignatureException");
  CHECK(error.message ==
        "The request signature we calculated does not match the signature you provided. Check your AWS "
        "Secret Access Key and signing "
        "method. Consult the service documentation for details.\n\nThe Canonical String for this request "
        "should have been\n'GET\n/\n\n"
        "host:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n"
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'\n\nThe String-to-Sign should have "
        "been\n'AWS4-HMAC-SHA256\n"
        "20150830T123600Z\n20150830/us-east-1/service/"
        "aws4_request\nbb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63'\n");
  context.words = SignatureWords::query;
  CHECK(verify_error(vanilla(), context).code == "SignatureDoesNotMatch");
  CHECK(verify_error(vanilla(), context).status == 403);
}

TEST_CASE("a signature holds five minutes before and after its time") {
  SignatureContext context = suite_context();
  const Time signed_at = context.wall_time;
  context.wall_time = signed_at + std::chrono::minutes(5);
  CHECK_NOTHROW(verify(vanilla(), context));
  context.wall_time = signed_at - std::chrono::minutes(5);
  CHECK_NOTHROW(verify(vanilla(), context));
  context.wall_time = signed_at + std::chrono::seconds(301);
  CHECK(
      verify_error(vanilla(), context).message ==
      "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T124101Z - 5 min.)");
  context.wall_time = signed_at - std::chrono::seconds(301);
  CHECK(verify_error(vanilla(), context).message ==
        "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T123059Z "
        "+ 5 min.)");
  HttpRequest request = vanilla();
  request.headers.set("X-Amz-Date", "201");
  CHECK(verify_error(request, suite_context()).message ==
        "Date must be in ISO-8601 'basic format'. Got '201'. See http://en.wikipedia.org/wiki/ISO_8601");
}

TEST_CASE("all that is wrong with the scope is said at once") {
  HttpRequest request = vanilla();
  request.headers.set("Authorization",
                      "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=f");
  SignatureContext context = suite_context();
  context.service = "dynamodb";
  context.region = "us-east-1";
  CHECK(verify_error(request, context).message ==
        "Credential should be scoped to a valid region, not 'c'. Credential should be scoped to correct "
        "service: 'dynamodb'. "
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'e'. Date in Credential "
        "scope does not match YYYYMMDD "
        "from ISO-8601 version of date from HTTP: 'b' != '20150830', from '20150830T123600Z'.");

  request.headers.set("Authorization",
                      "AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=host, Signature=f");
  CHECK(verify_error(request, context).message ==
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got "
        "'a/b/c/d'");
  request.headers.set("Authorization", "AWS4-HMAC-SHA25 Credential=a/b/c/d, SignedHeaders=host, Signature=f");
  CHECK(verify_error(request, context).message ==
        "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA25' (only AWS4-HMAC-SHA256 for now). ");
  request.headers.set("Authorization",
                      "AWS4-HMAC-SHA25 Credential=a/b/c/d, SignedHeaders=x-amz-date, Signature=f");
  CHECK(verify_error(request, context).message ==
        "'Host' must be a 'SignedHeader' in the AWS Authorization.");
}

TEST_CASE("a session token must be the one that came with the key") {
  SignatureContext context = suite_context();
  context.session_token = "token";
  CHECK(verify_error(vanilla(), context).code == "UnrecognizedClientException");
  HttpRequest request = vanilla();
  request.headers.add("X-Amz-Security-Token", "token");
  CHECK_NOTHROW(verify(request, context));
  context.session_token = {};
  context.words = SignatureWords::query;
  CHECK(verify_error(request, context).code == "InvalidClientTokenId");
}

// From S3's documentation: "Signature Calculations for the Authorization Header", "Authenticating Requests:
// Using Query Parameters".
constexpr std::string_view empty_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

SignatureContext s3_context() {
  SignatureContext context;
  context.words = SignatureWords::s3;
  context.service = "s3";
  context.secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  context.wall_time = *parse_basic_iso8601("20130524T000000Z");
  return context;
}

HttpRequest s3_get() {
  return {"GET",
          "/test.txt",
          {{"Host", "examplebucket.s3.amazonaws.com"},
           {"Range", "bytes=0-9"},
           {"x-amz-content-sha256", std::string(empty_hash)},
           {"x-amz-date", "20130524T000000Z"},
           {"Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"}},
          {}};
}

HttpRequest s3_presigned() {
  return {"GET",
          "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-"
          "east-1%2Fs3%2Faws4_request"
          "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
          "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
          {{"Host", "examplebucket.s3.amazonaws.com"}},
          {}};
}

TEST_CASE("S3's own examples are verified") {
  CHECK_NOTHROW(verify(s3_get(), s3_context()));
  CHECK_NOTHROW(verify(s3_presigned(), s3_context()));
}

TEST_CASE("S3 answers in its own words") {
  SignatureContext context = s3_context();
  context.secret = "another";
  const ApiError mismatch = verify_error(s3_get(), context);
  CHECK(mismatch.code == "SignatureDoesNotMatch");
  CHECK(mismatch.status == 403);
  CHECK(mismatch.members.at("StringToSign") ==
        "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n"
        "7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972");
  CHECK(mismatch.members.at("StringToSignBytes").get<std::string>().starts_with("41 57 53 34"));

  context = s3_context();
  context.wall_time += std::chrono::minutes(16);
  CHECK(verify_error(s3_get(), context).code == "RequestTimeTooSkewed");
  CHECK(verify_error(s3_get(), context).members.at("MaxAllowedSkewMilliseconds") == 900000);
  CHECK_NOTHROW(verify(s3_presigned(), context));
  context.wall_time += std::chrono::hours(24);
  const ApiError expired = verify_error(s3_presigned(), context);
  CHECK(expired.code == "AccessDenied");
  CHECK(expired.message == "Request has expired");
  CHECK(expired.members.at("Expires") == "2013-05-25T00:00:00Z");

  context = s3_context();
  context.region = "eu-west-1";
  const ApiError region = verify_error(s3_get(), context);
  CHECK(region.code == "AuthorizationHeaderMalformed");
  CHECK(region.message ==
        "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'");
  CHECK(region.members.at("Region") == "eu-west-1");
}

TEST_CASE("S3 compares the body with the hash that was signed, and wants its headers signed") {
  HttpRequest request = s3_get();
  request.body = "not empty";
  CHECK(verify_error(request, s3_context()).code == "XAmzContentSHA256Mismatch");
  request = s3_get();
  request.headers.add("x-amz-acl", "private");
  CHECK(verify_error(request, s3_context()).members.at("HeadersNotSigned") == "x-amz-acl");
  request = s3_get();
  request.headers.remove("x-amz-content-sha256");
  CHECK(verify_error(request, s3_context()).code == "MissingSecurityHeader");
}

TEST_CASE("a body may be left unsigned, and the word for it is signed instead") {
  for (const SignatureWords words : {SignatureWords::rest, SignatureWords::s3}) {
    HttpRequest request = suite_request("PUT", "/", "host;x-amz-content-sha256;x-amz-date", "");
    request.headers.add("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    SignatureContext context = suite_context(words);
    const SignatureInput unsigned_input = parse_signature(request);
    const std::string canonical = canonical_request(request, unsigned_input, words, "UNSIGNED-PAYLOAD");
    const std::string signature = sign(signing_key(secret, "20150830", "us-east-1", "service"),
                                       string_to_sign(unsigned_input, canonical));
    request.headers.set("Authorization", std::string(request.headers.get("Authorization")) + signature);
    request.body = "whatever";
    CHECK_NOTHROW(verify(request, context));
  }
}

TEST_CASE("a presigned request's lifetime is a number of seconds within a week") {
  for (const char* wrong : {"x", "-1", "604801"}) {
    HttpRequest request = s3_presigned();
    request.target.replace(request.target.find("86400"), 5, wrong);
    CHECK(verify_error(request, s3_context()).code == "AuthorizationQueryParametersError");
  }
}

}  // namespace
}  // namespace cloche::wire
