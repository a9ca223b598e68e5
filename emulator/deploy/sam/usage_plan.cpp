// The usage plan of a REST API, or the one that several share, with its API key.
#include <algorithm>
#include <array>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/rest_api.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr const char* shared_condition = "SharedUsagePlanCondition";

void share_condition(Context& context, const Json& condition) {
  SharedUsagePlan& plan = context.usage_plan;
  if (plan.unconditional) return;
  if (!truthy(condition)) {
    plan.unconditional = true;
    if (context.result.contains("Conditions")) context.result["Conditions"].erase(shared_condition);
    return;
  }
  if (!plan.conditions.insert(text_of(condition)).second) return;
  if (!context.result.contains("Conditions")) {
    throw StructureError{"Can't have condition without having 'Conditions' section in the template"};
  }
  context.add_condition(shared_condition,
                        plan.conditions.size() == 1
                            ? condition
                            : any_of_conditions({plan.conditions.begin(), plan.conditions.end()}));
}

/// The attributes of what is shared: kept if one is, and there where one is.
Json shared_attributes(Context& context, const Json& attributes) {
  SharedUsagePlan& plan = context.usage_plan;
  const std::string deletion = text_of(member(attributes, "DeletionPolicy"));
  if (!deletion.empty() && (plan.deletion_policy.empty() || deletion == "Retain"))
    plan.deletion_policy = deletion;
  const std::string replacing = text_of(member(attributes, "UpdateReplacePolicy"));
  const bool stronger =
      replacing == "Retain" || (replacing == "Snapshot" && plan.update_replace_policy == "Delete");
  if (!replacing.empty() && (plan.update_replace_policy.empty() || stronger))
    plan.update_replace_policy = replacing;
  share_condition(context, member(attributes, "Condition"));
  Json shared = Json::object();
  if (!plan.deletion_policy.empty()) shared["DeletionPolicy"] = plan.deletion_policy;
  if (!plan.update_replace_policy.empty()) shared["UpdateReplacePolicy"] = plan.update_replace_policy;
  if (!plan.conditions.empty() && !plan.unconditional) shared["Condition"] = shared_condition;
  return shared;
}

/// `list` with `value`, if it is not in it yet.
Json& with(Json& list, Json value) {
  if (std::ranges::find(list, value) == list.end()) list.push_back(std::move(value));
  return list;
}

void check_usage_plan(const RestApi& api, const Json& wanted) {
  static constexpr std::array<std::string_view, 6> known = {
      "CreateUsagePlan", "Description", "Quota", "Tags", "Throttle", "UsagePlanName"};
  if (!wanted.is_object()) api.refuse("'UsagePlan' must be a dictionary");
  for (const auto& [name, value] : wanted.items()) {
    if (std::ranges::find(known, std::string_view(name)) == known.end()) {
      api.refuse("Invalid property for 'UsagePlan'");
    }
  }
  const Json& create = member(wanted, "CreateUsagePlan");
  if (create.is_null()) api.refuse("'CreateUsagePlan' is a required field for UsagePlan.");
  if (create != "SHARED" && create != "PER_API" && create != "NONE") {
    api.refuse("'CreateUsagePlan' accepts one of ['SHARED', 'PER_API', 'NONE'].");
  }
}

}  // namespace

Resources make_usage_plan(RestApi& api, const std::string& stage) {
  const Json& wanted = member(api.auth, "UsagePlan");
  if (wanted.is_null()) return {};
  check_usage_plan(api, wanted);
  if (wanted["CreateUsagePlan"] == "NONE") return {};
  const bool shared = wanted["CreateUsagePlan"] == "SHARED";
  const std::string prefix = shared ? "Serverless" : api.id();
  SharedUsagePlan own;
  SharedUsagePlan& parts = shared ? api.context.usage_plan : own;
  const Json attributes =
      shared ? shared_attributes(api.context, api.declared.passed_on()) : api.declared.passed_on();

  Resource plan = make_resource(prefix + "UsagePlan", "AWS::ApiGateway::UsagePlan", attributes,
                                with(parts.depends_on, api.id()));
  plan["ApiStages"] = with(parts.api_stages, {{"ApiId", reference(api.id())}, {"Stage", reference(stage)}});
  for (const char* name : {"UsagePlanName", "Description", "Quota", "Tags", "Throttle"}) {
    if (truthy(member(wanted, name))) plan[name] = wanted[name];
  }
  Resource key =
      make_resource(prefix + "ApiKey", "AWS::ApiGateway::ApiKey", attributes, Json::array({plan.logical_id}));
  key["Enabled"] = true;
  key["StageKeys"] =
      with(parts.stage_keys, {{"RestApiId", reference(api.id())}, {"StageName", reference(stage)}});
  Resource membership = make_resource(prefix + "UsagePlanKey", "AWS::ApiGateway::UsagePlanKey", attributes,
                                      Json::array({key.logical_id}));
  membership["KeyId"] = key.name();
  membership["KeyType"] = "API_KEY";
  membership["UsagePlanId"] = plan.name();
  return {std::move(plan), std::move(key), std::move(membership)};
}

}  // namespace cloche::deploy::sam
