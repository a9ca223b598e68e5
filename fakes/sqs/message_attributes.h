#pragma once
// The attributes of a message: a map from names to {DataType, StringValue or BinaryValue}, as in the model's
// documents.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/json.h"

namespace cloche::sqs {

/// Checks what a client gave with a message. Throws ApiError.
void check_message_attributes(const Json& attributes);
/// Of those that belong to the system there is AWSTraceHeader, a string. Throws ApiError.
void check_system_attributes(const Json& attributes);

/// How many bytes they count of the message's size: names, types and values.
std::size_t size_of(const Json& attributes);

/// Lower case hexadecimal, as SDKs check it. "" where there is none.
std::string md5_of(const Json& attributes);

/// Those that ReceiveMessage's MessageAttributeNames ask for: names, "prefix.*", "All" or ".*".
Json asked_for(const Json& attributes, const std::vector<std::string>& names);

/// JSON as it is kept and as deliveries have it, binary values in base64, and back.
std::string keep_attributes(const Json& attributes);
Json kept_attributes(Json attributes);

/// Whether all of a text may be in a message: of control characters only tab, line feed and carriage return,
/// no surrogates, not U+FFFE and U+FFFF.
bool has_only_valid_characters(std::string_view text);

}  // namespace cloche::sqs
