#include "fakes/cloudwatch/metric_name.h"
#include "fakes/logs/test_account.h"

namespace cloche::logs {
namespace {

struct MetricsTest : LogsTest {
  MetricsTest() {
    create_group();
    create_stream();
  }
  static Json definition(const std::string& pattern, const Json& more = Json::object()) {
    Json transformation{{"metricName", "m"}, {"metricNamespace", "n"}, {"metricValue", "1"}};
    transformation.update(more);
    return {{"logGroupName", "g"},
            {"filterName", "f"},
            {"filterPattern", pattern},
            {"metricTransformations", {transformation}}};
  }
  /// "sum/count" of the metric, as CloudWatch keeps it.
  std::string sum(const std::vector<cloudwatch::MetricName::Dimension>& dimensions = {}) {
    const cloudwatch::MetricName metric("n", "m", dimensions);
    auto row = account.database().query(
        "SELECT sum(sum), sum(count) FROM cloudwatch_points JOIN cloudwatch_metrics ON id = "
        "cloudwatch_points.series / 64 "
        "WHERE "
        "namespace = 'n' AND name = 'm' AND dimensions = ?1",
        metric.dimension_key());
    row.step();
    return row.is_null(1) ? "none" : std::to_string(row.integer(0)) + "/" + std::to_string(row.integer(1));
  }
};

TEST_CASE_FIXTURE(MetricsTest, "metric filters are put, described and deleted") {
  call("PutMetricFilter", definition("ERROR"));
  CHECK(call("DescribeMetricFilters", {{"logGroupName", "g"}}).at("metricFilters").at(0) ==
        Json{{"filterName", "f"},
             {"filterPattern", "ERROR"},
             {"creationTime", to_millis(wall)},
             {"logGroupName", "g"},
             {"metricTransformations",
              {{{"metricName", "m"}, {"metricNamespace", "n"}, {"metricValue", "1"}}}}});
  CHECK(call("DescribeLogGroups").at("logGroups").at(0).at("metricFilterCount") == 1);
  CHECK(call("DescribeMetricFilters", {{"metricName", "m"}, {"metricNamespace", "n"}})
            .at("metricFilters")
            .size() == 1);
  CHECK(call("DescribeMetricFilters", {{"metricName", "m"}, {"metricNamespace", "x"}})
            .at("metricFilters")
            .empty());
  CHECK(call("DescribeMetricFilters", {{"filterNamePrefix", "x"}}).at("metricFilters").empty());
  CHECK(error("DescribeMetricFilters", {{"metricName", "m"}}).code == "InvalidParameterException");
  call("DeleteMetricFilter", {{"logGroupName", "g"}, {"filterName", "f"}});
  CHECK(error("DeleteMetricFilter", {{"logGroupName", "g"}, {"filterName", "f"}}).code ==
        "ResourceNotFoundException");
  put({{0, "ERROR"}});
  CHECK(sum() == "none");
}

TEST_CASE_FIXTURE(MetricsTest, "filters are listed by pages") {
  for (int i = 0; i < 5; ++i) {
    Json one = definition("x");
    one["filterName"] = "f" + std::to_string(i);
    call("PutMetricFilter", one);
  }
  const Json first = call("DescribeMetricFilters", {{"limit", 3}});
  CHECK(names(first, "metricFilters", "filterName") == "f0 f1 f2 ");
  CHECK(names(call("DescribeMetricFilters", {{"nextToken", first.at("nextToken")}}), "metricFilters",
              "filterName") == "f3 f4 ");
}

TEST_CASE_FIXTURE(MetricsTest, "each event that matches is a data point") {
  call("PutMetricFilter", definition("ERROR"));
  put({{0, "ERROR one"}, {1, "fine"}, {2, "ERROR two"}});
  put({{3, "ERROR three"}});
  CHECK(sum() == "3/3");
}

TEST_CASE_FIXTURE(MetricsTest, "a value comes out of the event, and so do dimensions") {
  call("PutMetricFilter",
       definition("{ $.ms > 0 }", {{"metricValue", "$.ms"}, {"dimensions", {{"Path", "$.path"}}}}));
  put({{0, R"({"ms": 20, "path": "/a"})"},
       {1, R"({"ms": 30, "path": "/b"})"},
       {2, R"({"ms": 5, "path": "/a"})"},
       {3, R"({"ms": 5})"},
       {4, "ms"}});
  CHECK(sum({{"Path", "/a"}}) == "25/2");
  CHECK(sum({{"Path", "/b"}}) == "30/1");
  CHECK(sum() == "none");
  call("PutMetricFilter", definition("[method, bytes]", {{"metricValue", "$bytes"}}));
  put({{5, "GET 100"}, {6, "GET many"}});
  CHECK(sum() == "100/1");
}

TEST_CASE_FIXTURE(MetricsTest, "where nothing matches it is the default value") {
  call("PutMetricFilter", definition("ERROR", {{"defaultValue", 0}}));
  put({{0, "fine"}});
  CHECK(sum() == "0/1");
  put({{1, "ERROR"}, {2, "fine"}});
  CHECK(sum() == "1/2");
}

TEST_CASE_FIXTURE(MetricsTest, "what is no filter is refused") {
  CHECK(error("PutMetricFilter", definition("{ $.a")).code == "InvalidParameterException");
  for (const Json& more :
       {Json{{"metricValue", "x"}}, Json{{"metricValue", "$"}}, Json{{"metricValue", "$.a["}},
        Json{{"metricNamespace", "AWS/Lambda"}}, Json{{"defaultValue", 0}, {"dimensions", {{"a", "$.a"}}}},
        Json{{"dimensions", {{"a", "$.a"}, {"b", "$.b"}, {"c", "$.c"}, {"d", "$.d"}}}}}) {
    CAPTURE(more.dump());
    CHECK(error("PutMetricFilter", definition("x", more)).code == "InvalidParameterException");
  }
  Json elsewhere = definition("x");
  elsewhere["logGroupName"] = "none";
  CHECK(error("PutMetricFilter", elsewhere).code == "ResourceNotFoundException");
  for (int i = 0; i < 100; ++i) {
    Json one = definition("x");
    one["filterName"] = std::to_string(i);
    call("PutMetricFilter", one);
  }
  CHECK(error("PutMetricFilter", definition("x")).code == "LimitExceededException");
}

TEST_CASE_FIXTURE(MetricsTest, "a filter is tested on messages") {
  const Json answer = call("TestMetricFilter", {{"filterPattern", "[..., size]"},
                                                {"logEventMessages", {R"(1.2.3.4 [a b] "GET /" 99)", "x"}}});
  CHECK(answer.at("matches") ==
        Json::array(
            {{{"eventNumber", 1},
              {"eventMessage", R"(1.2.3.4 [a b] "GET /" 99)"},
              {"extractedValues", {{"$1", "1.2.3.4"}, {"$2", "a b"}, {"$3", "GET /"}, {"$size", "99"}}}},
             {{"eventNumber", 2}, {"eventMessage", "x"}, {"extractedValues", {{"$size", "x"}}}}}));
}

}  // namespace
}  // namespace cloche::logs
