#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "fakes/cloudwatch/test_account.h"

namespace cloche::cloudwatch {
namespace {

constexpr std::int64_t nine = 1767603600000;  // 2026-01-05T09:00:00Z
constexpr std::int64_t minute = 60'000;

Json statistics_of(CloudWatch& cloudwatch, Json more = Json::object()) {
  Json request{{"Namespace", "App"},
               {"MetricName", "m"},
               {"StartTime", nine - 10 * minute},
               {"EndTime", nine + 10 * minute},
               {"Period", 60},
               {"Statistics", {"Sum"}}};
  request.update(more);
  return cloudwatch.call("GetMetricStatistics", request)["Datapoints"];
}

Json data(CloudWatch& cloudwatch, Json queries, Json more = Json::object()) {
  Json request{{"MetricDataQueries", std::move(queries)},
               {"StartTime", nine},
               {"EndTime", nine + 5 * minute},
               {"ScanBy", "TimestampAscending"}};
  request.update(more);
  return cloudwatch.call("GetMetricData", request);
}

Json stat(const char* id, const char* metric, const char* statistic = "Sum") {
  return {
      {"Id", id},
      {"MetricStat",
       {{"Metric", {{"Namespace", "App"}, {"MetricName", metric}}}, {"Period", 60}, {"Stat", statistic}}}};
}

TEST_CASE("values, counts and sets come together") {
  CloudWatch cloudwatch;
  cloudwatch.put("m", 5);
  cloudwatch.call("PutMetricData",
                  {{"Namespace", "App"},
                   {"MetricData",
                    {{{"MetricName", "m"}, {"Values", {1.0, 2.0}}, {"Counts", {10.0, 1.0}}},
                     {{"MetricName", "m"},
                      {"StatisticValues",
                       {{"SampleCount", 2.0}, {"Sum", 30.0}, {"Minimum", 10.0}, {"Maximum", 20.0}}}}}}});
  const Json point =
      statistics_of(cloudwatch, {{"Statistics", {"SampleCount", "Sum", "Minimum", "Maximum", "Average"}}})[0];
  CHECK(point["SampleCount"] == 14);
  CHECK(point["Sum"] == 47);
  CHECK(point["Minimum"] == 1);
  CHECK(point["Maximum"] == 20);
  CHECK(point["Average"] == doctest::Approx(47.0 / 14));
  CHECK(point["Timestamp"] == nine);
  CHECK(point["Unit"] == "None");
}

TEST_CASE("each unit has its own data points") {
  CloudWatch cloudwatch;
  cloudwatch.put("m", 5, {{"Unit", "Seconds"}});
  cloudwatch.put("m", 7, {{"Unit", "Milliseconds"}});
  CHECK(statistics_of(cloudwatch).size() == 2);
  CHECK(statistics_of(cloudwatch, {{"Unit", "Seconds"}}).size() == 1);
  CHECK(statistics_of(cloudwatch, {{"Unit", "Bytes"}}).empty());
}

TEST_CASE("percentiles") {
  CloudWatch cloudwatch;
  for (int i = 1; i <= 100; ++i) cloudwatch.put("m", i);
  Json request{{"Namespace", "App"}, {"MetricName", "m"},
               {"StartTime", nine},  {"EndTime", nine + minute},
               {"Period", 60},       {"ExtendedStatistics", {"p50", "tm90", "PR(:25)"}}};
  const Json extended =
      cloudwatch.call("GetMetricStatistics", request)["Datapoints"][0]["ExtendedStatistics"];
  CHECK(extended["p50"] == 50.5);
  CHECK(extended["tm90"] == 45.5);
  CHECK(extended["PR(:25)"] == 25);
}

TEST_CASE("PutMetricData says in its own words what is wrong") {
  CloudWatch cloudwatch;
  const auto error = [&](const Json& datum) {
    return cloudwatch.error("PutMetricData", {{"Namespace", "App"}, {"MetricData", {datum}}});
  };
  CHECK(error({{"MetricName", "m"}, {"Value", std::nan("")}}).message ==
        "The value NaN for parameter MetricData.member.1.Value is invalid.");
  CHECK(error({{"MetricName", "m"}, {"Value", std::numeric_limits<double>::infinity()}}).code ==
        "InvalidParameterValue");
  CHECK(error({{"MetricName", "m"}, {"Value", 1e109}}).code == "InvalidParameterValue");
  CHECK(error({{"Value", 1.0}}).message == "The parameter MetricData.member.1.MetricName is required.");
  CHECK(error({{"Value", 1.0}}).code == "MissingParameter");
  CHECK(error({{"MetricName", "m"}, {"Value", 1.0}, {"Timestamp", nine - 15 * 86'400'000LL}}).message ==
        "The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.");
  CHECK(error({{"MetricName", "m"}, {"Value", 1.0}, {"Timestamp", nine + 7'200'001}}).code ==
        "InvalidParameterValue");
  CHECK(error({{"MetricName", "m"}, {"Value", 1.0}, {"Unit", "Foo"}})
            .message.find("must be a value in the set [ Seconds, ") != std::string::npos);
  CHECK(error({{"MetricName", "m"},
               {"Value", 1.0},
               {"StatisticValues", {{"SampleCount", 1.0}, {"Sum", 1.0}, {"Minimum", 1.0}, {"Maximum", 1.0}}}})
            .message ==
        "The parameters MetricData.member.1.Value and MetricData.member.1.StatisticValues are mutually "
        "exclusive and you have specified both.");
  CHECK(cloudwatch
            .error("PutMetricData",
                   {{"Namespace", "AWS/x"}, {"MetricData", {{{"MetricName", "m"}, {"Value", 1.0}}}}})
            .message == "The value AWS/x for parameter Namespace is invalid.");
  Json many = Json::array();
  for (int i = 0; i < 1001; ++i) many.push_back({{"MetricName", "m"}, {"Value", 1.0}});
  CHECK(cloudwatch.error("PutMetricData", {{"Namespace", "App"}, {"MetricData", many}}).message ==
        "The collection MetricData must not have a size greater than 1000.");
  // One wrong datum, and none is kept.
  CHECK(cloudwatch
            .error("PutMetricData",
                   {{"Namespace", "App"},
                    {"MetricData", {{{"MetricName", "m"}, {"Value", 1.0}}, {{"MetricName", "m"}}}}})
            .status == 400);
  CHECK(cloudwatch.call("ListMetrics")["Metrics"].empty());
}

TEST_CASE("GetMetricStatistics checks its periods and its number of data points") {
  CloudWatch cloudwatch;
  const auto error = [&](Json more) {
    Json request{{"Namespace", "App"}, {"MetricName", "m"}, {"StartTime", nine - 10 * minute},
                 {"EndTime", nine},    {"Period", 60},      {"Statistics", {"Sum"}}};
    request.update(more);
    return cloudwatch.error("GetMetricStatistics", request);
  };
  CHECK(error({{"StartTime", nine - 7 * 86'400'000LL}}).message ==
        "You have requested up to 10,080 datapoints, which exceeds the limit of 1,440. You may reduce the "
        "datapoints requested by "
        "increasing Period, or decreasing the time range.");
  CHECK(error({{"StartTime", nine - 7 * 86'400'000LL}}).code == "InvalidParameterCombination");
  CHECK(error({{"Period", 90}}).message == "The parameter Period must be a multiple of 60.");
  CHECK(error({{"StartTime", nine}}).message == "The parameter StartTime must not equal parameter EndTime.");
  CHECK(error({{"StartTime", nine + 1}}).message ==
        "The parameter StartTime must be less than the parameter EndTime.");
  CHECK(error({{"Statistics", Json::array()}}).code == "InvalidParameterCombination");
  CHECK(error({{"Statistics", {"Median"}}}).code == "InvalidParameterValue");
}

TEST_CASE("old data are coarser, and go after 15 months") {
  CloudWatch cloudwatch;
  cloudwatch.put("m", 5);
  const auto later = [&](int days, int period) {
    cloudwatch.wall = from_millis(nine) + std::chrono::days(days);
    return statistics_of(cloudwatch,
                         {{"StartTime", nine - 3'600'000}, {"EndTime", nine + 3'600'000}, {"Period", period}})
        .size();
  };
  CHECK(later(14, 60) == 1);
  CHECK(later(16, 60) == 0);
  CHECK(later(16, 300) == 1);
  CHECK(later(64, 300) == 0);
  CHECK(later(64, 3600) == 1);
  CHECK(later(456, 3600) == 0);
}

TEST_CASE("metrics are listed at once, by their dimensions, for two weeks") {
  CloudWatch cloudwatch;
  cloudwatch.put("m", 1);
  cloudwatch.put("m", 1,
                 {{"Dimensions", {{{"Name", "b"}, {"Value", "2"}}, {{"Name", "a"}, {"Value", "1"}}}}});
  const auto count = [&](const Json& request) {
    return cloudwatch.call("ListMetrics", request)["Metrics"].size();
  };
  CHECK(count({}) == 2);
  CHECK(count({{"Dimensions", {{{"Name", "a"}}}}}) == 1);
  CHECK(count({{"Dimensions", {{{"Name", "a"}, {"Value", "2"}}}}}) == 0);
  CHECK(count({{"Namespace", "None"}}) == 0);
  cloudwatch.advance(std::chrono::hours(4));
  CHECK(count({{"RecentlyActive", "PT3H"}}) == 0);
  CHECK(count({}) == 2);
  cloudwatch.advance(std::chrono::days(14));
  CHECK(count({}) == 0);
}

TEST_CASE("metrics are listed in pages of 500") {
  CloudWatch cloudwatch;
  Json many = Json::array();
  for (int i = 0; i < 600; ++i) many.push_back({{"MetricName", "m" + std::to_string(i)}, {"Value", 1.0}});
  cloudwatch.call("PutMetricData", {{"Namespace", "App"}, {"MetricData", many}});
  const Json page = cloudwatch.call("ListMetrics");
  CHECK(page["Metrics"].size() == 500);
  const Json rest = cloudwatch.call("ListMetrics", {{"NextToken", page["NextToken"]}});
  CHECK(rest["Metrics"].size() == 100);
  CHECK(!rest.contains("NextToken"));
}

TEST_CASE("metric math") {
  CloudWatch cloudwatch;
  const std::vector<double> a{1, 2, 4, 8};
  for (std::size_t i = 0; i < a.size(); ++i) {
    cloudwatch.put("a", a[i], {{"Timestamp", nine + static_cast<std::int64_t>(i) * minute}});
    if (i != 1) cloudwatch.put("b", 2, {{"Timestamp", nine + static_cast<std::int64_t>(i) * minute}});
  }
  const auto values = [&](const std::string& expression) {
    Json a_query = stat("a", "a");
    Json b_query = stat("b", "b");
    a_query["ReturnData"] = b_query["ReturnData"] = false;
    const Json results =
        data(cloudwatch, {a_query, b_query, {{"Id", "e"}, {"Expression", expression}}})["MetricDataResults"];
    return results.size() == 1 ? results[0]["Values"] : results;
  };
  CHECK(values("a + b") == Json{3.0, 6.0, 10.0});
  CHECK(values("a * 2 - 1") == Json{1.0, 3.0, 7.0, 15.0});
  CHECK(values("-a ^ 2 + 10 / 4") == Json{3.5, 6.5, 18.5, 66.5});
  CHECK(values("SUM(METRICS())") == Json{3.0, 2.0, 6.0, 10.0});
  CHECK(values("SUM([a, b])") == Json{3.0, 2.0, 6.0, 10.0});
  CHECK(values("MAX(METRICS('a')) + 0") == Json{1.0, 2.0, 4.0, 8.0});
  CHECK(values("a / SUM(a) * 15") == Json{1.0, 2.0, 4.0, 8.0});
  CHECK(values("AVG([a, b])") == Json{1.5, 2.0, 3.0, 5.0});
  CHECK(values("FILL(b, 0)") == Json{2.0, 0.0, 2.0, 2.0, 0.0});
  CHECK(values("FILL(a, REPEAT)") == Json{1.0, 2.0, 4.0, 8.0, 8.0});
  CHECK(values("IF(a > 2, a, b)") == Json{2.0, 4.0, 8.0});
  CHECK(values("IF(a > 1 && a < 8, 1, 0)") == Json{0.0, 1.0, 1.0, 0.0});
  CHECK(values("DIFF(a)") == Json{1.0, 2.0, 4.0});
  CHECK(values("RATE(a) * PERIOD(a)") == Json{1.0, 2.0, 4.0});
  CHECK(values("RUNNING_SUM(a)") == Json{1.0, 3.0, 7.0, 15.0});
  CHECK(values("FLOOR(a / 3)") == Json{0.0, 0.0, 1.0, 2.0});
  CHECK(values("ABS(a - 4)") == Json{3.0, 2.0, 0.0, 4.0});
  CHECK(values("TIME_SERIES(7)") == Json{7.0, 7.0, 7.0, 7.0, 7.0});
  CHECK(values("METRICS()").size() == 2);
  CHECK(values("a / (a - 1)").size() == 3);

  const auto error = [&](const char* expression) {
    return cloudwatch.error(
        "GetMetricData", {{"MetricDataQueries", {stat("a", "a"), {{"Id", "e"}, {"Expression", expression}}}},
                          {"StartTime", nine},
                          {"EndTime", nine + minute}});
  };
  CHECK(error("a +").code == "ValidationError");
  CHECK(error("a b").code == "ValidationError");
  CHECK(error("nothing * 2").code == "ValidationError");
  CHECK(error("e").code == "ValidationError");
  CHECK(error("NO_SUCH(a)").code == "ValidationError");
  CHECK(error("AVG(a)").code == "ValidationError");
  CHECK(error("SEARCH('{App}', 'Sum', 60)").status == 501);
  CHECK(error("ANOMALY_DETECTION_BAND(a)").status == 501);
  CHECK(error("SELECT AVG(x) FROM y").status == 501);
}

TEST_CASE("GetMetricData in pages, in either order, with labels") {
  CloudWatch cloudwatch;
  for (int i = 0; i < 4; ++i) cloudwatch.put("a", i, {{"Timestamp", nine + i * minute}});
  cloudwatch.put("b", 9);
  Json labelled = stat("a", "a");
  labelled["Label"] = "${LABEL}: ${MAX} at most, ${PROP('Stat')}";
  const Json page =
      data(cloudwatch, {labelled, stat("b", "b")}, {{"MaxDatapoints", 3}, {"ScanBy", "TimestampDescending"}});
  REQUIRE(page["MetricDataResults"].size() == 1);
  const Json& result = page["MetricDataResults"][0];
  CHECK(result["Values"] == Json{3.0, 2.0, 1.0});
  CHECK(result["StatusCode"] == "PartialData");
  CHECK(result["Label"] == "a: 3 at most, Sum");
  const Json rest =
      data(cloudwatch, {labelled, stat("b", "b")},
           {{"MaxDatapoints", 3}, {"ScanBy", "TimestampDescending"}, {"NextToken", page["NextToken"]}});
  REQUIRE(rest["MetricDataResults"].size() == 2);
  CHECK(rest["MetricDataResults"][0]["Values"] == Json{0.0});
  CHECK(rest["MetricDataResults"][0]["StatusCode"] == "Complete");
  CHECK(!rest.contains("NextToken"));
  CHECK(data(cloudwatch, Json::array({stat("c", "nothing")}))["MetricDataResults"][0]["Values"].empty());
  CHECK(cloudwatch
            .error("GetMetricData", {{"MetricDataQueries", {stat("a", "a"), stat("a", "b")}},
                                     {"StartTime", nine},
                                     {"EndTime", nine + minute}})
            .code == "ValidationError");
}

TEST_CASE("data by the second are read by the second") {
  CloudWatch cloudwatch;
  cloudwatch.put("m", 1, {{"StorageResolution", 1}});
  cloudwatch.put("m", 2, {{"StorageResolution", 1}, {"Timestamp", nine + 12'000}});
  CHECK(statistics_of(cloudwatch, {{"Period", 10}}).size() == 2);
  CHECK(statistics_of(cloudwatch)[0]["Sum"] == 3);
}

TEST_CASE("dashboards") {
  CloudWatch cloudwatch;
  const std::string body = R"({"widgets":[{"type":"text","properties":{"markdown":"hello"}}]})";
  cloudwatch.call("PutDashboard", {{"DashboardName", "main"}, {"DashboardBody", body}});
  CHECK(cloudwatch.call("GetDashboard", {{"DashboardName", "main"}})["DashboardBody"] == body);
  CHECK(cloudwatch.call("ListDashboards", {{"DashboardNamePrefix", "ma"}})["DashboardEntries"][0]["Size"] ==
        body.size());
  CHECK(cloudwatch.error("PutDashboard", {{"DashboardName", "main"}, {"DashboardBody", "{"}}).code ==
        "InvalidParameterInput");
  CHECK(cloudwatch.error("GetDashboard", {{"DashboardName", "none"}}).code == "DashboardNotFoundError");
  CHECK(cloudwatch.error("DeleteDashboards", {{"DashboardNames", {"main", "none"}}}).code ==
        "DashboardNotFoundError");
  cloudwatch.call("DeleteDashboards", {{"DashboardNames", {"main"}}});
  CHECK(cloudwatch.call("ListDashboards")["DashboardEntries"].empty());
}

}  // namespace
}  // namespace cloche::cloudwatch
