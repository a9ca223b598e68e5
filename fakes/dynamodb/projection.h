#pragma once
// Which parts of an item a reader wants: what ProjectionExpression, AttributesToGet or an index's projection
// say.
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/json.h"
#include "fakes/dynamodb/bound_expression.h"

namespace cloche::dynamodb {

class Projection {
 public:
  /// Of whole attributes.
  explicit Projection(const std::vector<std::string>& attributes);
  explicit Projection(const Bound<ProjectionTree>& expression);
  /// Of what an update touches.
  explicit Projection(const Update& update);

  /// The parts of `item`; list elements are moved together, and what is not there is left out, with the maps
  /// and lists that would be empty without it.
  Json apply(const Json& item) const;

  /// The attributes of which it takes something, in order.
  std::vector<std::string_view> attributes() const;

 private:
  struct Part {
    bool whole = false;
    std::map<std::string, Part, std::less<>> members;
    std::map<std::uint32_t, Part> elements;
  };

  void add(const Path& path, const Bindings& bindings);
  static Json apply(const Part& part, const Json& value);
  static Json apply_to_map(const Part& part, const Json& content);

  Part root_;
};

}  // namespace cloche::dynamodb
