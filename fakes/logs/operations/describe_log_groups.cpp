#include <algorithm>

#include "fakes/logs/errors.h"
#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/paging.h"

namespace cloche::logs {

namespace {

Json describe_group(Store& store, const LogGroup& group) {
  const std::string arn = store.arn_of(group);
  Json document{{"logGroupName", group.name},
                {"creationTime", to_millis(group.created)},
                {"metricFilterCount", store.filter_count(group.id, FilterKind::metric)},
                {"arn", arn + ":*"},
                {"logGroupArn", arn},
                {"storedBytes", store.stored_bytes(group.id)},
                {"logGroupClass", group.log_class},
                {"deletionProtectionEnabled", group.deletion_protected}};
  if (group.retention) document["retentionInDays"] = *group.retention;
  if (group.kms_key) document["kmsKeyId"] = *group.kms_key;
  return document;
}

// Groups by name or ARN; what else would choose groups is not taken beside them (API reference).
Json identified(Store& store, const Structure& request) {
  for (const char* other : {"logGroupNamePrefix", "logGroupNamePattern", "nextToken", "logGroupClass"}) {
    if (!request.has(other)) continue;
    // Assumed: the words.
    throw invalid_parameter(std::string("logGroupIdentifiers and ") + other +
                            " are mutually exclusive parameters.");
  }
  std::vector<LogGroup> groups;
  for (const std::string& identifier : request.strings("logGroupIdentifiers")) {
    groups.push_back(group_of_identifier(store, identifier));
  }
  std::ranges::sort(groups, {}, &LogGroup::name);
  Json list = Json::array();
  for (const LogGroup& group : groups) list.push_back(describe_group(store, group));
  return {{"logGroups", std::move(list)}};
}

}  // namespace

Answer describe_log_groups(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  if (request.boolean_or("includeLinkedAccounts", false) || request.has("accountIdentifiers")) {
    call.report_unsupported("includeLinkedAccounts: no account is linked with another");
  }
  if (request.has("logGroupIdentifiers")) return identified(store, request);
  if (request.has("logGroupNamePrefix") && request.has("logGroupNamePattern")) {
    throw invalid_parameter(
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  const std::string prefix = request.string_or("logGroupNamePrefix", "");
  const std::string pattern = request.string_or("logGroupNamePattern", "");
  const std::string log_class = request.string_or("logGroupClass", "");
  return page(
      request, "logGroups",
      [&](const std::string& start, std::int64_t limit) {
        return store.groups({.prefix = prefix, .pattern = pattern, .log_class = log_class}, start, limit);
      },
      [](const LogGroup& group) { return group.name; },
      [&](const LogGroup& group) { return describe_group(store, group); });
}

}  // namespace cloche::logs
