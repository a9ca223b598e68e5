#include "fakes/cloudwatch/statistic.h"

#include <doctest/doctest.h>

namespace cloche::cloudwatch {
namespace {

double of(std::string_view statistic, const std::vector<std::pair<double, double>>& values) {
  Aggregate data;
  for (const auto& [value, count] : values) data.add(value, count, value * count, true);
  return Statistic::parse(statistic)->of(data).value();
}

std::vector<std::pair<double, double>> up_to(int last) {
  std::vector<std::pair<double, double>> values;
  for (int i = last; i >= 1; --i) values.emplace_back(i, 1);
  return values;
}

TEST_CASE("the five plain statistics") {
  CHECK(of("SampleCount", {{1, 3}, {5, 1}}) == 4);
  CHECK(of("Average", {{1, 3}, {5, 1}}) == 2);
  CHECK(of("Sum", {{1, 3}, {5, 1}}) == 8);
  CHECK(of("Minimum", {{1, 3}, {5, 1}}) == 1);
  CHECK(of("Maximum", {{1, 3}, {5, 1}}) == 5);
}

TEST_CASE("a percentile lies between the values at its rank") {
  CHECK(of("p50", up_to(100)) == 50.5);
  CHECK(of("p50", up_to(99)) == 50);
  CHECK(of("p90", up_to(11)) == 10);
  CHECK(of("p99.9", up_to(1001)) == doctest::Approx(1000));
  CHECK(of("p0", up_to(10)) == 1);
  CHECK(of("p100", up_to(10)) == 10);
  CHECK(of("p95", {{1, 1}, {2, 1}, {3, 1}, {4, 1}, {90, 1}, {95, 1}, {98, 1}, {99, 1}}) ==
        doctest::Approx(98.65));
  CHECK(of("p89", {{1, 90}, {7, 10}}) == 1);
  CHECK(of("p91", {{1, 90}, {7, 10}}) == 7);
}

TEST_CASE("what is no statistic is refused") {
  for (const char* text : {"", "p", "p101", "p-1", "average", "tm", "tm0", "TM()", "TM(:)", "TM(5)",
                           "TM(90%:10%)", "TM(5%:10)", "pr50", "PR(10%:90%)", "P50", "p50 ", "IQM2"}) {
    CAPTURE(text);
    CHECK(!Statistic::parse(text));
  }
}

TEST_CASE("of sets no percentile is known") {
  Aggregate data;
  data.add_set(10, 100, 1, 20);
  CHECK(Statistic::parse("Average")->of(data) == 10);
  CHECK(!Statistic::parse("p50")->of(data));
}

}  // namespace
}  // namespace cloche::cloudwatch
