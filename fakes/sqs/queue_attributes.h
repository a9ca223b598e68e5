#pragma once
// The attributes of queues: which there are, what they may be, and what they are if nobody said.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
#include <array>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/sqs/queue.h"

namespace cloche::sqs {

/// One that can be given.
struct AttributeRule {
  /// Puts a value into normal form; nullopt where it is not allowed.
  using Reader = std::optional<std::string> (*)(const AttributeRule& rule, std::string_view value);

  std::string_view name;
  Reader read;
  std::string_view otherwise = "";  // its default; "": it is not there
  bool only_fifo = false;
  std::int64_t least = 0;  // of a number
  std::int64_t most = 0;
  std::array<std::string_view, 2> choices{};
};

/// Every one, in the order in which GetQueueAttributes names them.
std::span<const AttributeRule> attribute_rules();
/// nullptr where there is none.
const AttributeRule* find_rule(std::string_view name);

/// The largest that MaximumMessageSize can be, and its default; of a batch too. 1 MiB since August 2025.
inline constexpr std::int64_t largest_message = 1'048'576;

/// What a request gives, checked each by itself and put into normal form; an empty value stands for taking
/// the attribute away. Throws ApiError.
Attributes checked_attributes(const Json& given, bool is_fifo);

/// Puts `changes` into the queue's attributes, and checks what they are together. Throws ApiError.
void change_attributes(Queue& queue, const Attributes& changes);

}  // namespace cloche::sqs
