#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "fakes/core/fault.h"
#include "fakes/wire/codec.h"
#include "fakes/wire/runtime_model.h"

namespace cloche::wire {

namespace {

const Json shapes = R"({
  "In": {"type": "structure", "members": {
    "Name": {"shape": "S"}, "Count": {"shape": "I"}, "Enabled": {"shape": "B"}, "At": {"shape": "T"}, "Tags": {"shape": "L"},
    "Renamed": {"shape": "L2"}, "Flat": {"shape": "L", "flattened": true, "locationName": "Item"},
    "Attributes": {"shape": "M"}, "Nested": {"shape": "In"}}},
  "Out": {"type": "structure", "members": {"Arn": {"shape": "S"}, "Tags": {"shape": "L"}}},
  "NoSuchThing": {"type": "structure", "exception": true, "error": {"code": "NoSuch", "httpStatusCode": 404, "senderFault": true},
                  "members": {"message": {"shape": "S"}, "Name": {"shape": "S"}}},
  "S": {"type": "string"}, "I": {"type": "integer"}, "B": {"type": "boolean"}, "T": {"type": "timestamp"},
  "L": {"type": "list", "member": {"shape": "S"}}, "L2": {"type": "list", "member": {"shape": "In", "locationName": "thing"}},
  "M": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "S"}}
})"_json;

struct Fixture {
  RuntimeModel model{R"({"protocol": "query", "xmlNamespace": "http://things.example.com/"})"_json, shapes,
                     R"({"name": "Do", "http": {"method": "POST", "requestUri": "/"},
                         "input": {"shape": "In"}, "output": {"shape": "Out", "resultWrapper": "DoResult"}})"_json};

  Json decode(const std::string& form, const std::string& target = "/") const {
    return query_codec().decode(model.service(), model.operation(), {"POST", target, {}, form}, {});
  }
  std::string refusal(const std::string& form) const {
    try {
      decode(form);
    } catch (const ApiError& error) {
      CHECK(error.code == "MalformedInput");
      return error.message;
    }
    return "read";
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a form is read by the model's names") {
  CHECK(decode("Action=Do&Version=1&Name=a+b%2Bc&Count=5&Enabled=1&At=2014-04-29T18%3A30%3A38Z&Unknown=x&"
               "Unknown2.a.b=y") ==
        R"({"Name": "a b+c", "Count": 5, "Enabled": true, "At": 1398796238000})"_json);
  CHECK(decode("Nested.Nested.Name=deep") == R"({"Nested": {"Nested": {"Name": "deep"}}})"_json);
  CHECK(decode("Renamed.thing.1.Name=a") == R"({"Renamed": [{"Name": "a"}]})"_json);
  CHECK(decode("Attributes.entry.1.key=k&Attributes.entry.1.value=v") ==
        R"({"Attributes": {"k": "v"}})"_json);
}

TEST_CASE_FIXTURE(Fixture, "parameters may stand in the URL, as in a presigned request") {
  CHECK(decode("", "/?Action=Do&Name=a") == R"({"Name": "a"})"_json);
}

TEST_CASE_FIXTURE(Fixture, "a list's elements are in the order of their numbers, and gaps do not count") {
  CHECK(decode("Tags.member.10=c&Tags.member.9=b&Tags.member.1=a") == R"({"Tags": ["a", "b", "c"]})"_json);
  CHECK(decode("Item.2=b&Item.1=a") == R"({"Flat": ["a", "b"]})"_json);
}

TEST_CASE_FIXTURE(Fixture, "a list without elements is a parameter without value") {
  CHECK(decode("Tags=") == R"({"Tags": []})"_json);
  CHECK(decode("Attributes=") == R"({"Attributes": {}})"_json);
  CHECK(decode("Name=") == R"({"Name": ""})"_json);
}

TEST_CASE_FIXTURE(Fixture, "what does not fit the model is MalformedInput, in the services' words") {
  CHECK(refusal("Name.Sub=a") == "Start of list found where not expected");
  CHECK(refusal("Item.member.1=a") == "Start of list found where not expected");
  CHECK(refusal("Tags.entry.1=a") == "Start of list found where not expected");
  CHECK(refusal("Tags.1=a") == "Top level element may not be treated as a list");
  CHECK(refusal("Unknown.0.Name=a") == "Top level element may not be treated as a list");
  CHECK(refusal("Enabled=yes") == "boolean must follow xsd1.1 definition");
  CHECK(refusal("Enabled=") == "boolean must follow xsd1.1 definition");
  CHECK(refusal("At=1398796238") == "timestamp must follow ISO8601");
  CHECK(refusal("Attributes.entry.1.value=v") != "read");
  CHECK(refusal("Attributes.entry.1.key=k") != "read");
  CHECK(refusal("Count=x") != "read");
}

