// REST-JSON and REST-XML, and what they share: the members that travel outside of the body.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "fakes/core/fault.h"
#include "fakes/wire/codec.h"
#include "fakes/wire/runtime_model.h"

namespace cloche::wire {

namespace {

const Json shapes = R"({
  "In": {"type": "structure", "members": {
    "Id": {"shape": "S", "location": "uri", "locationName": "id"},
    "Max": {"shape": "I", "location": "querystring", "locationName": "max-keys"},
    "Keys": {"shape": "L", "location": "querystring", "locationName": "key"},
    "All": {"shape": "M", "location": "querystring"},
    "Since": {"shape": "T", "location": "header", "locationName": "If-Modified-Since"},
    "Dates": {"shape": "Ts", "location": "header", "locationName": "x-dates"},
    "Words": {"shape": "L", "location": "header", "locationName": "x-words"},
    "Context": {"shape": "S", "location": "header", "locationName": "x-context", "jsonvalue": true},
    "Meta": {"shape": "M", "location": "headers", "locationName": "x-meta-"},
    "Text": {"shape": "S"}, "Count": {"shape": "I", "locationName": "count"}}},
  "Out": {"type": "structure", "members": {
    "Code": {"shape": "I", "location": "statusCode"},
    "Since": {"shape": "T", "location": "header", "locationName": "Last-Modified"},
    "Words": {"shape": "L", "location": "header", "locationName": "x-words"},
    "Meta": {"shape": "M", "location": "headers", "locationName": "x-meta-"},
    "Text": {"shape": "S"}}},
  "Upload": {"type": "structure", "payload": "Body", "members": {
    "Id": {"shape": "S", "location": "uri", "locationName": "id"}, "Type": {"shape": "S", "location": "header", "locationName": "Content-Type"},
    "Body": {"shape": "Blob"}}},
  "Configure": {"type": "structure", "payload": "Configuration", "members": {
    "Configuration": {"shape": "Configuration", "locationName": "Configured", "xmlNamespace": {"uri": "http://space.example.com/"}}}},
  "Configuration": {"type": "structure", "members": {"Status": {"shape": "S"}}},
  "Gone": {"type": "structure", "exception": true, "error": {"httpStatusCode": 404, "senderFault": true}, "members": {
    "Message": {"shape": "S"}, "Kind": {"shape": "S"}, "Retry": {"shape": "S", "location": "header", "locationName": "Retry-After"}}},
  "NoSuchKey": {"type": "structure", "exception": true, "error": {"httpStatusCode": 404}, "members": {}},
  "S": {"type": "string"}, "I": {"type": "integer"}, "T": {"type": "timestamp"}, "Blob": {"type": "blob", "streaming": true},
  "L": {"type": "list", "member": {"shape": "S"}}, "Ts": {"type": "list", "member": {"shape": "T"}},
  "M": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "S"}}
})"_json;

Json operation(const char* input, const char* output) {
  return {{"name", "Do"},
          {"http", {{"method", "POST"}, {"requestUri", "/things/{id}"}, {"responseCode", 201}}},
          {"input", {{"shape", input}}},
          {"output", {{"shape", output}}}};
}

struct Fixture {
  explicit Fixture(const char* protocol, const char* input = "In", const char* output = "Out")
      : model({{"protocol", protocol}}, shapes, operation(input, output)),
        codec(model.service().protocol == model::Protocol::rest_xml ? rest_xml_codec() : rest_json_codec()) {}

  Json decode(HttpRequest request, PathLabels labels = {}) const {
    return codec.decode(model.service(), model.operation(), request, labels);
  }
  Json headers(Headers headers) const { return decode({"POST", "/things/a", std::move(headers), ""}); }
  HttpResponse encode(const Json& answer) const {
    return codec.encode(model.service(), model.operation(), answer, "id-1");
  }
  HttpResponse encode_error(const ApiError& error) const {
    return codec.encode_error(model.service(), &model.operation(), error, "id-1");
  }

  RuntimeModel model;
  const Codec& codec;
};

Json without_map(Json document) {
  document.erase("All");
  document.erase("Meta");
  return document;
}

}  // namespace

