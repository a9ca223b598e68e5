#pragma once
// For tests of SQS: an account, and short words for what most tests do.
#include <string>
#include <vector>

#include "fakes/sqs/service.h"
#include "fakes/wire/operation_test.h"

namespace cloche::sqs {

struct Sqs : wire::OperationTest {
  Sqs() : OperationTest({&definition()}) {}

  /// Creates a queue and answers its URL.
  std::string create(const std::string& name, const Json& attributes = Json::object()) {
    return call("CreateQueue", {{"QueueName", name}, {"Attributes", attributes}})["QueueUrl"];
  }
  std::string create_fifo(const std::string& name, Json attributes = Json::object()) {
    attributes["FifoQueue"] = "true";
    return create(name, attributes);
  }
  /// Calls an operation on a queue, `request` beside its QueueUrl.
  Json on(const std::string& url, const std::string& operation, Json request = Json::object()) {
    request["QueueUrl"] = url;
    return call(operation, request);
  }
  ApiError error_on(const std::string& url, const std::string& operation, Json request = Json::object()) {
    request["QueueUrl"] = url;
    return error(operation, request);
  }
  Json send(const std::string& url, const std::string& body, Json request = Json::object()) {
    request["MessageBody"] = body;
    return on(url, "SendMessage", std::move(request));
  }
  Json send_to_group(const std::string& url, const std::string& body, const std::string& group) {
    return send(url, body, {{"MessageGroupId", group}, {"MessageDeduplicationId", body}});
  }
  /// What is received, an array; up to ten unless the request says otherwise.
  Json receive(const std::string& url, Json request = Json::object()) {
    if (!request.contains("MaxNumberOfMessages")) request["MaxNumberOfMessages"] = 10;
    return on(url, "ReceiveMessage", std::move(request)).value("Messages", Json::array());
  }
  std::vector<std::string> bodies(const std::string& url, Json request = Json::object()) {
    std::vector<std::string> bodies;
    for (const Json& message : receive(url, std::move(request))) bodies.push_back(message["Body"]);
    return bodies;
  }
  /// Receives one message, which must be there, and answers its receipt handle.
  std::string handle(const std::string& url, Json request = Json::object()) {
    request["MaxNumberOfMessages"] = 1;
    const Json messages = receive(url, std::move(request));
    REQUIRE(messages.size() == 1);
    return messages[0]["ReceiptHandle"];
  }
  void remove(const std::string& url, const std::string& receipt_handle) {
    on(url, "DeleteMessage", {{"ReceiptHandle", receipt_handle}});
  }
  std::string attribute(const std::string& url, const std::string& name) {
    const Json answer = on(url, "GetQueueAttributes", {{"AttributeNames", {name}}});
    return answer.contains("Attributes") ? answer["Attributes"][name].get<std::string>() : "";
  }
  /// "visible in-flight delayed".
  std::string counts(const std::string& url) {
    return attribute(url, "ApproximateNumberOfMessages") + " " +
           attribute(url, "ApproximateNumberOfMessagesNotVisible") + " " +
           attribute(url, "ApproximateNumberOfMessagesDelayed");
  }
  void pass(Duration time) { wall += time; }
};

using Names = std::vector<std::string>;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

}  // namespace cloche::sqs
