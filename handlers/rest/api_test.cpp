#include "handlers/rest/api.h"

#include <doctest/doctest.h>

#include "handlers/rest/base64.h"
#include "handlers/rest/etag.h"
#include "handlers/rest/fields.h"
#include "handlers/rest/paging.h"
#include "handlers/runtime/aws_client.h"

using namespace handlers;

namespace {

json::object event_of(const std::string& method, const std::string& resource, const std::string& body = "") {
  return {{"httpMethod", method},
          {"resource", resource},
          {"pathParameters", {{"id", "a-1"}, {"bad", "a/b"}}},
          {"queryStringParameters", nullptr},
          {"headers", {{"Content-TYPE", "application/json; charset=utf-8"}, {"If-Match", "\"1\""}}},
          {"body", body},
          {"isBase64Encoded", false},
          {"requestContext", {{"requestTimeEpoch", 1'767'603'600'000}}}};
}

ApiRequest request_with(const std::string& body) {
  return ApiRequest::of(event_of("POST", "/x", body), "id");
}

int status_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Problem& problem) {
    return problem.status;
  }
  return 0;
}

struct Quiet {
  Quiet() : file(std::fopen("/dev/null", "w")), log(file) {}
  ~Quiet() { std::fclose(file); }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

  std::FILE* file;
  Log log;
};

json::object answer_of(const std::vector<Route>& routes, const json::object& event) {
  Quiet quiet;
  return answer(routes, ApiRequest::of(event, "id"), "https://site.example", quiet.log);
}

std::vector<Route> routes_that(std::function<ApiResponse(const ApiRequest&)> work) {
  return {{"GET", "/things/{id}", std::move(work)}};
}

}  // namespace

TEST_CASE(
    "A proxy event is a request: headers by any case, parameters, and the time at which it was received") {
  const ApiRequest request = ApiRequest::of(event_of("PUT", "/things/{id}", "{}"), "inv-1");
  CHECK(request.method == "PUT");
  CHECK(request.header("if-match") == "\"1\"");
  CHECK(request.header("other") == std::nullopt);
  CHECK(request.identifier("id") == "a-1");
  CHECK(request.time == 1'767'603'600'000);
  CHECK(request.id == "inv-1");
  CHECK(status_of([&] { request.identifier("bad"); }) == 400);
  CHECK(status_of([&] { request.identifier("none"); }) == 400);
  CHECK(ApiRequest::is_one(event_of("GET", "/")));
  CHECK_FALSE(ApiRequest::is_one({{"source", "aws.events"}}));
  CHECK_FALSE(ApiRequest::is_one("text"));
}

TEST_CASE("A body is a JSON object in UTF-8, of its type, and not too large") {
  CHECK(request_with(R"({"a":1})").object(100) == json::object{{"a", 1}});
  CHECK(status_of([] { request_with(R"({"a":1})").object(6); }) == 413);
  for (const char* body :
       {"", "[]", "1", "{", "{\"a\":NaN}", "{\"a\":\"\\ud800\"}", "{\"a\":1e999}", "{\"a\":01}"})
    CHECK_MESSAGE(status_of([&] { request_with(body).object(100); }) == 400, body);
  const std::string deep = std::string(40, '[') + std::string(40, ']');
  CHECK(status_of([&] { request_with("{\"a\":" + deep + "}").object(1000); }) == 400);
  json::object event = event_of("POST", "/x", "{}");
  event["headers"] = {{"content-type", "text/plain"}};
  CHECK(status_of([&] { ApiRequest::of(event, "").object(100); }) == 415);
}

TEST_CASE("A body that came as base64 is decoded, and must be text") {
  json::object event = event_of("POST", "/x", "eyJhIjoiw6kifQ==");
  event["isBase64Encoded"] = true;
  CHECK(ApiRequest::of(event, "").object(100) == json::object{{"a", "é"}});
  event["body"] = "eyJhIjoi/yJ9";  // {"a":"\xff"}
  CHECK(status_of([&] { ApiRequest::of(event, "").object(100); }) == 400);
  event["body"] = "!";
  CHECK(status_of([&] { ApiRequest::of(event, "").object(100); }) == 400);
}

