#pragma once
// The words that no expression may use as a name (Developer Guide, "Reserved words in DynamoDB").
#include <string_view>

namespace cloche::dynamodb {

/// Whether `word`, in whatever case, is one of them.
bool is_reserved_word(std::string_view word);

}  // namespace cloche::dynamodb
