#pragma once
// What the tests of CloudWatch Logs have: a fresh account, and the calls that most of them make.
#include <string>
#include <utility>
#include <vector>

#include "fakes/cloudwatch/service.h"
#include "fakes/logs/service.h"
#include "fakes/wire/operation_test.h"

namespace cloche::logs {

struct LogsTest : wire::OperationTest {
  LogsTest() : OperationTest({&definition(), &cloudwatch::definition()}) {}

  void create_group(const std::string& name = "g") { call("CreateLogGroup", {{"logGroupName", name}}); }
  void create_stream(const std::string& name = "s") {
    call("CreateLogStream", {{"logGroupName", "g"}, {"logStreamName", name}});
  }
  /// Events, each with its time in milliseconds from now.
  using Events = std::vector<std::pair<int, std::string>>;
  Json put(const Events& events, const std::string& stream = "s") {
    Json list = Json::array();
    for (const auto& [at, message] : events) {
      list.push_back({{"timestamp", to_millis(wall) + at}, {"message", message}});
    }
    return call("PutLogEvents", {{"logGroupName", "g"}, {"logStreamName", stream}, {"logEvents", list}});
  }
  /// The messages of an answer, with a space after each.
  static std::string messages(const Json& answer) {
    std::string all;
    for (const Json& event : answer.at("events")) all += event.at("message").get<std::string>() + " ";
    return all;
  }
  /// The members `name` of the elements of the list `list`, with a space after each.
  static std::string names(const Json& answer, const char* list, const char* name) {
    std::string all;
    for (const Json& element : answer.at(list)) all += element.at(name).get<std::string>() + " ";
    return all;
  }
};

}  // namespace cloche::logs