TEST_CASE("A response is what the integration wants, with CORS") {
  const auto routes = routes_that([](const ApiRequest&) {
    return ApiResponse{.status = 201, .body = {{"b", 1}, {"a", "é"}}, .headers = {{"Location", "/x"}}};
  });
  const json::object event = answer_of(routes, event_of("GET", "/things/{id}"));
  CHECK(event.at("statusCode") == 201);
  CHECK(event.at("isBase64Encoded") == false);
  CHECK(event.at("body") == R"({"a":"é","b":1})");
  CHECK(event.at("headers").at("Content-Type") == "application/json");
  CHECK(event.at("headers").at("Access-Control-Allow-Origin") == "https://site.example");
  CHECK(event.at("headers").at("Location") == "/x");
}

TEST_CASE("A problem is a document of its own type, a wrong method says which are right") {
  const auto routes = routes_that([](const ApiRequest&) -> ApiResponse {
    throw invalid_fields({{"a.b[0]", "is required"}, {"c", "is not known"}});
  });
  const json::object event = answer_of(routes, event_of("GET", "/things/{id}"));
  CHECK(event.at("statusCode") == 422);
  CHECK(event.at("headers").at("Content-Type") == "application/problem+json");
  CHECK(read_json(event.at("body").as_string()) == Json{{"type", "/problems/invalid-fields"},
                                                        {"title", "Some fields are not valid"},
                                                        {"status", 422},
                                                        {"detail", "2 fields are not valid."},
                                                        {"errors",
                                                         {{{"field", "a.b[0]"}, {"message", "is required"}},
                                                          {{"field", "c"}, {"message", "is not known"}}}}});
  const json::object wrong = answer_of(routes, event_of("DELETE", "/things/{id}"));
  CHECK(wrong.at("statusCode") == 405);
  CHECK(wrong.at("headers").at("Allow") == "GET");
  CHECK(answer_of(routes, event_of("GET", "/others")).at("statusCode") == 404);
}

TEST_CASE(
    "A service that throttles, has a conflict or can't be reached is 503, any other failure is the "
    "function's") {
  const auto failing = [](auto error) {
    return routes_that([error](const ApiRequest&) -> ApiResponse { throw error; });
  };
  const json::object event = event_of("GET", "/things/{id}");
  const json::object throttled =
      answer_of(failing(AwsError("dynamodb", 400, "ThrottlingException", "", {})), event);
  CHECK(throttled.at("statusCode") == 503);
  CHECK(throttled.at("headers").at("Retry-After") == "1");
  CHECK(answer_of(failing(ConnectionError("gone", true)), event).at("statusCode") == 503);
  const auto conflict = [&](const char* code, json::object document) {
    return answer_of(failing(AwsError("dynamodb", 400, code, "", std::move(document))), event);
  };
  CHECK(conflict("TransactionConflictException", {}).at("statusCode") == 503);
  CHECK(conflict("TransactionCanceledException",
                 {{"CancellationReasons", {{{"Code", "TransactionConflict"}}, {{"Code", "None"}}}}})
            .at("statusCode") == 503);
  CHECK_THROWS_AS(answer_of(failing(AwsError("dynamodb", 400, "AccessDeniedException", "", {})), event),
                  AwsError);
  CHECK_THROWS_AS(answer_of(failing(std::runtime_error("bug")), event), std::runtime_error);
}

