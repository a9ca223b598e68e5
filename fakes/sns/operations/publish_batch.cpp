#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "fakes/sns/errors.h"
#include "fakes/sns/operations/operations.h"
#include "fakes/sns/publishing.h"
#include "fakes/sns/resource.h"

namespace cloche::sns {

namespace {

constexpr std::size_t max_entries = 10;
constexpr std::size_t max_id = 80;

bool is_entry_id(std::string_view id) {
  return !id.empty() && id.size() <= max_id && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

void check_entries(const std::vector<Structure>& entries) {
  if (entries.empty()) {
    throw ApiError("EmptyBatchRequestException", "The batch request doesn't contain any entries.");
  }
  if (entries.size() > max_entries) {
    throw ApiError("TooManyEntriesInBatchRequestException",
                   "The batch request contains more entries than permissible.");
  }
  std::set<std::string> ids;
  for (const Structure& entry : entries) {
    if (!is_entry_id(entry.string("Id"))) {
      throw ApiError("InvalidBatchEntryIdException",
                     "The Id of a batch entry in a batch request doesn't abide by the specification.");
    }
    if (!ids.insert(entry.string("Id")).second) {
      throw ApiError("BatchEntryIdsNotDistinctException",
                     "Two or more batch entries in the request have the same Id.");
    }
  }
}

/// As the errors stand in an answer: by their codes on the wire.
Json failed(const std::string& id, const ApiError& error) {
  const bool is_value = error.code == "InvalidParameterValueException";
  return {{"Id", id},
          {"Code", is_value ? "ParameterValueInvalid" : "InvalidParameter"},
          {"Message", error.message},
          {"SenderFault", true}};
}

}  // namespace

// An entry that is wrong in itself fails alone. Assumed: that the sizes are checked before anything is
// published.
Answer publish_batch(Call& call, const Structure& request) {
  Topic topic = existing_topic(call, request.string("TopicArn"));
  const std::vector<Structure> entries = request.structures("PublishBatchRequestEntries");
  check_entries(entries);
  std::size_t size = 0;
  for (const Structure& entry : entries) size += entry.string("Message").size();
  if (size > max_message) {
    throw ApiError("BatchRequestTooLongException",
                   "The length of all the batch messages put together is more than the limit.");
  }
  Json answer{{"Successful", Json::array()}, {"Failed", Json::array()}};
  for (const Structure& entry : entries) {
    const std::string& id = entry.string("Id");
    try {
      const Published published = publish(call.account, topic, Message::read(entry));
      Json success{{"Id", id}, {"MessageId", published.message_id}};
      if (topic.is_fifo()) success["SequenceNumber"] = published.sequence_number;
      answer["Successful"].push_back(std::move(success));
    } catch (const ApiError& error) {
      answer["Failed"].push_back(failed(id, error));
    }
  }
  return answer;
}

}  // namespace cloche::sns