TEST_CASE("labels, query and body are read where the model says") {
  const Fixture rest("rest-json");
  const Json document = rest.decode({"POST",
                                     "/things/a%2Fb?max-keys=5&key=x&key=y%20z&other=1",
                                     {},
                                     R"({"Text": "t", "count": 1, "Id": "body"})"},
                                    {{{"id", "a%2Fb"}}});
  CHECK(without_map(document) ==
        R"({"Id": "a/b", "Max": 5, "Keys": ["x", "y z"], "Text": "t", "Count": 1})"_json);
  CHECK(document["All"] == R"({"max-keys": "5", "key": "x", "other": "1"})"_json);
}

TEST_CASE("headers hold moments, lists, JSON and maps") {
  const Fixture rest("rest-json");
  CHECK(without_map(rest.headers({{"if-modified-since", "Tue, 29 Apr 2014 18:30:38 GMT"}})) ==
        R"({"Since": 1398796238000})"_json);
  CHECK(without_map(
            rest.headers({{"x-dates", "Tue, 29 Apr 2014 18:30:38 GMT, Thu, 01 Jan 1970 00:00:00 GMT"}})) ==
        R"({"Dates": [1398796238000, 0]})"_json);
  CHECK(without_map(rest.headers({{"x-words", "a ,\"b,c\" , \"d\\\"e\\\\\""}, {"x-words", "f"}})) ==
        R"({"Words": ["a", "b,c", "d\"e\\", "f"]})"_json);
  CHECK(without_map(rest.headers({{"x-context", "eyJhIjoxfQ=="}})) == R"({"Context": "{\"a\":1}"})"_json);
  CHECK(rest.headers({{"X-Meta-Colour", "red"}, {"x-metal", "no"}})["Meta"] == R"({"colour": "red"})"_json);
  CHECK(without_map(rest.headers({{"x-words", ""}})) == R"({"Words": []})"_json);
}

TEST_CASE("a header, label or parameter that can't be read is the client's error") {
  const Fixture rest("rest-json");
  for (const Header& header :
       {Header{"If-Modified-Since", "yesterday"}, Header{"x-words", "\"a"}, Header{"x-words", "\"a\"b"},
        Header{"x-context", "?"}, Header{"x-context", "e30"}, Header{"x-context", "ew=="},
        Header{"x-dates", "Tue, 29"}}) {
    CAPTURE(header.value);
    CHECK_THROWS_AS(rest.headers({header}), ApiError);
  }
  CHECK_THROWS_AS(rest.decode({"POST", "/?max-keys=x", {}, ""}), ApiError);
  CHECK_THROWS_AS(rest.decode({"POST", "/", {}, "{"}), ApiError);
  CHECK_THROWS_AS(rest.decode({"POST", "/", {}, "[]"}), ApiError);
  CHECK_THROWS_AS(rest.decode({"POST", "/", {}, "{} x"}), ApiError);
}

TEST_CASE("an answer's status, headers and body are where the model says") {
  const Fixture rest("rest-json");
  const HttpResponse response = rest.encode(
      R"({"Code": 202, "Since": 1398796238000, "Words": ["a", "b,c", "d\"e"], "Meta": {"k": "v"}, "Text": "t"})"_json);
  CHECK(response.status == 202);
  CHECK(response.headers.get("Last-Modified") == "Tue, 29 Apr 2014 18:30:38 GMT");
  CHECK(response.headers.get("x-words") == "a, \"b,c\", \"d\\\"e\"");
  CHECK(response.headers.get("x-meta-k") == "v");
  CHECK(response.headers.get("Content-Type") == "application/json");
  CHECK(Json::parse(response.body) == R"({"Text": "t"})"_json);
  CHECK(rest.encode(Json::object()).status == 201);
  CHECK(rest.encode(Json::object()).body == "{}");
  CHECK_THROWS_AS(rest.encode(R"({"Nothing": 1})"_json), Fault);
}

TEST_CASE("no value can end its header") {
  const Fixture rest("rest-json");
  const HttpResponse response =
      rest.encode({{"Words", {"a\r\nSet-Cookie: b"}}, {"Meta", {{"k\r\nx: y", "v\nw"}}}});
  for (const Header& header : response.headers) {
    CHECK((header.name + header.value).find_first_of("\r\n") == std::string::npos);
  }
}

