#include "fakes/lambda/invocation_record.h"

#include <array>

#include "fakes/cloudwatch/service.h"
#include "fakes/lambda/function.h"
#include "fakes/lambda/testing/lambda_test.h"

namespace cloche::lambda {
namespace {

using testing::LambdaTest;

struct Records : LambdaTest {
  Records() : LambdaTest({&definition(), &cloudwatch::definition()}) {
    create("f");
    publish("first");
    publish("second");
    call("CreateAlias", {{"FunctionName", "f"}, {"Name", "live"}, {"FunctionVersion", "1"}});
  }
  void publish(const std::string& content) {
    call("UpdateFunctionCode", {{"FunctionName", "f"}, {"ZipFile", zip(content)}, {"Publish", true}});
  }
  void weigh(const Json& weights) {
    call("UpdateAlias", {{"FunctionName", "f"},
                         {"Name", "live"},
                         {"RoutingConfig", {{"AdditionalVersionWeights", weights}}}});
  }
  /// Invokes the alias as often, and answers how often each version ran.
  std::map<std::string, double> run(int times) {
    std::map<std::string, double> versions;
    account.transact([&] {
      const std::string qualifier = "live";
      for (int i = 0; i < times; ++i) {
        const ResolvedFunction found = resolve(account, region, "f", &qualifier);
        ++versions[found.version->version];
        const Invocation invocation{.request_id = "i",
                                    .payload = "{}",
                                    .invoked_function_arn = found.invoked_arn,
                                    .trace_id = "",
                                    .client_context = "",
                                    .cognito_identity = "",
                                    .limits = {},
                                    .by_weight = found.by_weight};
        const Outcome outcome;
        record_invocations(account, std::array{FinishedInvocation{*found.version, invocation, outcome}});
      }
    });
    return versions;
  }
  double invocations(const Json& dimensions) {
    Json list = Json::array();
    for (const auto& [name, value] : dimensions.items()) list.push_back({{"Name", name}, {"Value", value}});
    const Json points = call("GetMetricStatistics", {{"Namespace", "AWS/Lambda"},
                                                     {"MetricName", "Invocations"},
                                                     {"Dimensions", list},
                                                     {"StartTime", to_millis(wall) - 60'000},
                                                     {"EndTime", to_millis(wall) + 60'000},
                                                     {"Period", 300},
                                                     {"Statistics", Json::array({"Sum"})}})["Datapoints"];
    double sum = 0;
    for (const Json& point : points) sum += point["Sum"].get<double>();
    return sum;
  }
};

TEST_CASE("the versions behind an alias with weights are counted beside each other") {
  Records lambda;
  const Json alias{{"FunctionName", "f"}, {"Resource", "f:live"}};
  const auto of_version = [&](const char* version) {
    Json dimensions = alias;
    dimensions["ExecutedVersion"] = version;
    return lambda.invocations(dimensions);
  };
  lambda.run(1);
  CHECK(of_version("1") == 0);
  lambda.weigh({{"2", 0.5}});
  auto ran = lambda.run(20);
  CHECK(ran["1"] > 0);
  CHECK(ran["2"] > 0);
  CHECK(of_version("1") == ran["1"]);
  CHECK(of_version("2") == ran["2"]);
  lambda.weigh(Json::object());
  lambda.run(1);
  CHECK(of_version("1") == ran["1"]);
  CHECK(lambda.invocations(alias) == 22);
  CHECK(lambda.invocations({{"FunctionName", "f"}}) == 22);
  CHECK(lambda.invocations(Json::object()) == 22);
}

}  // namespace
}  // namespace cloche::lambda
