#include "fakes/cloudwatch/metric_name.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace cloche::cloudwatch {

namespace {
// Ends a part of a key. It is no character that a name may have.
constexpr char end_of_part = '\x1f';
}  // namespace

MetricName::MetricName(std::string name_space, std::string name, std::vector<Dimension> dimensions)
    : name_space_(std::move(name_space)), name_(std::move(name)), dimensions_(std::move(dimensions)) {
  std::ranges::sort(dimensions_);
  key_ = name_space_ + end_of_part + name_ + end_of_part;
  dimensions_at_ = key_.size();
  for (const auto& [dimension, value] : dimensions_) {
    key_ += dimension;
    key_ += end_of_part;
    key_ += value;
    key_ += end_of_part;
  }
}

std::vector<MetricName::Dimension> MetricName::dimensions_of(std::string_view dimension_key) {
  const auto next = [&] {
    const std::size_t end = dimension_key.find(end_of_part);
    const std::string_view part = dimension_key.substr(0, end);
    dimension_key.remove_prefix(end == std::string_view::npos ? dimension_key.size() : end + 1);
    return std::string(part);
  };
  std::vector<Dimension> dimensions;
  while (!dimension_key.empty()) {
    std::string name = next();
    dimensions.emplace_back(std::move(name), next());
  }
  return dimensions;
}

Json MetricName::dimensions_document() const {
  Json list = Json::array();
  for (const auto& [name, value] : dimensions_) list.push_back({{"Name", name}, {"Value", value}});
  return list;
}

}  // namespace cloche::cloudwatch
