#include "fakes/dynamodb/capacity_rules.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

constexpr std::array maxima{"MaxReadRequestUnits", "MaxWriteRequestUnits"};

// A member of WarmThroughput, the one of ProvisionedThroughput that it can't be less than, and what an
// on-demand table begins with (Developer Guide, "Warm throughput").
struct WarmMember {
  const char* name;
  const char* provisioned;
  std::int64_t initial;
};
constexpr std::array warm_members{WarmMember{"ReadUnitsPerSecond", "ReadCapacityUnits", 12000},
                                  WarmMember{"WriteUnitsPerSecond", "WriteCapacityUnits", 4000}};

std::int64_t least(const WarmMember& member, const Json& throughput, bool on_demand) {
  return on_demand ? member.initial : throughput.at(member.provisioned).get<std::int64_t>();
}

// `of_index` and `billing` are what the message has for them where a maximum is given and can't be.
void check_maxima(const wire::Structure& request, IndexName index, bool on_demand, bool may_clear,
                  std::string_view of_index, std::string_view billing) {
  const auto throughput = request.find_structure("OnDemandThroughput");
  if (!throughput) return;
  for (const char* member : maxima) {
    if (on_demand || !throughput->has(member)) continue;
    throw invalid_parameters(fmt::format("{} for OnDemandThroughput{} cannot be specified when {}", member,
                                         index.empty() ? "" : fmt::format("{}{}", of_index, index), billing));
  }
  for (const char* member : maxima) {
    const auto units = throughput->find_integer(member);
    if (!units || *units > 0 || (may_clear && *units == -1)) continue;
    throw invalid_parameters(
        fmt::format("Requested {} for OnDemandThroughput for {} is outside of valid range", member,
                    index.empty() ? "table" : fmt::format("index : {}", index)));
  }
}

ApiError too_low(const char* member, IndexName index, std::string_view than) {
  return invalid_parameters(fmt::format("Requested {} for WarmThroughput for {} is lower than {}", member,
                                        index.empty() ? "table" : fmt::format("index {}", index), than));
}

}  // namespace

void check_throughput_bounds(const wire::Structure& throughput) {
  for (const WarmMember& member : warm_members) {
    const std::int64_t units = throughput.integer(member.provisioned);
    if (units > max_capacity_units)
      throw validation_error(
          fmt::format("Given value {} for {} is out of bounds", units, member.provisioned));
  }
}

void check_new_on_demand_throughput(const wire::Structure& request, IndexName index, bool on_demand) {
  check_maxima(request, index, on_demand, false, " for index: ", "table BillingMode is PROVISIONED.");
}

void check_changed_on_demand_throughput(const wire::Structure& request, IndexName index, bool on_demand) {
  check_maxima(request, index, on_demand, true, " for index : ", "the table BillingMode is PROVISIONED");
}

void check_new_warm_throughput(const wire::Structure& request, IndexName index, const Json& throughput,
                               bool on_demand) {
  const auto warm = request.find_structure("WarmThroughput");
  if (!warm) return;
  for (const WarmMember& member : warm_members) {
    const auto units = warm->find_integer(member.name);
    if (!units || *units >= least(member, throughput, on_demand)) continue;
    if (!on_demand)
      throw too_low(member.name, index, fmt::format("{} of ProvisionedThroughput", member.provisioned));
    throw too_low(member.name, index,
                  "initial throughput for OnDemand. See: "
                  "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
                  "on-demand-capacity-mode.html#on-demand-capacity-mode-initial");
  }
}

void check_raised_warm_throughput(const wire::Structure& request, IndexName index, const Json& current) {
  const auto warm = request.find_structure("WarmThroughput");
  if (!warm) return;
  for (const WarmMember& member : warm_members) {
    const auto units = warm->find_integer(member.name);
    if (!units || *units >= current.at(member.name).get<std::int64_t>()) continue;
    throw too_low(member.name, index, "current WarmThroughput, decreasing WarmThroughput is not supported");
  }
}

Json describe_warm_throughput(const Json* requested, const Json& throughput, bool on_demand) {
  Json warm{{"Status", "ACTIVE"}};
  for (const WarmMember& member : warm_members) warm[member.name] = least(member, throughput, on_demand);
  if (requested != nullptr) warm.update(*requested);
  return warm;
}

void raise_warm_throughput(Json& description, bool on_demand) {
  Json& warm = description.at("WarmThroughput");
  for (const WarmMember& member : warm_members) {
    warm[member.name] = std::max(warm[member.name].get<std::int64_t>(),
                                 least(member, description.at("ProvisionedThroughput"), on_demand));
  }
}

}  // namespace cloche::dynamodb
