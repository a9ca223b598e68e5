#pragma once
// Attribute values as they come in: checked, in the service's words, and brought to the form that
// attribute_value.h takes for granted. First the JSON has to be of the right kinds (SerializationException),
// in the whole request; then each value has to be one (ValidationException).
#include "fakes/core/json.h"

namespace cloche::dynamodb {

/// Where an attribute value stands, for the service says it differently.
enum class Place { element /* of a map or list */, member /* of a structure */ };

/// Throws SerializationException where the JSON is not of the kinds of an attribute value (or of a map of
/// them).
void check_value_json(const Json& value, Place place = Place::element);
void check_item_json(const Json& item);

/// Brings a value that has the right kinds of JSON to its normal form: one member, numbers in plain text.
/// Throws ValidationException where it is empty, ambiguous, an empty set or one with duplicates, a number
/// that is none, or nested deeper than 32 levels.
void normalize_value(Json& value);
/// The same for each value of a map: an item, a key, ExpressionAttributeValues.
void normalize_item(Json& item);

}  // namespace cloche::dynamodb
