#pragma once
// Attribute values as they come in: checked, in the service's words, and brought to the form that
// attribute_value.h takes for granted. That their JSON is of the right kinds (strings, lists of strings,
// base64) the codec has seen to.
#include <cstddef>
#include <memory>

#include "fakes/core/json.h"

namespace cloche::dynamodb {

/// Brings a value to its normal form: one member, numbers in plain text.
/// Throws ValidationException where a map in it has a name that is none, where it is empty, ambiguous, an
/// empty set or one with duplicates, a number that is none, or nested deeper than 32 levels.
void normalize_value(Json& value);
/// The same for each value of a map: an item, a key, ExpressionAttributeValues.
void normalize_item(Json& item);

/// Of a value in its normal form that is to stand in `depth` lists and maps: throws ValidationException where
/// it would be nested deeper than 32 levels.
void check_nesting(const Json& value, std::size_t depth);

/// Throws ValidationException where a name in a map of values, or in a map in one of them, is empty or too
/// large. They are the first that is looked at (assumed).
void check_names(const Json& members);

/// Whether a map of values is in its normal form already, names and all. A quick look, which also says no
/// where it can't tell.
bool is_normal(const Json& members);

/// An item or key of a request in its normal form: the request's own, which must outlive it, where that is so
/// already, as it mostly is; else a copy.
class NormalItem {
 public:
  /// Throws as normalize_item() does.
  explicit NormalItem(const Json& item);

  const Json& operator*() const { return *item_; }

 private:
  std::unique_ptr<Json> copy_;
  const Json* item_;
};

}  // namespace cloche::dynamodb
