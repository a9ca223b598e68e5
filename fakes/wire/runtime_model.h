#pragma once
// A model made at run time, of the tables that the generator makes at build time: for tests that bring models
// of their own, as the public vectors of the protocols do.
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "fakes/core/json.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

class RuntimeModel {
 public:
  /// `shapes`, `metadata` and `operation` as in botocore's service-2.json.
  RuntimeModel(const Json& metadata, const Json& shapes, const Json& operation);
  RuntimeModel(const RuntimeModel&) = delete;
  RuntimeModel& operator=(const RuntimeModel&) = delete;

  const model::Service& service() const { return service_; }
  /// The one operation.
  const model::Operation& operation() const { return service_.operations.front(); }
  const model::Shape& shape(const std::string& name) const { return shapes_.at(name); }

 private:
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  std::string_view text(const Json& object, const char* name);
  model::Member member(const std::string& name, const Json& reference);
  const model::Member* single(const std::string& name, const Json& reference);
  void fill(model::Shape& shape, const Json& given);
  void fill_error(model::Shape& shape, const Json& given);
  void fill_operation(model::Operation& operation, const Json& given, bool is_query);

  std::deque<std::string> texts_;
  std::map<std::string, model::Shape> shapes_;
  std::deque<std::vector<model::Member>> members_;
  std::deque<std::vector<std::string_view>> enumerations_;
  std::vector<const model::Shape*> errors_;
  std::vector<model::Operation> operations_;
  model::Service service_;
};

}  // namespace cloche::wire
