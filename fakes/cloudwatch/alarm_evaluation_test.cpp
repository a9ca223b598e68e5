#include "fakes/cloudwatch/alarm_evaluation.h"

#include <doctest/doctest.h>

#include <array>

#include "fakes/cloudwatch/test_account.h"
#include "fakes/core/clock_set_back.h"

namespace cloche::cloudwatch {
namespace {

/// "- - X - 0", the oldest first, as the user guide writes it.
std::vector<EvaluatedPoint> points(std::string_view text) {
  std::vector<EvaluatedPoint> points;
  for (const char c : text) {
    if (c == ' ') continue;
    EvaluatedPoint point{.value = {}, .samples = {}};
    if (c != '-') point.value = c == 'X' ? 1 : 0;
    point.breaches = c == 'X';
    points.insert(points.begin(), point);
  }
  return points;
}

std::string decided(std::string_view text, std::int64_t datapoints, std::string_view missing) {
  Evaluated evaluated;
  return std::string(decide(points(text), 3, datapoints, missing, evaluated).value_or("keep"));
}

TEST_CASE("missing data are treated as the tables of the user guide have it") {
  struct Row {
    std::string_view points;
    std::int64_t datapoints;
    std::array<std::string_view, 4> states;  // missing, ignore, breaching, notBreaching
  };
  static constexpr std::array rows{
      Row{"0 - X - X", 3, {"OK", "OK", "OK", "OK"}},
      Row{"0 - - - -", 3, {"OK", "OK", "OK", "OK"}},
      Row{"- - - - -", 3, {"INSUFFICIENT_DATA", "keep", "ALARM", "OK"}},
      Row{"0 X X - X", 3, {"ALARM", "ALARM", "ALARM", "ALARM"}},
      Row{"- - X - -", 3, {"ALARM", "keep", "ALARM", "OK"}},
      Row{"0 - X - X", 2, {"ALARM", "ALARM", "ALARM", "ALARM"}},
      Row{"0 0 X 0 X", 2, {"ALARM", "ALARM", "ALARM", "ALARM"}},
      Row{"0 - X - -", 2, {"OK", "OK", "ALARM", "OK"}},
      Row{"- - - - 0", 2, {"OK", "OK", "ALARM", "OK"}},
      Row{"- - - X -", 2, {"ALARM", "keep", "ALARM", "OK"}},
      Row{"- - - - X", 3, {"keep", "keep", "ALARM", "OK"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.points);
    CAPTURE(row.datapoints);
    const std::array treatments{"missing", "ignore", "breaching", "notBreaching"};
    for (std::size_t i = 0; i < treatments.size(); ++i) {
      CAPTURE(treatments[i]);
      CHECK(decided(row.points, row.datapoints, treatments[i]) == row.states[i]);
    }
  }
}

Json errors_alarm(Json more = Json::object()) {
  Json alarm{{"AlarmName", "errors"},  {"Namespace", "App"},
             {"MetricName", "Errors"}, {"Statistic", "Sum"},
             {"Period", 60},           {"EvaluationPeriods", 1},
             {"Threshold", 1.0},       {"ComparisonOperator", "GreaterThanOrEqualToThreshold"}};
  alarm.update(more);
  return alarm;
}

struct Watched : CloudWatch {
  Json alarm(std::string_view name = "errors") {
    return call("DescribeAlarms",
                {{"AlarmNames", {name}}, {"AlarmTypes", {"MetricAlarm", "CompositeAlarm"}}});
  }
  Json metric_alarm(std::string_view name = "errors") { return alarm(name)["MetricAlarms"][0]; }
  std::string state(std::string_view name = "errors") { return metric_alarm(name)["StateValue"]; }
  Json history(const char* type = "StateUpdate") {
    return call("DescribeAlarmHistory",
                {{"HistoryItemType", type}, {"ScanBy", "TimestampAscending"}})["AlarmHistoryItems"];
  }
  std::int64_t timers() {
    return account.transact([&] {
      auto row = account.database().query(
          "SELECT count(*) FROM core_outbox WHERE kind = 'cloudwatch.evaluate_alarms'");
      row.step();
      return row.integer(0);
    });
  }
};

constexpr Duration minute{60'000};

TEST_CASE("an alarm goes off at the end of the minute, says why, and tells its topic and the bus") {
  Watched cloudwatch;
  const std::string topic = "arn:aws:sns:us-east-1:000000000000:alerts";
  cloudwatch.call(
      "PutMetricAlarm",
      errors_alarm(
          {{"DatapointsToAlarm", 1}, {"Threshold", 1}, {"AlarmActions", {topic}}, {"OKActions", {topic}}}));
  CHECK(cloudwatch.metric_alarm()["StateReason"] == "Unchecked: Initial alarm creation");
  cloudwatch.advance(Duration(10'000));
  cloudwatch.put("Errors", 5);
  cloudwatch.advance(Duration(49'999));
  CHECK(cloudwatch.state() == "INSUFFICIENT_DATA");
  cloudwatch.advance(Duration(1));
  const Json alarm = cloudwatch.metric_alarm();
  CHECK(alarm["StateValue"] == "ALARM");
  CHECK(alarm["StateReason"] ==
        "Threshold Crossed: 1 out of the last 1 datapoints [5.0 (05/01/26 09:00:00)] was greater than or "
        "equal to the threshold "
        "(1.0) (minimum 1 datapoint for OK -> ALARM transition).");
  CHECK(alarm["StateReasonData"] ==
        "{\"version\":\"1.0\",\"queryDate\":\"2026-01-05T09:01:00.000+0000\",\"startDate\":\"2026-01-05T09:"
        "00:00.000+0000\","
        "\"statistic\":\"Sum\",\"period\":60,\"recentDatapoints\":[5.0],\"threshold\":1.0,"
        "\"evaluatedDatapoints\":["
        "{\"timestamp\":\"2026-01-05T09:00:00.000+0000\",\"sampleCount\":1.0,\"value\":5.0}]}");

  cloudwatch.advance(Duration(1));  // what was sent falls due
  REQUIRE(cloudwatch.sent.size() == 2);
  CHECK(cloudwatch.sent[0]["Target"] == topic);
  CHECK(cloudwatch.sent[0]["Subject"] == "ALARM: \"errors\" in US East (N. Virginia)");
  const Json message = parse_json(cloudwatch.sent[0]["Body"].get<std::string>());
  CHECK(message["OldStateValue"] == "INSUFFICIENT_DATA");
  CHECK(message["NewStateValue"] == "ALARM");
  CHECK(message["StateChangeTime"] == "2026-01-05T09:01:00.000+0000");
  CHECK(message["Trigger"]["Statistic"] == "SUM");
  CHECK(message["Trigger"]["Threshold"].dump() == "1.0");
  CHECK(message["AlarmDescription"].is_null());
  CHECK(cloudwatch.sent[1]["Target"] == "arn:aws:events:us-east-1:000000000000:event-bus/default");
  const Json event = parse_json(cloudwatch.sent[1]["Body"].get<std::string>());
  CHECK(event["detail-type"] == "CloudWatch Alarm State Change");
  CHECK(event["detail"]["state"]["value"] == "ALARM");
  CHECK(event["detail"]["previousState"]["value"] == "INSUFFICIENT_DATA");

  const Json items = cloudwatch.history("Action");
  REQUIRE(items.size() == 1);
  CHECK(items[0]["HistorySummary"] == "Successfully executed action " + topic);
}

TEST_CASE("without DatapointsToAlarm the sentence is the short one") {
  Watched cloudwatch;
  cloudwatch.call("PutMetricAlarm", errors_alarm());
  cloudwatch.put("Errors", 5);
  cloudwatch.advance(minute);
  CHECK(cloudwatch.metric_alarm()["StateReason"] ==
        "Threshold Crossed: 1 datapoint [5.0 (05/01/26 09:00:00)] was greater than or equal to the threshold "
        "(1.0).");
}

TEST_CASE("when data stop, the last of them counts as long as it is in the range, then they are missing") {
  Watched cloudwatch;
  cloudwatch.call("PutMetricAlarm", errors_alarm({{"TreatMissingData", "notBreaching"}}));
  cloudwatch.advance(minute);
  CHECK(cloudwatch.metric_alarm()["StateReason"] ==
        "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as "
        "[NonBreaching].");
  cloudwatch.put("Errors", 1);
  cloudwatch.advance(minute);
  CHECK(cloudwatch.state() == "ALARM");
  cloudwatch.advance(2 * minute);
  CHECK(cloudwatch.state() == "ALARM");
  cloudwatch.advance(minute);
  CHECK(cloudwatch.state() == "OK");
}

TEST_CASE("an alarm without data sleeps, and data wake it") {
  Watched cloudwatch;
  cloudwatch.call("PutMetricAlarm", errors_alarm());
  cloudwatch.put("Errors", 0);
  cloudwatch.advance(minute);
  CHECK(cloudwatch.state() == "OK");
  CHECK(cloudwatch.timers() == 1);
  cloudwatch.advance(3 * minute);
  CHECK(cloudwatch.state() == "INSUFFICIENT_DATA");
  CHECK(cloudwatch.metric_alarm()["StateReason"] == "Insufficient Data: 1 datapoint was unknown.");
  CHECK(cloudwatch.timers() == 0);
  cloudwatch.advance(std::chrono::days(30));
  CHECK(cloudwatch.timers() == 0);
  cloudwatch.put("Errors", 3);
  CHECK(cloudwatch.timers() == 1);
  cloudwatch.advance(minute);
  CHECK(cloudwatch.state() == "ALARM");
  CHECK(cloudwatch.history().size() == 1);  // the others are older than 30 days
}

TEST_CASE("alarms are evaluated anew when the clock has been set back") {
  Watched cloudwatch;
  const Json silent{{"AlarmName", "silent"}, {"TreatMissingData", "breaching"}};
  cloudwatch.call("PutMetricAlarm", errors_alarm());
  cloudwatch.put("Errors", 3);
  cloudwatch.advance(minute);
  CHECK(cloudwatch.state() == "ALARM");
  cloudwatch.call("PutMetricAlarm", errors_alarm(silent));
  const Duration by = std::chrono::days(300);
  cloudwatch.wall -= by;
  cloudwatch.account.transact([&] { evaluate_all_anew(cloudwatch.account, clock_set_back_payload(by)); });
  CHECK(cloudwatch.state("silent") == "INSUFFICIENT_DATA");
  cloudwatch.advance(minute);
  CHECK(cloudwatch.state() == "INSUFFICIENT_DATA");
  CHECK(cloudwatch.state("silent") == "ALARM");
  cloudwatch.put("Errors", 0);
  cloudwatch.advance(minute);
  CHECK(cloudwatch.state() == "OK");
  CHECK(cloudwatch.state("silent") == "OK");
}

TEST_CASE("two out of three datapoints") {
  Watched cloudwatch;
  cloudwatch.call("PutMetricAlarm", errors_alarm({{"EvaluationPeriods", 3}, {"DatapointsToAlarm", 2}}));
  for (const double value : {1.0, 0.0, 1.0}) {
    cloudwatch.put("Errors", value);
    cloudwatch.advance(minute);
  }
  CHECK(cloudwatch.metric_alarm()["StateReason"] ==
        "Threshold Crossed: 2 out of the last 3 datapoints [1.0 (05/01/26 09:02:00), 1.0 (05/01/26 "
        "09:00:00)] were greater than or "
        "equal to the threshold (1.0) (minimum 2 datapoints for OK -> ALARM transition).");
  cloudwatch.put("Errors", 0);
  cloudwatch.advance(minute);
  CHECK(cloudwatch.state() == "OK");
}

TEST_CASE("five datapoints and more are told after the sentence") {
  Watched cloudwatch;
  cloudwatch.call("PutMetricAlarm", errors_alarm({{"EvaluationPeriods", 5}}));
  for (int i = 0; i < 5; ++i) {
    cloudwatch.put("Errors", 1);
    cloudwatch.advance(minute);
  }
  CHECK(cloudwatch.metric_alarm()["StateReason"] ==
        "Threshold Crossed: 5 datapoints were greater than or equal to the threshold (1.0). The most recent "
        "datapoints which crossed "
        "the threshold: [1.0 (05/01/26 09:04:00), 1.0 (05/01/26 09:03:00), 1.0 (05/01/26 09:02:00), 1.0 "
        "(05/01/26 09:01:00), 1.0 "
        "(05/01/26 09:00:00)].");
}

TEST_CASE("longer periods slide by the minute") {
  Watched cloudwatch;
  cloudwatch.call("PutMetricAlarm",
                  errors_alarm({{"Period", 300}, {"Threshold", 2.0}, {"TreatMissingData", "notBreaching"}}));
  cloudwatch.advance(2 * minute);
  cloudwatch.put("Errors", 1);
  cloudwatch.advance(minute);
  CHECK(cloudwatch.state() == "OK");
  cloudwatch.put("Errors", 1);
  cloudwatch.advance(minute);
  CHECK(cloudwatch.state() == "ALARM");
  CHECK(cloudwatch.metric_alarm()["StateReason"] ==
        "Threshold Crossed: 1 datapoint [2.0 (05/01/26 08:59:00)] was greater than or equal to the threshold "
        "(2.0).");
}

TEST_CASE("an alarm on metric math") {
  Watched cloudwatch;
  const auto stat = [](const char* id, const char* metric) {
    return Json{
        {"Id", id},
        {"ReturnData", false},
        {"MetricStat",
         {{"Metric", {{"Namespace", "App"}, {"MetricName", metric}}}, {"Period", 60}, {"Stat", "Sum"}}}};
  };
  Json alarm{{"AlarmName", "rate"},
             {"EvaluationPeriods", 1},
             {"Threshold", 10.0},
             {"ComparisonOperator", "GreaterThanThreshold"},
             {"Metrics",
              {{{"Id", "rate"}, {"Expression", "errors / calls * 100"}},
               stat("errors", "Errors"),
               stat("calls", "Calls")}}};
  cloudwatch.call("PutMetricAlarm", alarm);
  cloudwatch.put("Errors", 1);
  cloudwatch.put("Calls", 4);
  cloudwatch.advance(minute);
  CHECK(cloudwatch.metric_alarm("rate")["StateReason"] ==
        "Threshold Crossed: 1 datapoint [25.0 (05/01/26 09:00:00)] was greater than the threshold (10.0).");
  CHECK(cloudwatch.metric_alarm("rate")["Metrics"][0]["Expression"] == "errors / calls * 100");
  alarm["Metrics"][1]["ReturnData"] = true;
  CHECK(cloudwatch.error("PutMetricAlarm", alarm).message ==
        "Exactly one element of the metrics list should return data.");
}

TEST_CASE("a percentile of few samples leaves the alarm alone where it says so") {
  Watched cloudwatch;
  Json alarm = errors_alarm({{"ExtendedStatistic", "p90"}, {"EvaluateLowSampleCountPercentile", "ignore"}});
  alarm.erase("Statistic");
  cloudwatch.call("PutMetricAlarm", alarm);
  for (int i = 0; i < 99; ++i) cloudwatch.put("Errors", 5);
  cloudwatch.advance(minute);
  CHECK(cloudwatch.state() == "INSUFFICIENT_DATA");
  for (int i = 0; i < 100; ++i) cloudwatch.put("Errors", 5);
  cloudwatch.advance(minute);
  CHECK(cloudwatch.state() == "ALARM");
}

TEST_CASE("a state that was set holds until the next evaluation") {
  Watched cloudwatch;
  cloudwatch.call(
      "PutMetricAlarm",
      errors_alarm({{"ActionsEnabled", false}, {"AlarmActions", {"arn:aws:sns:us-east-1:000000000000:t"}}}));
  cloudwatch.call("SetAlarmState", {{"AlarmName", "errors"},
                                    {"StateValue", "ALARM"},
                                    {"StateReason", "a test"},
                                    {"StateReasonData", "{\"a\":1}"}});
  CHECK(cloudwatch.metric_alarm()["StateReason"] == "a test");
  CHECK(cloudwatch.history("Action").empty());
  const Json item = cloudwatch.history()[0];
  CHECK(item["HistorySummary"] == "Alarm updated from INSUFFICIENT_DATA to ALARM");
  CHECK(parse_json(item["HistoryData"].get<std::string>())["newState"]["stateReasonData"] == Json{{"a", 1}});
  cloudwatch.advance(minute);
  CHECK(cloudwatch.state() == "INSUFFICIENT_DATA");
  CHECK(cloudwatch.error("SetAlarmState", {{"AlarmName", "none"}, {"StateValue", "OK"}, {"StateReason", "x"}})
            .code == "ResourceNotFound");
}

TEST_CASE("a composite alarm follows the alarms that it names") {
  Watched cloudwatch;
  cloudwatch.call("PutMetricAlarm", errors_alarm());
  cloudwatch.call("PutMetricAlarm", errors_alarm({{"AlarmName", "my other"}}));
  cloudwatch.call("PutCompositeAlarm",
                  {{"AlarmName", "both"}, {"AlarmRule", "ALARM(errors) AND NOT OK(\"my other\")"}});
  const auto both = [&] { return cloudwatch.alarm("both")["CompositeAlarms"][0]; };
  CHECK(
      both()["StateReason"] ==
      "arn:aws:cloudwatch:us-east-1:000000000000:alarm:both was created and its alarm rule evaluates to OK");
  cloudwatch.put("Errors", 1);
  cloudwatch.advance(minute);
  CHECK(both()["StateReason"] ==
        "arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors transitioned to ALARM at Monday 05 January, "
        "2026 09:01:00 UTC");
  CHECK(cloudwatch.call("DescribeAlarms",
                        {{"ParentsOfAlarmName", "errors"}})["CompositeAlarms"][0]["AlarmName"] == "both");
  CHECK(cloudwatch.call("DescribeAlarms", {{"ChildrenOfAlarmName", "both"}})["MetricAlarms"].size() == 2);
  CHECK(cloudwatch.call("DescribeAlarms")["CompositeAlarms"].empty());
  CHECK(cloudwatch.error("PutCompositeAlarm", {{"AlarmName", "x"}, {"AlarmRule", "ALARM(nothing)"}}).code ==
        "ValidationError");
  for (const char* rule : {"ALARM", "ALARM()", "ALARM(errors) OR", "TRUE FALSE", "(TRUE", "WARN(errors)"}) {
    CAPTURE(rule);
    CHECK(cloudwatch.error("PutCompositeAlarm", {{"AlarmName", "x"}, {"AlarmRule", rule}}).code ==
          "ValidationError");
  }
}

TEST_CASE("a suppressor holds the actions of a composite alarm back") {
  Watched cloudwatch;
  const auto set = [&](const char* name, const char* state) {
    cloudwatch.call("SetAlarmState", {{"AlarmName", name}, {"StateValue", state}, {"StateReason", "a test"}});
  };
  const auto both = [&] { return cloudwatch.alarm("both")["CompositeAlarms"][0]; };
  // Alarms that ignore missing data keep the state that was set.
  cloudwatch.call("PutMetricAlarm", errors_alarm({{"TreatMissingData", "ignore"}}));
  cloudwatch.call("PutMetricAlarm",
                  errors_alarm({{"AlarmName", "deploying"}, {"TreatMissingData", "ignore"}}));
  cloudwatch.call("PutCompositeAlarm", {{"AlarmName", "both"},
                                        {"AlarmRule", "ALARM(errors)"},
                                        {"AlarmActions", {"arn:aws:sns:us-east-1:000000000000:t"}},
                                        {"ActionsSuppressor", "deploying"},
                                        {"ActionsSuppressorWaitPeriod", 90},
                                        {"ActionsSuppressorExtensionPeriod", 30}});
  cloudwatch.advance(2 * minute);
  set("errors", "ALARM");
  CHECK(both()["ActionsSuppressedBy"] == "WaitPeriod");
  set("deploying", "ALARM");
  CHECK(both()["ActionsSuppressedBy"] == "Alarm");
  cloudwatch.advance(10 * minute);
  CHECK(cloudwatch.history("Action").empty());
  set("deploying", "OK");
  CHECK(both()["ActionsSuppressedBy"] == "ExtensionPeriod");
  const auto actions = [&] {
    return cloudwatch
        .call("DescribeAlarmHistory",
              {{"AlarmName", "both"}, {"HistoryItemType", "Action"}})["AlarmHistoryItems"]
        .size();
  };
  cloudwatch.advance(Duration(29'999));
  CHECK(actions() == 0);
  cloudwatch.advance(Duration(1));
  CHECK(actions() == 1);
  CHECK(!both().contains("ActionsSuppressedBy"));
}

TEST_CASE("composite alarms in a circle do not turn for ever") {
  Watched cloudwatch;
  cloudwatch.call("PutCompositeAlarm", {{"AlarmName", "a"}, {"AlarmRule", "FALSE"}});
  cloudwatch.call("PutCompositeAlarm", {{"AlarmName", "b"}, {"AlarmRule", "NOT ALARM(a)"}});
  cloudwatch.call("PutCompositeAlarm", {{"AlarmName", "a"}, {"AlarmRule", "ALARM(b)"}});
  CHECK(cloudwatch.alarm("a")["CompositeAlarms"][0]["StateValue"] == "ALARM");
}

TEST_CASE("what does not go together is refused") {
  Watched cloudwatch;
  const auto message = [&](Json more) {
    return cloudwatch.error("PutMetricAlarm", errors_alarm(std::move(more))).message;
  };
  CHECK(message({{"Period", 45}}) == "Period must be 10, 20, 30 or a multiple of 60");
  CHECK(message({{"EvaluationPeriods", 1441}}) ==
        "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).");
  CHECK(message({{"AlarmActions", {"topic"}}}) == "Invalid arn syntax: topic");
  CHECK(message({{"AlarmActions", {"arn:aws:sns:eu-west-1:000000000000:t"}}}) ==
        "Invalid region eu-west-1 specified. Only us-east-1 is supported.");
  CHECK(
      message({{"EvaluateLowSampleCountPercentile", "unknown"}}) ==
      "Option unknown is not supported for EvaluateLowSampleCountPercentile. Supported options for parameter "
      "EvaluateLowSampleCountPercentile are evaluate and ignore.");
  CHECK(message({{"Period", 0}}).find("greater than or equal to 1") != std::string::npos);
  Json none = errors_alarm();
  none.erase("Statistic");
  none["ExtendedStatistic"] = "unknown";
  CHECK(cloudwatch.error("PutMetricAlarm", none).message ==
        "The value unknown for parameter ExtendedStatistic is not supported.");
}

TEST_CASE("an alarm that a composite alarm depends on stays until the composite alarm goes") {
  Watched cloudwatch;
  for (const char* name : {"abc", "free", "xyz"})
    cloudwatch.call("PutMetricAlarm", errors_alarm({{"AlarmName", name}}));
  cloudwatch.call("PutCompositeAlarm", {{"AlarmName", "both"}, {"AlarmRule", "ALARM(abc) OR ALARM(xyz)"}});
  cloudwatch.call("PutCompositeAlarm", {{"AlarmName", "over"}, {"AlarmRule", "ALARM(both)"}});
  const auto refusal = [&](const Json& names) {
    const ApiError error = cloudwatch.error("DeleteAlarms", {{"AlarmNames", names}});
    CHECK(error.code == "ValidationError");
    CHECK(error.status == 400);
    return error.message;
  };
  CHECK(refusal({"free", "abc"}) == "Cannot delete abc as there are composite alarm(s) depending on it.");
  CHECK(refusal({"xyz", "free", "abc"}) ==
        "Cannot delete xyz,abc as there are composite alarm(s) depending on them.");
  CHECK(refusal(Json::array({"both"})) ==
        "Cannot delete both as there are composite alarm(s) depending on it.");
  CHECK(cloudwatch.call("DescribeAlarms")["MetricAlarms"].size() == 3);
  cloudwatch.call("DeleteAlarms", {{"AlarmNames", Json::array({"over"})}});
  cloudwatch.call("DeleteAlarms", {{"AlarmNames", {"abc", "both"}}});
  cloudwatch.call("DeleteAlarms", {{"AlarmNames", {"free", "xyz"}}});
  CHECK(cloudwatch.call("DescribeAlarms")["MetricAlarms"].empty());
}

TEST_CASE("a composite alarm in a circle cannot be deleted until the circle is broken") {
  Watched cloudwatch;
  cloudwatch.call("PutCompositeAlarm", {{"AlarmName", "a"}, {"AlarmRule", "FALSE"}});
  cloudwatch.call("PutCompositeAlarm", {{"AlarmName", "a"}, {"AlarmRule", "NOT ALARM(a)"}});
  const Json a{{"AlarmNames", Json::array({"a"})}};
  CHECK(cloudwatch.error("DeleteAlarms", a).message ==
        "Cannot delete a as there are composite alarm(s) depending on it.");
  cloudwatch.call("PutCompositeAlarm", {{"AlarmName", "a"}, {"AlarmRule", "FALSE"}});
  cloudwatch.call("DeleteAlarms", a);
}

TEST_CASE("deleting an alarm leaves its history, and forgets its timer and tags") {
  Watched cloudwatch;
  cloudwatch.call("PutMetricAlarm", errors_alarm({{"Tags", {{{"Key", "a"}, {"Value", "1"}}}}}));
  const Json arn{{"ResourceARN", "arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors"}};
  CHECK(cloudwatch.call("ListTagsForResource", arn)["Tags"].size() == 1);
  cloudwatch.call("DeleteAlarms", {{"AlarmNames", {"errors", "none"}}});
  CHECK(cloudwatch.timers() == 0);
  CHECK(cloudwatch.alarm()["MetricAlarms"].empty());
  CHECK(cloudwatch.error("ListTagsForResource", arn).code == "ResourceNotFoundException");
  CHECK(cloudwatch.history("ConfigurationUpdate")[1]["HistorySummary"] == "Alarm \"errors\" deleted");
}

}  // namespace
}  // namespace cloche::cloudwatch
