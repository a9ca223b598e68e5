#include "emulator/deploy/sam/schema.h"

#include <algorithm>

#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

using Problems = std::vector<SchemaProblem>;

void check_value(const Json& value, const Schema& schema, const std::string& path, Problems& problems);

bool is_of_kind(const Json& value, std::string_view kind) {
  if (value.is_object()) return true;  // an intrinsic function
  if (kind == "list") return value.is_array();
  if (kind == "integer") return value.is_number_integer();
  return value.is_number();
}

void check_field(const Json& value, const SchemaField& field, const std::string& path, Problems& problems) {
  if (!field.kinds.empty()) {
    if (!is_of_kind(value, field.kinds)) problems.push_back({path, SchemaProblem::wrong, field.kinds});
    return;
  }
  if (field.schema == nullptr) return;
  if (field.holds == Holds::one) {
    check_value(value, *field.schema, path, problems);
    return;
  }
  const bool fits = field.holds == Holds::list_of ? value.is_array() : value.is_object();
  if (!fits) {
    problems.push_back({path, SchemaProblem::wrong, ""});
    return;
  }
  SchemaField inner = field;
  inner.holds = field.holds == Holds::map_of_maps_of ? Holds::map_of : Holds::one;
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      check_field(value[i], inner, path + "." + std::to_string(i), problems);
    }
    return;
  }
  for (const auto& [name, part] : value.items()) check_field(part, inner, path + "." + name, problems);
}

void check_value(const Json& value, const Schema& schema, const std::string& path, Problems& problems) {
  if (!value.is_object()) {
    problems.push_back({path, SchemaProblem::wrong, ""});
    return;
  }
  const std::string prefix = path.empty() ? "" : path + ".";
  for (const SchemaField& field : schema) {
    const Json& part = member(value, field.name);
    const std::string inner = prefix + std::string(field.name);
    if (!part.is_null()) {
      check_field(part, field, inner, problems);
    } else if (field.required) {
      problems.push_back({inner, SchemaProblem::missing, ""});
    }
  }
  for (const auto& [name, part] : value.items()) {
    if (std::ranges::none_of(schema,
                             [&given = name](const SchemaField& field) { return field.name == given; })) {
      problems.push_back({prefix + name, SchemaProblem::unknown, ""});
    }
  }
}

}  // namespace

std::vector<SchemaProblem> check_schema(const Json& value, const Schema& schema) {
  Problems problems;
  check_value(value, schema, "", problems);
  return problems;
}

}  // namespace cloche::deploy::sam