TEST_CASE("a blob payload is the body as it is, both ways") {
  for (const char* protocol : {"rest-json", "rest-xml"}) {
    CAPTURE(protocol);
    const Fixture rest(protocol, "Upload", "Upload");
    const std::string bytes("\x00\xFF<{", 4);
    const Json document =
        rest.decode({"POST", "/things/a", {{"Content-Type", "image/png"}}, bytes}, {{{"id", "a"}}});
    CHECK(document["Body"] == Json::binary({0x00, 0xFF, '<', '{'}));
    CHECK(document["Type"] == "image/png");
    CHECK_FALSE(rest.decode({"POST", "/things/a", {}, ""}).contains("Body"));
    const HttpResponse response = rest.encode({{"Body", Json::binary({0x00, 0xFF})}, {"Type", "image/png"}});
    CHECK(response.body == std::string("\x00\xFF", 2));
    CHECK(response.headers.get("Content-Type") == "image/png");
    CHECK(rest.encode({{"Body", Json::binary({'a'})}}).headers.get("Content-Type") ==
          "application/octet-stream");
  }
}

TEST_CASE("an XML payload is read by its root and written with its namespace") {
  const Fixture rest("rest-xml", "Configure", "Configure");
  CHECK(rest.decode({"POST", "/", {}, "<Configured xmlns=\"u\"><Status>On</Status></Configured>"}) ==
        R"({"Configuration": {"Status": "On"}})"_json);
  CHECK(rest.decode({"POST", "/", {}, ""}) == Json::object());
  try {
    rest.decode({"POST", "/", {}, "<Other><Status>On</Status></Other>"});
    FAIL("read");
  } catch (const ApiError& error) {
    CHECK(error.code == "MalformedXML");
    CHECK(error.message ==
          "The XML you provided was not well-formed or did not validate against our published schema");
  }
  CHECK(rest.encode(R"({"Configuration": {"Status": "On"}})"_json).body ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Configured "
        "xmlns=\"http://space.example.com/\"><Status>On</Status></Configured>");
  CHECK(rest.encode(Json::object()).body.empty());
  CHECK_THROWS_AS(rest.encode(R"({"Nothing": 1})"_json), Fault);
}

TEST_CASE("a REST-JSON error is named in a header, its message as its shape spells it") {
  const Fixture rest("rest-json");
  const HttpResponse response =
      rest.encode_error({"Gone", "It is \"gone\".", 0, R"({"Kind": "k", "Retry": "5"})"_json});
  CHECK(response.status == 404);
  CHECK(response.headers.get("x-amzn-ErrorType") == "Gone");
  CHECK(response.headers.get("Retry-After") == "5");
  CHECK(Json::parse(response.body) == R"({"Message": "It is \"gone\".", "Kind": "k"})"_json);
  CHECK(rest.encode_error({"Odd", "m", 501}).body == R"({"message":"m"})");
  CHECK(rest.encode_error({"Gone", ""}).body == "{}");
}

TEST_CASE("a REST-XML error is wrapped, but not S3's, which has its request's id inside") {
  const Fixture rest("rest-xml");
  CHECK(rest.encode_error({"Gone", "m", 0, R"({"Kind": "k"})"_json}).body ==
        "<?xml version=\"1.0\" "
        "encoding=\"UTF-8\"?>\n<ErrorResponse><Error><Type>Sender</Type><Code>Gone</Code><Message>m</Message>"
        "<Kind>k</Kind></Error><RequestId>id-1</RequestId></ErrorResponse>");
  model::Service s3 = rest.model.service();
  s3.unwrapped_errors = true;
  const ApiError error("NoSuchKey", "The specified key does not exist.", 0, R"({"Key": "a/b"})"_json);
  const HttpResponse response = rest_xml_codec().encode_error(s3, nullptr, error, "id-1");
  CHECK(response.status == 404);
  CHECK(response.headers.get("x-amz-request-id") == "id-1");
  CHECK(response.body ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key "
        "does not exist.</Message>"
        "<Key>a/b</Key><RequestId>id-1</RequestId></Error>");
}

}  // namespace cloche::wire
