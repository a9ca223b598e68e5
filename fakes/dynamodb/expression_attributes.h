#pragma once
// ExpressionAttributeNames and ExpressionAttributeValues of a request: what stands behind #name and :value in
// its expressions. Each has to be used by one of them.
//
// Threads and lifetime: an object lives for a request, which outlives it; bound expressions
// (bound_expression.h) point into it.
#include <cstddef>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/dynamodb/expression_tree.h"

namespace cloche::dynamodb {

class ExpressionAttributes {
 public:
  /// Takes the two members, nullptr where one is absent. Throws ValidationException where one is empty, has a
  /// key that does not begin as it has to or is longer than 255 bytes, a name or value that is none, or where
  /// they are larger than 2 MB together.
  ExpressionAttributes(const Json* names, const Json* values);
  ExpressionAttributes(const ExpressionAttributes&) = delete;

  /// The attribute that `written` means: "#a" is looked up, "a" is itself. Valid as long as `written` and
  /// this object. Throws ValidationException in the words of an expression of this kind where it is not
  /// defined.
  const std::string& name(ExpressionKind kind, const std::string& written);
  const Json& value(ExpressionKind kind, const std::string& written);

  /// Throws ValidationException where one was never asked for.
  void check_all_used() const;

 private:
  void read_names(const Json& names);
  void read_values(const Json& values);
  void normalize_values(const Json& values);

  const Json* names_ = nullptr;  // of the request; nullptr: none
  const Json* values_ = nullptr;
  Json normal_values_;    // what values_ points to, where the request's own are not in normal form
  std::size_t size_ = 0;  // of both maps, in bytes, keys and all
  std::set<std::string_view> unused_names_;
  std::set<std::string_view> unused_values_;
};

}  // namespace cloche::dynamodb
