#pragma once
// Names of attributes, of an item as of a map in it: 1 to 65535 bytes of UTF-8 (Developer Guide, "Naming
// rules").
#include <string>

namespace cloche::dynamodb {

/// Whether `name` has a length that a name may have.
bool is_attribute_name(const std::string& name);

/// Throws ValidationException where it has not.
void check_attribute_name(const std::string& name);

}  // namespace cloche::dynamodb
