#include "fakes/logs/filter_pattern.h"
#include "fakes/logs/operations/operations.h"

namespace cloche::logs {

Answer test_metric_filter(Call&, const Structure& request) {
  const FilterPattern pattern = FilterPattern::parse(request.string("filterPattern"));
  Json matches = Json::array();
  for (std::int64_t number = 0; const std::string& message : request.strings("logEventMessages")) {
    ++number;
    if (auto values = pattern.match(message)) {
      matches.push_back(
          {{"eventNumber", number}, {"eventMessage", message}, {"extractedValues", std::move(*values)}});
    }
  }
  return Json{{"matches", std::move(matches)}};
}

}  // namespace cloche::logs
