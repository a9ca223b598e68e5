#include "fakes/sqs/test_account.h"

namespace cloche::sqs {
namespace {

Json text(const std::string& value) { return {{"DataType", "String"}, {"StringValue", value}}; }

TEST_CASE("a message that is sent is answered with its digests") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  const Json answer = sqs.send(url, "hello", {{"MessageAttributes", {{"piyo", text("x")}}}});
  CHECK(answer["MD5OfMessageBody"] == "5d41402abc4b2a76b9719d911017c592");
  CHECK(answer["MD5OfMessageAttributes"].get<std::string>().size() == 32);
  CHECK(answer["MessageId"].get<std::string>().size() == 36);
  CHECK_FALSE(answer.contains("SequenceNumber"));
  CHECK_FALSE(answer.contains("MD5OfMessageSystemAttributes"));
}

TEST_CASE("a message is not empty, not too long, and of allowed characters") {
  Sqs sqs;
  const std::string url = sqs.create("one", {{"MaximumMessageSize", "1024"}});
  CHECK(sqs.error_on(url, "SendMessage").message == "The request must contain the parameter MessageBody.");
  CHECK(sqs.error_on(url, "SendMessage", {{"MessageBody", ""}}).code == "MissingParameter");
  const ApiError characters = sqs.error_on(url, "SendMessage", {{"MessageBody", "a\x01"}});
  CHECK(characters.code == "InvalidMessageContents");
  sqs.send(url, std::string(1024, 'x'));
  sqs.send(url, std::string(1012, 'x'), {{"MessageAttributes", {{"name", text("v")}}}});
  const ApiError longer = sqs.error_on(url, "SendMessage", {{"MessageBody", std::string(1025, 'x')}});
  CHECK(longer.code == "InvalidParameterValue");
  CHECK(longer.message ==
        "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.");
  CHECK(sqs.error_on(url, "SendMessage",
                     {{"MessageBody", std::string(1014, 'x')}, {"MessageAttributes", {{"name", text("v")}}}})
            .code == "InvalidParameterValue");
}

TEST_CASE("a message of a MiB is sent, and one byte more is not") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  sqs.send(url, std::string(1048576, 'x'));
  CHECK(sqs.error_on(url, "SendMessage", {{"MessageBody", std::string(1048577, 'x')}}).message ==
        "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.");
}

TEST_CASE("a message is delayed by itself or by its queue") {
  Sqs sqs;
  const std::string url = sqs.create("one", {{"DelaySeconds", "10"}});
  sqs.send(url, "at once", {{"DelaySeconds", 0}});
  sqs.send(url, "queue");
  sqs.send(url, "own", {{"DelaySeconds", 900}});
  CHECK(sqs.counts(url) == "1 0 2");
  CHECK(sqs.bodies(url) == Names{"at once"});
  sqs.pass(seconds(10));
  CHECK(sqs.bodies(url) == Names{"queue"});
  sqs.pass(seconds(890));
  CHECK(sqs.bodies(url).back() == "own");
  CHECK(sqs.error_on(url, "SendMessage", {{"MessageBody", "x"}, {"DelaySeconds", 901}}).message ==
        "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.");
}

TEST_CASE("a standard queue takes a group, and no deduplication id") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  sqs.send(url, "a", {{"MessageGroupId", "g"}});
  sqs.send(url, "b", {{"MessageGroupId", "g"}});
  const Json messages = sqs.receive(url, {{"AttributeNames", {"MessageGroupId"}}});
  CHECK(messages.size() == 2);
  CHECK(messages[0]["Attributes"] == Json{{"MessageGroupId", "g"}});
  CHECK(sqs.error_on(url, "SendMessage", {{"MessageBody", "x"}, {"MessageDeduplicationId", "d"}}).message ==
        "Value d for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that "
        "is not "
        "valid for this queue type.");
}

TEST_CASE("a trace header is the one system attribute that can be sent") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  const std::string trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";
  const Json answer = sqs.send(url, "a", {{"MessageSystemAttributes", {{"AWSTraceHeader", text(trace)}}}});
  CHECK(answer["MD5OfMessageSystemAttributes"].get<std::string>().size() == 32);
  CHECK(sqs.receive(url, {{"MessageSystemAttributeNames", {"AWSTraceHeader"}}})[0]["Attributes"] ==
        Json{{"AWSTraceHeader", trace}});
  CHECK(sqs.error_on(url, "SendMessage",
                     {{"MessageBody", "x"}, {"MessageSystemAttributes", {{"Other", text("x")}}}})
            .code == "InvalidParameterValue");
}

TEST_CASE("each entry of a batch succeeds or fails by itself") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  const Json answer = sqs.on(url, "SendMessageBatch",
                             {{"Entries",
                               {{{"Id", "a"}, {"MessageBody", "1"}},
                                {{"Id", "b"}, {"MessageBody", "2"}, {"DelaySeconds", 1000}},
                                {{"Id", "c"}, {"MessageBody", "\x02"}}}}});
  CHECK(answer["Successful"].size() == 1);
  CHECK(answer["Successful"][0]["Id"] == "a");
  CHECK(answer["Successful"][0]["MD5OfMessageBody"] == "c4ca4238a0b923820dcc509a6f75849b");
  CHECK(answer["Failed"][0]["Code"] == "InvalidParameterValue");
  CHECK(answer["Failed"][0]["SenderFault"] == true);
  CHECK(answer["Failed"][1]["Code"] == "InvalidMessageContents");
  CHECK(sqs.bodies(url) == Names{"1"});
}

TEST_CASE("a batch as a whole is checked before its entries") {
  Sqs sqs;
  const std::string url = sqs.create("one");
  const auto complaint = [&](const Json& entries) {
    const ApiError error = sqs.error_on(url, "SendMessageBatch", {{"Entries", entries}});
    return error.code + ": " + error.message;
  };
  const auto entry = [](const std::string& id, const std::string& body = "x") -> Json {
    return {{"Id", id}, {"MessageBody", body}};
  };
  CHECK(complaint(Json::array()) ==
        "EmptyBatchRequest: There should be at least one SendMessageBatchRequestEntry in the request.");
  Json many = Json::array();
  for (int i = 0; i < 11; ++i) many.push_back(entry(std::to_string(i)));
  CHECK(complaint(many) ==
        "TooManyEntriesInBatchRequest: Maximum number of entries per request are 10. You have sent 11.");
  CHECK(complaint(Json::array({entry("a"), entry("a")})) == "BatchEntryIdsNotDistinct: Id a repeated.");
  CHECK(complaint(Json::array({entry("a b")})) ==
        "InvalidBatchEntryId: A batch entry id can only contain alphanumeric characters, hyphens and "
        "underscores. It "
        "can be at most 80 letters long.");
  CHECK(
      complaint(Json::array({entry("a", std::string(600000, 'x')), entry("b", std::string(600000, 'x'))})) ==
      "BatchRequestTooLong: Batch requests cannot be longer than 1048576 bytes. You have sent 1200000 "
      "bytes.");
  CHECK(sqs.counts(url) == "0 0 0");
}

}  // namespace
}  // namespace cloche::sqs