TEST_CASE_FIXTURE(Fixture, "hostile forms are bounded") {
  std::string name = "Nested";
  for (int i = 0; i < 100'000; ++i) name += ".Nested";
  CHECK(refusal(name + "=1") != "read");
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "Tags.member." + std::to_string(i) + "=a&";
  CHECK(refusal(many) == "too many parameters");
  CHECK(decode("Name=%FF%C3")["Name"] == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(decode("=&&&=a&%=&Name=%zz")["Name"] == "%zz");
  CHECK(refusal("Tags.member.99999999999=a") == "Start of list found where not expected");
}

TEST_CASE_FIXTURE(Fixture, "an answer is wrapped, with the request's id at its end") {
  const HttpResponse response = query_codec().encode(model.service(), model.operation(),
                                                     R"({"Arn": "a&b", "Tags": ["x"]})"_json, "id-1");
  CHECK(response.headers.get("Content-Type") == "text/xml");
  CHECK(response.headers.get("x-amzn-RequestId") == "id-1");
  CHECK(response.body ==
        "<DoResponse "
        "xmlns=\"http://things.example.com/\"><DoResult><Arn>a&amp;b</Arn><Tags><member>x</member></Tags></"
        "DoResult>"
        "<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></DoResponse>");
  CHECK_THROWS_AS(query_codec().encode(model.service(), model.operation(), R"({"Nothing": 1})"_json, ""),
                  Fault);
}

TEST_CASE_FIXTURE(Fixture, "an error has the model's code and status, and its further members") {
  const ApiError error("NoSuchThing", "There is none.", 0, R"({"Name": "a"})"_json);
  const HttpResponse response = query_codec().encode_error(model.service(), nullptr, error, "id-1");
  CHECK(response.status == 404);
  CHECK(response.body ==
        "<ErrorResponse "
        "xmlns=\"http://things.example.com/\"><Error><Type>Sender</Type><Code>NoSuch</Code><Message>There is "
        "none."
        "</Message><Name>a</Name></Error><RequestId>id-1</RequestId></ErrorResponse>");
  const HttpResponse unknown =
      query_codec().encode_error(model.service(), nullptr, ApiError("Odd", "m", 503), "id-2");
  CHECK(unknown.status == 503);
  CHECK(unknown.body.find("<Type>Receiver</Type><Code>Odd</Code>") != std::string::npos);
}

TEST_CASE("SQS's flattened lists and maps go by the names that its clients send") {
  const model::Service& sqs = *model::find_service("sqs");
  const auto decode = [&](const char* operation, const char* form) {
    return query_codec().decode(sqs, *sqs.operation(operation), {"POST", "/", {}, form}, {});
  };
  CHECK(decode("GetQueueAttributes", "QueueUrl=u&AttributeName.1=All") ==
        R"({"QueueUrl": "u", "AttributeNames": ["All"]})"_json);
  CHECK(decode("TagQueue", "Tag.1.Key=k&Tag.1.Value=v") == R"({"Tags": {"k": "v"}})"_json);
  CHECK(decode("SendMessage",
               "MessageAttribute.1.Name=n&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value."
               "StringValue=s") ==
        R"({"MessageAttributes": {"n": {"DataType": "String", "StringValue": "s"}}})"_json);
  const PathLabels path{{{"QueueUrl", "http://localhost/0/one"}}};
  const auto decode_at = [&](const char* form) {
    return query_codec().decode(sqs, *sqs.operation("DeleteQueue"), {"POST", "/0/one", {}, form}, path);
  };
  CHECK(decode_at("") == R"({"QueueUrl": "http://localhost/0/one"})"_json);
  CHECK(decode_at("QueueUrl=other") == R"({"QueueUrl": "other"})"_json);
  const HttpResponse response =
      query_codec().encode(sqs, *sqs.operation("ListQueues"), R"({"QueueUrls": ["a", "b"]})"_json, "id-1");
  CHECK(response.body.find(
            "<ListQueuesResult><QueueUrl>a</QueueUrl><QueueUrl>b</QueueUrl></ListQueuesResult>") !=
        std::string::npos);
}

}  // namespace cloche::wire
