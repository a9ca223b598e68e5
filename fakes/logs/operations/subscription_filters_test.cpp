#include <zlib.h>

#include "fakes/core/delivery.h"
#include "fakes/core/digest.h"
#include "fakes/logs/test_account.h"

namespace cloche::logs {
namespace {

std::string unpacked(const std::string& packed) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);  // gzip
  std::string text(1 << 20, '\0');
  std::string input = packed;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

struct SubscriptionsTest : LogsTest {
  SubscriptionsTest() {
    create_group();
    create_stream();
  }
  const std::string function = "arn:aws:lambda:us-east-1:000000000000:function:f";
  Json definition(const std::string& pattern) const {
    return {
        {"logGroupName", "g"}, {"filterName", "n"}, {"filterPattern", pattern}, {"destinationArn", function}};
  }
  /// What was sent to the function, each as the document that the function unpacks.
  std::vector<Json> sent() {
    return account.transact([&] {
      std::vector<Json> documents;
      for (auto row = account.outbox().first(); row; row = account.outbox().first()) {
        account.outbox().remove(row->id);
        REQUIRE(row->kind == delivery_effect);
        const Delivery delivery = SentDelivery::parse(Json::parse(row->payload)).delivery;
        CHECK(delivery.target == function);
        CHECK(delivery.sender == "logs.us-east-1.amazonaws.com");
        CHECK(delivery.source == "arn:aws:logs:us-east-1:000000000000:log-group:g:*");
        const auto data =
            base64_decode(Json::parse(delivery.body).at("awslogs").at("data").get<std::string>());
        REQUIRE(data);
        documents.push_back(Json::parse(unpacked(*data)));
      }
      return documents;
    });
  }
};

TEST_CASE_FIXTURE(SubscriptionsTest, "subscription filters are put, described and deleted") {
  call("PutSubscriptionFilter", definition("ERROR"));
  CHECK(call("DescribeSubscriptionFilters", {{"logGroupName", "g"}}).at("subscriptionFilters") ==
        Json::array({{{"filterName", "n"},
                      {"logGroupName", "g"},
                      {"filterPattern", "ERROR"},
                      {"destinationArn", function},
                      {"distribution", "ByLogStream"},
                      {"creationTime", to_millis(wall)}}}));
  Json more = definition("");
  more["filterName"] = "o";
  call("PutSubscriptionFilter", more);
  more["filterName"] = "p";
  CHECK(error("PutSubscriptionFilter", more).code == "LimitExceededException");
  CHECK(names(call("DescribeSubscriptionFilters", {{"logGroupName", "g"}, {"filterNamePrefix", "o"}}),
              "subscriptionFilters", "filterName") == "o ");
  call("DeleteSubscriptionFilter", {{"logGroupName", "g"}, {"filterName", "n"}});
  CHECK(error("DeleteSubscriptionFilter", {{"logGroupName", "g"}, {"filterName", "n"}}).code ==
        "ResourceNotFoundException");
}

TEST_CASE_FIXTURE(SubscriptionsTest, "a destination is a function") {
  const auto refused = [&](const std::string& arn) {
    Json other = definition("");
    other["destinationArn"] = arn;
    return error("PutSubscriptionFilter", other).code;
  };
  CHECK(refused("x") == "InvalidParameterException");
  CHECK(refused("arn:aws:sqs:us-east-1:000000000000:q") == "InvalidParameterException");
  CHECK(refused("arn:aws:kinesis:us-east-1:000000000000:stream/s") == "NotEmulated");
}

TEST_CASE_FIXTURE(SubscriptionsTest, "events that match are sent, packed, with what they are of") {
  call("PutSubscriptionFilter", definition("ERROR"));
  put({{0, "fine"}});
  CHECK(sent().empty());
  put({{1, "ERROR one"}, {2, "fine"}, {3, "ERROR two"}});
  const auto documents = sent();
  REQUIRE(documents.size() == 1);
  const Json stored =
      call("FilterLogEvents", {{"logGroupName", "g"}, {"filterPattern", "ERROR"}}).at("events");
  Json expected{
      {"messageType", "DATA_MESSAGE"}, {"owner", "000000000000"},   {"logGroup", "g"}, {"logStream", "s"},
      {"subscriptionFilters", {"n"}},  {"logEvents", Json::array()}};
  for (const Json& event : stored) {
    expected["logEvents"].push_back({{"id", event.at("eventId")},
                                     {"timestamp", event.at("timestamp")},
                                     {"message", event.at("message")}});
  }
  CHECK(documents.at(0) == expected);
}

TEST_CASE_FIXTURE(SubscriptionsTest, "the fields of a line are sent beside it") {
  call("PutSubscriptionFilter", definition("[method, size>10]"));
  put({{0, "GET 200"}, {1, "GET 1"}});
  const auto documents = sent();
  REQUIRE(documents.size() == 1);
  CHECK(documents.at(0).at("logEvents").at(0).at("extractedFields") ==
        Json{{"method", "GET"}, {"size", "200"}});
}

TEST_CASE_FIXTURE(SubscriptionsTest, "many events are sent in pieces") {
  call("PutSubscriptionFilter", definition(""));
  put(LogsTest::Events(10, {0, std::string(60'000, 'x')}));
  const auto documents = sent();
  CHECK(documents.size() == 5);
  for (const Json& document : documents) CHECK(document.at("logEvents").size() == 2);
}

}  // namespace
}  // namespace cloche::logs