TEST_CASE("Fields gathers all that is wrong with a document") {
  const json::object document{
      {"blank", " \t"}, {"long", "ééé"},   {"number", 1.0}, {"huge", 18446744073709551615ULL},
      {"flag", true},   {"choice", "c"},   {"list", {1}},   {"when", "2026-02-30T00:00:00Z"},
      {"id", "-x"},     {"null", nullptr}, {"more", 1}};
  FieldErrors errors;
  Fields fields(document, "part", errors);
  fields.text("blank", {1, 5});
  fields.text("long", {1, 2});
  CHECK(fields.text("long", {1, 3}) == "ééé");
  fields.text("number", {1, 5});
  fields.whole("number", {0, 5});
  fields.whole("huge", {0, 5});
  fields.whole("flag", {0, 5});
  fields.choice("choice", {"a", "b"});
  fields.list("list", {2, 3});
  fields.list("flag", {2, 3});
  fields.object("flag");
  fields.instant("when");
  fields.identifier("id");
  fields.text("null", {1, 5});
  CHECK(fields.text("none", {1, 5}, Presence::optional) == std::nullopt);
  fields.nothing_else();
  std::vector<std::string> found;
  for (const FieldError& error : errors) found.push_back(error.field + ": " + error.message);
  CHECK(found == std::vector<std::string>{
                     "part.blank: must not be blank", "part.long: must have 1 to 2 characters",
                     "part.number: must be a string", "part.number: must be a whole number from 0 to 5",
                     "part.huge: must be a whole number from 0 to 5",
                     "part.flag: must be a whole number from 0 to 5", "part.choice: must be one of a, b",
                     "part.list: must have 2 to 3 elements", "part.flag: must be a list",
                     "part.flag: must be an object",
                     "part.when: must be a moment in UTC like 2026-01-05T09:00:00Z",
                     "part.id: must be 1 to 64 letters, digits, - and _, and begin with one of the first two",
                     "part.null: is required", "part.more: is not known"});
}

TEST_CASE("An identifier is short and plain") {
  CHECK(is_identifier("a"));
  CHECK(is_identifier("A-b_9"));
  CHECK(is_identifier(std::string(64, 'x')));
  for (const std::string& text :
       {std::string(), std::string("-a"), std::string("a b"), std::string("é"), std::string(65, 'x')})
    CHECK_FALSE(is_identifier(text));
}

TEST_CASE("A page token leads on in its own list only") {
  ApiRequest request;
  CHECK(start_of(request, "list/1").empty());
  const json::object key{{"a", "x"}, {"n", 5}};
  request.query["nextToken"] = page_token(key, "list/1");
  CHECK(start_of(request, "list/1") == key);
  CHECK(status_of([&] { start_of(request, "list/2"); }) == 400);
  for (const std::string& token :
       {std::string(), std::string("?"), base64url_encode("{}"), base64url_encode("[1]"),
        base64url_encode(R"({"after":{"a":"y"},"of":"0123456789abcdef"})")}) {
    request.query["nextToken"] = token;
    CHECK(status_of([&] { start_of(request, "list/1"); }) == 400);
  }
}

TEST_CASE("A limit is from 1 to 100, and 20 if nothing is said") {
  ApiRequest request;
  CHECK(limit_of(request) == 20);
  request.query["limit"] = "100";
  CHECK(limit_of(request) == 100);
  for (const char* limit : {"", "0", "101", "-1", "1.5", "x", "99999999999"}) {
    request.query["limit"] = limit;
    CHECK(status_of([&] { limit_of(request); }) == 400);
  }
}

TEST_CASE("If-Match names a version strongly, one of several, or any") {
  CHECK(if_match_names("\"3\"", 3));
  CHECK(if_match_names("\"1\" , \"3\"", 3));
  CHECK(if_match_names("*", 3));
  CHECK_FALSE(if_match_names("W/\"3\"", 3));
  CHECK_FALSE(if_match_names("3", 3));
  CHECK_FALSE(if_match_names("", 3));
}

TEST_CASE("Base64 is read strictly, in both its alphabets") {
  CHECK(base64_decode("aGk/") == "hi?");
  CHECK(base64_decode("aGk=") == "hi");
  CHECK(base64_decode("aGk") == std::nullopt);
  CHECK(base64_decode("aGl=") == std::nullopt);  // bits that no encoder leaves
  CHECK(base64_decode("a===") == std::nullopt);
  for (const std::string bytes : {"", "a", "ab", "abc", "\xff\xfe\xfd\xfc"})
    CHECK(base64url_decode(base64url_encode(bytes)) == bytes);
  CHECK(base64url_encode("\xff\xff") == "__8");
}
