#pragma once
// Documents as JSON, in both directions, by the model's tables: the body of AWS JSON and of REST-JSON.
//
// Reading checks kinds and no constraint. What is of another kind than the model says is a
// SerializationException in the words of AWS's services (as DynamoDB's of today; the others are assumed to
// speak alike, since one framework reads for all of them). Members that the model lacks are ignored, and null
// is no member.
#include <string>
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/wire/json_reader.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

/// How a protocol writes JSON.
struct JsonDialect {
  bool location_names = true;     // a member's key is its location_name, where it has one
  std::string_view class_prefix;  // of the classes that messages name: "com.amazonaws.dynamodb.v20120810"
  bool (*included)(const model::Member&) =
      nullptr;  // which members of the root are in the body; nullptr: all
};

/// Reads a structure. Throws ApiError("SerializationException") where a value is of another kind than its
/// shape, and JsonSyntaxError where the text is not JSON.
Json read_json_structure(const JsonDialect& dialect, const model::Shape& shape, JsonReader& reader);
/// Reads a member's value of any kind; null where the text has null.
Json read_json_member(const JsonDialect& dialect, const model::Member& member, JsonReader& reader);

/// Writes a document of a structure. A Fault where it has a member that the shape lacks, or of another kind.
void write_json_structure(const JsonDialect& dialect, const model::Shape& shape, const Json& document,
                          std::string& out);
/// Writes a member's value of any kind.
void write_json_member(const JsonDialect& dialect, const model::Member& member, const Json& value,
                       std::string& out);

}  // namespace cloche::wire
