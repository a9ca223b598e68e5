#include <nlohmann/json.hpp>

#include "fakes/sqs/arrivals.h"
#include "fakes/sqs/message_document.h"
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/queue_url.h"
#include "fakes/sqs/receiving.h"
#include "fakes/sqs/sending.h"

namespace cloche::sqs {

namespace {

constexpr std::int64_t most_messages = 10;
constexpr std::int64_t longest_visibility = 43'200;
constexpr std::int64_t longest_wait = 20;

using Names = std::vector<std::string>;

Names system_names(const Structure& request) {
  Names names = request.strings("AttributeNames");
  const Names newer = request.strings("MessageSystemAttributeNames");
  names.insert(names.end(), newer.begin(), newer.end());
  for (const std::string& name : names) {
    if (name != "All" && !is_system_attribute(name)) throw unknown_attribute(name);
  }
  return names;
}

}  // namespace

Answer receive_message(Call& call, const Structure& request) {
  const Queue& queue = requested_queue(call, request);
  const auto limit = number_within(request, "MaxNumberOfMessages", 1, most_messages,
                                   "Must be between 1 and 10, if provided.");
  const auto timeout = number_within(request, "VisibilityTimeout", 0, longest_visibility,
                                     "Must be >= 0 and <= 43200, if provided.");
  const auto wait =
      number_within(request, "WaitTimeSeconds", 0, longest_wait, "Must be >= 0 and <= 20, if provided.");
  const Names system = system_names(request);
  const Names user = request.strings("MessageAttributeNames");
  const std::string* attempt = request.find_string("ReceiveRequestAttemptId");
  if (attempt != nullptr) {
    if (!queue.is_fifo) throw wrong_queue_type(*attempt, "ReceiveRequestAttemptId");
    check_token("ReceiveRequestAttemptId", *attempt);
  }
  const Duration visibility = timeout ? std::chrono::seconds(*timeout) : queue.visibility_timeout;
  const Duration patience = wait ? std::chrono::seconds(*wait) : queue.wait;

  // At the limit a standard queue says so to who does not wait; nobody else hears of it.
  const bool is_full =
      MessageStore(call.account, queue).are_in_flight(call.account.clock().now(), most_in_flight);
  if (is_full && !queue.is_fifo && patience == Duration::zero()) throw too_many_in_flight();
  std::vector<Message> messages;
  if (!is_full) {
    Receiving receiving(call.account, queue);
    messages = attempt != nullptr ? receiving.take_again(*attempt, limit.value_or(1), visibility)
                                  : receiving.take(limit.value_or(1), visibility);
  }
  if (messages.empty() && patience > Duration::zero() && call.may_wait)
    return wire::Wait{ring_when_visible(call.account, queue), patience};
  if (messages.empty()) return {};
  Json documents = Json::array();
  for (const Message& message : messages) documents.push_back(message_document(queue, message, system, user));
  return Json{{"Messages", std::move(documents)}};
}

}  // namespace cloche::sqs
