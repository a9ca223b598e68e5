#pragma once
// The errors of SQS; statuses are the model's. Words that were looked up in a public report of the service
// are marked "seen"; the others are as remembered, that is, assumed.
#include <fmt/core.h>

#include <string>
#include <string_view>
#include <utility>

#include "fakes/core/api_error.h"

namespace cloche::sqs {

inline ApiError missing_parameter(std::string_view name) {
  return {"MissingParameter", fmt::format("The request must contain the parameter {}.", name)};
}
inline ApiError invalid_parameter(std::string message) {
  return {"InvalidParameterValue", std::move(message)};
}
/// Seen: the form. "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: …"; `reason` with its full
/// stop.
template <class Value>
ApiError invalid_value(const Value& value, std::string_view parameter, std::string_view reason) {
  return invalid_parameter(
      fmt::format("Value {} for parameter {} is invalid. Reason: {}", value, parameter, reason));
}
/// A parameter of the other type of queue. "include" is the service's own grammar.
template <class Value>
ApiError wrong_queue_type(const Value& value, std::string_view parameter) {
  return invalid_value(value, parameter,
                       "The request include parameter that is not valid for this queue type.");
}

inline ApiError unknown_attribute(std::string_view name) {
  return {"InvalidAttributeName", fmt::format("Unknown Attribute {}.", name)};
}
inline ApiError invalid_attribute(std::string_view name) {
  return {"InvalidAttributeValue", fmt::format("Invalid value for the parameter {}.", name)};
}

inline ApiError queue_not_found() { return {"QueueDoesNotExist", "The specified queue does not exist."}; }
inline ApiError invalid_address(std::string_view url) {
  return {"InvalidAddress", fmt::format("The address {} is not valid for this endpoint.", url)};
}
inline ApiError queue_exists(std::string_view attribute) {
  return {"QueueNameExists",
          fmt::format("A queue already exists with the same name and a different value for attribute {}",
                      attribute)};
}
inline ApiError deleted_recently() {
  return {
      "QueueDeletedRecently",
      "You must wait 60 seconds after deleting a queue before you can create another with the same name."};
}
inline ApiError purge_in_progress(std::string_view name) {
  return {"PurgeQueueInProgress",
          fmt::format("Only one PurgeQueue operation on {} is allowed every 60 seconds.", name)};
}

inline ApiError invalid_characters() {
  return {
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to "
      "#xFFFD | #x10000 to #x10FFFF"};
}
inline ApiError message_too_long(std::int64_t limit) {
  return invalid_parameter(fmt::format(
      "One or more parameters are invalid. Reason: Message must be shorter than {} bytes.", limit));
}

inline ApiError invalid_receipt_handle(std::string_view handle) {
  return {"ReceiptHandleIsInvalid",
          fmt::format("The input receipt handle \"{}\" is not a valid receipt handle.", handle)};
}
inline ApiError expired_receipt_handle(std::string_view handle) {
  return invalid_value(handle, "ReceiptHandle", "The receipt handle has expired.");
}
/// Seen.
inline ApiError not_in_flight(std::string_view handle) {
  return invalid_value(handle, "ReceiptHandle",
                       "Message does not exist or is not available for visibility timeout change.");
}
inline ApiError too_many_in_flight() {
  return {"OverLimit", "The maximum number of in flight messages of the queue is reached."};
}

inline ApiError resource_not_found(std::string_view parameter) {
  return {"ResourceNotFoundException",
          fmt::format("The resource that you specified for the {} parameter doesn't exist.", parameter)};
}

}  // namespace cloche::sqs
