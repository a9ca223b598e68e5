#pragma once
// The shapes of nested properties, for the resources whose properties SAM checks as a whole.
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/json.h"

namespace cloche::deploy::sam {

struct SchemaField;
using Schema = std::vector<SchemaField>;

/// How a field holds what its schema describes.
enum class Holds { one, map_of, map_of_maps_of, list_of };

struct SchemaField {
  std::string_view name;
  bool required = false;
  const Schema* schema = nullptr;  // null: any value
  Holds holds = Holds::one;
  std::string_view kinds =
      "";  // what a value must be, if not an intrinsic function: "list", "integer", "number"
};

struct SchemaProblem {
  std::string path;  // "Auth.Type"
  enum Kind { missing, unknown, wrong } kind;
  std::string_view kinds;
};

/// All that is wrong with `value`, in the order of the schema, what is unknown last.
std::vector<SchemaProblem> check_schema(const Json& value, const Schema& schema);

}  // namespace cloche::deploy::sam
