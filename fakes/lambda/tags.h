#pragma once
// The tags of functions: at most 50, by keys that do not begin with "aws:".
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/lambda/store.h"

namespace cloche::lambda {

/// Adds or replaces tags, given as an object key → value. InvalidParameterValueException where Lambda would
/// not take them.
void put_tags(Store& store, std::string_view function_name, const Json& tags);

void remove_tag(Store& store, std::string_view function_name, const std::string& key);

/// Those that AWS puts itself (fakes/core/system_tags.h), {"aws:…": "…"}.
void put_system_tags(Store& store, std::string_view function_name, const Json& tags);

/// An object key → value.
Json describe_tags(Store& store, std::string_view function_name);

}  // namespace cloche::lambda
