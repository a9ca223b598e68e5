#include "fakes/logs/group_reference.h"

#include "fakes/core/arn.h"
#include "fakes/logs/errors.h"

namespace cloche::logs {

namespace {

LogGroup existing_group(Store& store, std::string_view name) {
  auto group = store.find_group(name);
  if (!group) throw group_not_found();
  return std::move(*group);
}

// Those of other accounts and regions are not found (assumed).
LogGroup group_of_arn(Store& store, const Arn& arn) {
  constexpr std::string_view prefix = "log-group:";
  if (arn.service != "logs" || !arn.resource.starts_with(prefix))
    throw invalid_parameter("Invalid ARN");  // assumed
  if (arn.region != store.region() || arn.account != store.account().number()) throw group_not_found();
  std::string_view name = std::string_view(arn.resource).substr(prefix.size());
  if (name.ends_with(":*")) name.remove_suffix(2);
  return existing_group(store, name);
}

}  // namespace

LogGroup named_group(Store& store, const wire::Structure& request) {
  return existing_group(store, request.string("logGroupName"));
}

LogGroup identified_group(Store& store, const wire::Structure& request) {
  const std::string* name = request.find_string("logGroupName");
  const std::string* identifier = request.find_string("logGroupIdentifier");
  if (name != nullptr && identifier != nullptr) {
    throw invalid_parameter("LogGroup name and LogGroup ARN are mutually exclusive parameters.");
  }
  // Assumed: the words.
  if (name == nullptr && identifier == nullptr) {
    throw invalid_parameter("Either LogGroup name or LogGroup ARN must be specified.");
  }
  return name != nullptr ? existing_group(store, *name) : group_of_identifier(store, *identifier);
}

LogGroup group_of_identifier(Store& store, std::string_view identifier) {
  const auto arn = Arn::parse(identifier);
  return arn ? group_of_arn(store, *arn) : existing_group(store, identifier);
}

LogGroup tagged_group(Store& store, const wire::Structure& request) {
  const auto arn = Arn::parse(request.string("resourceArn"));
  if (!arn) throw invalid_parameter("Invalid ARN");  // assumed: the words
  return group_of_arn(store, *arn);
}

}  // namespace cloche::logs
