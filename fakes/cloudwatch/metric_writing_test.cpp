#include "fakes/cloudwatch/metric_writing.h"

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "fakes/cloudwatch/metric_writer.h"
#include "fakes/cloudwatch/test_account.h"

namespace cloche::cloudwatch {
namespace {

std::int64_t rows(Account& account) {
  auto row = account.database().query("SELECT count(*) FROM cloudwatch_points");
  row.step();
  return row.integer(0);
}

TEST_CASE("equal values of one minute are one row") {
  CloudWatch cloudwatch;
  Account& account = cloudwatch.account;
  const MetricName invocations("AWS/Lambda", "Invocations", {{"FunctionName", "f"}});
  account.transact([&] {
    for (int i = 0; i < 50; ++i)
      put_metric(account, "us-east-1", invocations, 1, Unit::count, account.clock().now());
    CHECK(rows(account) == 1);
    put_metric(account, "us-east-1", invocations, 1, Unit::count, account.clock().now() + Duration(60'000));
    put_metric(account, "eu-west-1", invocations, 1, Unit::count, account.clock().now());
    CHECK(rows(account) == 3);
  });
}

TEST_CASE("a minute under load stays small, and its sum, minimum and maximum exact") {
  CloudWatch cloudwatch;
  Account& account = cloudwatch.account;
  const MetricName duration("AWS/Lambda", "Duration", {{"FunctionName", "f"}});
  double sum = 0;
  account.transact([&] {
    for (int i = 0; i < 20'000; ++i) {
      const double value = 1 + static_cast<double>((i * 7919) % 20'000) / 100;
      sum += value;
      put_metric(account, "us-east-1", duration, value, Unit::milliseconds, account.clock().now());
    }
    CHECK(rows(account) < 9000);
    auto row = account.database().query(
        "SELECT sum(count), sum(sum), min(value), max(value) FROM cloudwatch_points");
    row.step();
    CHECK(row.real(0) == 20'000);
    CHECK(row.real(1) == doctest::Approx(sum));
    CHECK(row.real(2) == 1);
    CHECK(row.real(3) == 200.99);
  });
}

TEST_CASE("the order of dimensions says nothing") {
  const MetricName one("A", "m", {{"b", "2"}, {"a", "1"}});
  const MetricName other("A", "m", {{"a", "1"}, {"b", "2"}});
  CHECK(one.key() == other.key());
  CHECK(MetricName::dimensions_of(one.dimension_key()) == one.dimensions());
  CHECK(MetricName("A", "m", {}).dimension_key().empty());
}

TEST_CASE("what was rolled back is not remembered") {
  CloudWatch cloudwatch;
  Account& account = cloudwatch.account;
  const MetricName metric("A", "m", {});
  const auto put = [&] { put_metric(account, "us-east-1", metric, 1, Unit::none, account.clock().now()); };
  CHECK_THROWS_AS(account.transact([&] {
    put();
    throw ApiError("X", "");
  }),
                  ApiError);
  account.transact(put);
  account.transact([&] { CHECK(rows(account) == 1); });
}

}  // namespace
}  // namespace cloche::cloudwatch
