#include "fakes/dynamodb/table_change.h"

#include <fmt/core.h>

#include <algorithm>

#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

Json& existing_index(Json& description, const std::string& name) {
  if (const auto indexes = description.find("GlobalSecondaryIndexes"); indexes != description.end()) {
    const auto found =
        std::ranges::find_if(*indexes, [&](const Json& index) { return index.at("IndexName") == name; });
    if (found != indexes->end()) return *found;
  }
  throw ApiError("ResourceNotFoundException",
                 fmt::format("Requested resource not found: Index {} for table {}", name,
                             description["TableName"].get<std::string>()));
}

bool is_paid_by_request(const Json& description) {
  const auto billing = description.find("BillingModeSummary");
  return billing != description.end() && billing->at("BillingMode") == "PAY_PER_REQUEST";
}

void change_on_demand_throughput(const Json& requested, Json& now, Json& after) {
  for (Json* description : {&now, &after}) (*description)["OnDemandThroughput"].update(requested);
  Json& maxima = after["OnDemandThroughput"];
  for (const auto& [member, units] : requested.items()) {
    if (units == -1) maxima.erase(member);
  }
  if (maxima.empty()) after.erase("OnDemandThroughput");
}

void change_warm_throughput(const Json& requested, Json& now, Json& after) {
  now["WarmThroughput"]["Status"] = "UPDATING";
  after["WarmThroughput"].update(requested);
}

}  // namespace cloche::dynamodb
