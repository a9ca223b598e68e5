#pragma once
// The skeleton of the three batch operations: up to ten entries, each with an id of its own, each succeeding
// or failing by itself.
#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/sqs/parameters.h"
#include "fakes/wire/service.h"

namespace cloche::sqs {

inline constexpr std::size_t most_batch_entries = 10;

/// The request's entries, checked as a whole. `kind` as in "SendMessageBatchRequestEntry". Throws ApiError.
inline std::vector<wire::Structure> batch_entries(const wire::Structure& request, std::string_view kind) {
  std::vector<wire::Structure> entries = request.structures("Entries");
  if (entries.empty())
    throw ApiError("EmptyBatchRequest", fmt::format("There should be at least one {} in the request.", kind));
  if (entries.size() > most_batch_entries) {
    throw ApiError("TooManyEntriesInBatchRequest",
                   fmt::format("Maximum number of entries per request are {}. You have sent {}.",
                               most_batch_entries, entries.size()));
  }
  std::set<std::string> ids;
  for (const wire::Structure& entry : entries) {
    const std::string& id = required_string(entry, "Id");
    if (!is_name(id)) {
      throw ApiError(
          "InvalidBatchEntryId",
          "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be "
          "at most 80 letters long.");
    }
    if (!ids.insert(id).second)
      throw ApiError("BatchEntryIdsNotDistinct", fmt::format("Id {} repeated.", id));
  }
  return entries;
}

/// Does `act` for each entry, which answers what there is to say of a success (an object) or throws ApiError,
/// before it has changed anything.
template <class Act>
wire::Answer each_of_batch(const std::vector<wire::Structure>& entries, Act&& act) {
  Json successful = Json::array();
  Json failed = Json::array();
  for (const wire::Structure& entry : entries) {
    const std::string& id = entry.string("Id");
    try {
      Json success = act(entry);
      success["Id"] = id;
      successful.push_back(std::move(success));
    } catch (const ApiError& error) {
      failed.push_back({{"Id", id}, {"SenderFault", true}, {"Code", error.code}, {"Message", error.message}});
    }
  }
  return Json{{"Successful", std::move(successful)}, {"Failed", std::move(failed)}};
}

}  // namespace cloche::sqs
