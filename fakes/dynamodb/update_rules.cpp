#include "fakes/dynamodb/update_rules.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "fakes/dynamodb/capacity_rules.h"
#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

using wire::Structure;

constexpr std::array<std::string_view, 9> parts{
    "ProvisionedThroughput", "BillingMode", "StreamSpecification", "GlobalSecondaryIndexUpdates",
    "SSESpecification",      "TableClass",  "WarmThroughput",      "DeletionProtectionEnabled",
    "OnDemandThroughput"};

// The first that is there is named.
constexpr std::array alone{std::pair{"SSESpecification", "Server-Side Encryption modification"},
                           std::pair{"TableClass", "TableClass modification"},
                           std::pair{"DeletionProtectionEnabled", "DeletionProtection modification"},
                           std::pair{"WarmThroughput", "WarmThroughput"}};

bool has_index_update(const Structure& request, std::string_view action) {
  const auto updates = request.structures("GlobalSecondaryIndexUpdates");
  return std::ranges::any_of(updates,
                             [&](const Structure& update) { return index_update(update).action == action; });
}

void check_alone(const Structure& request) {
  const auto asked =
      std::ranges::count_if(parts, [&](std::string_view part) { return is_asked(request, part); });
  if (asked < 2) return;
  for (const auto& [member, words] : alone) {
    if (!is_asked(request, member)) continue;
    if (std::string_view(member) == "WarmThroughput" && has_index_update(request, "Create")) {
      throw invalid_parameters(
          "Create global secondary index cannot be specified when updating WarmThroughput");
    }
    throw invalid_parameters(fmt::format("{} must be the only operation in the request", words));
  }
  if (is_asked(request, "OnDemandThroughput") && (asked > 2 || !is_asked(request, "BillingMode"))) {
    throw invalid_parameters(
        "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request");
  }
}

void check_index_parts(const Structure& request) {
  std::set<std::string> names;
  bool makes_or_deletes = false;
  for (const auto& each : request.structures("GlobalSecondaryIndexUpdates")) {
    const IndexUpdate update = index_update(each);
    if (!names.insert(update.name()).second) {
      throw invalid_parameters(
          "Only one global secondary index update per index is allowed simultaneously. Index: " +
          update.name());
    }
    makes_or_deletes = makes_or_deletes || update.makes_or_deletes();
    if (update.action != "Update" || !update.given.has("WarmThroughput")) continue;
    if (!is_asked(update.given, "WarmThroughput")) {
      throw invalid_parameters(
          "WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond specified for "
          "index: " +
          update.name());
    }
  }
  if (!makes_or_deletes) return;
  if (request.has("ProvisionedThroughput"))
    throw invalid_parameters("You cannot create or delete index while updating table IOPS");
  if (request.has("StreamSpecification"))
    throw invalid_parameters("You cannot create or delete index while changing stream status");
}

void check_stream_part(const Structure& request) {
  const auto stream = request.find_structure("StreamSpecification");
  if (!stream) return;
  const bool enabled = stream->boolean("StreamEnabled");
  if (enabled != stream->has("StreamViewType")) {
    throw invalid_parameters(enabled
                                 ? "If stream is being enabled then UpdateViewType is required"
                                 : "If stream is being disabled, then UpdateViewType must not be specified");
  }
  if (request.has("ProvisionedThroughput"))
    throw invalid_parameters("You cannot modify stream status while updating table IOPS");
}

}  // namespace

IndexUpdate index_update(const Structure& update) {
  std::optional<IndexUpdate> found;
  for (const char* action : {"Update", "Create", "Delete"}) {
    const auto given = update.find_structure(action);
    if (!given) continue;
    if (found) {
      throw invalid_parameters(
          "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object");
    }
    found = IndexUpdate{action, *given};
  }
  if (found) return *found;
  throw invalid_parameters(
      "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
      "GlobalSecondaryIndexUpdate.Delete must not be null");
}

bool is_asked(const Structure& request, std::string_view member) {
  const Json* const found = request.find_json(member);
  return found != nullptr && !(found->is_structured() && found->empty() && member != "SSESpecification");
}

void check_table_update(const Structure& request) {
  if (std::ranges::none_of(parts, [&](std::string_view part) { return is_asked(request, part); })) {
    throw validation_error(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
        "GlobalSecondaryIndexUpdates, "
        "SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, "
        "MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass "
        "is "
        "required");
  }
  if (request.has("GlobalSecondaryIndexUpdates") && !is_asked(request, "GlobalSecondaryIndexUpdates"))
    throw invalid_parameters("List of GlobalSecondaryIndexUpdates is empty");
  check_alone(request);
  const auto throughput = request.find_structure("ProvisionedThroughput");
  if (request.string_or("BillingMode", "") == "PROVISIONED" && !throughput)
    throw invalid_parameters("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  if (throughput) check_throughput_bounds(*throughput);
  check_index_parts(request);
  check_stream_part(request);
}

}  // namespace cloche::dynamodb
