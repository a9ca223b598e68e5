#pragma once
// What names a metric: its namespace, its name and its dimensions. Two that differ in one dimension are two
// metrics; the order of dimensions says nothing, so they are sorted here. One that is used often is made once
// and kept.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/core/json.h"

namespace cloche::cloudwatch {

class MetricName {
 public:
  /// Name and value.
  using Dimension = std::pair<std::string, std::string>;

  MetricName(std::string name_space, std::string name, std::vector<Dimension> dimensions);

  const std::string& name_space() const { return name_space_; }
  const std::string& name() const { return name_; }
  /// Sorted by name.
  const std::vector<Dimension>& dimensions() const { return dimensions_; }

  /// All of it as one string, as a key in memory.
  const std::string& key() const { return key_; }
  /// The dimensions as one string, as a key in the database.
  std::string_view dimension_key() const { return std::string_view(key_).substr(dimensions_at_); }
  /// The dimensions that a dimension_key() says.
  static std::vector<Dimension> dimensions_of(std::string_view dimension_key);

  /// As in a request or an answer: [{"Name": …, "Value": …}, …].
  Json dimensions_document() const;

 private:
  std::string name_space_;
  std::string name_;
  std::vector<Dimension> dimensions_;
  std::string key_;
  std::size_t dimensions_at_ = 0;
};

}  // namespace cloche::cloudwatch
