#include "fakes/apigateway/stage.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "fakes/apigateway/errors.h"
#include "fakes/apigateway/patch.h"
#include "fakes/apigateway/tags.h"

namespace cloche::apigateway {

namespace {

// https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
constexpr std::size_t most_stages = 10;
constexpr std::size_t longest_name = 128;
constexpr std::size_t longest_variable_name = 64;
constexpr std::size_t longest_variable = 512;
constexpr std::int64_t longest_cache_ttl = 3600;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

void check_name(std::string_view name) {
  const bool good = !name.empty() && std::ranges::all_of(name, [](char c) {
    return is_alphanumeric(c) || c == '_' || c == '-';
  });
  if (!good)
    throw bad_request("Stage name only allows a-zA-Z0-9_-");  // "a-zA-Z0-9_" before hyphens were allowed
  if (name.size() > longest_name)
    throw bad_request("Stage name must be less than 128 characters");  // assumed
}

// ---- method settings, by "~1pets~1{id}/GET" or "*/*"

Json default_settings() {
  return {{"metricsEnabled", false},
          {"dataTraceEnabled", false},
          {"throttlingBurstLimit", 5000},
          {"throttlingRateLimit", 10000.0},
          {"cachingEnabled", false},
          {"cacheTtlInSeconds", 300},
          {"cacheDataEncrypted", false},
          {"requireAuthorizationForCacheControl", true},
          {"unauthorizedCacheControlHeaderStrategy", "SUCCEED_WITH_RESPONSE_HEADER"}};
}

std::string settings_key(const PatchStep& step) {
  std::string key;
  for (const char c : step.segments[0]) {
    if (c == '~') {
      key += "~0";
    } else if (c == '/') {
      key += "~1";
    } else {
      key += c;
    }
  }
  return key + "/" + step.segments[1];
}

Json& settings(Json& document, const PatchStep& step) {
  Json& found = document["methodSettings"][settings_key(step)];
  if (found.is_null()) found = default_settings();
  return found;
}

template <class Read>
void set_setting(Json& document, const PatchStep& step, const char* member, Read&& read) {
  settings(document, step)[member] = read(step);
}

constexpr auto as_text = [](const PatchStep& step) { return step.value; };

void set_logging_level(Json& document, const PatchStep& step) {
  if (step.value != "OFF" && step.value != "ERROR" && step.value != "INFO")
    throw bad_request("Invalid logging level: " + step.value);  // assumed: the words
  set_setting(document, step, "loggingLevel", as_text);
}

// What is promoted from a canary to its stage: its deployment, or its variables over the stage's own
// (assumed: that those without an override stay).
void promote(Json& document, const PatchStep& step) {
  const std::string& member = step.segments.back();
  const std::string origin = member == "variables" ? "stageVariableOverrides" : member;
  const auto canary = document.find("canarySettings");
  if (step.from != "/canarySettings/" + origin || canary == document.end() || !canary->contains(origin))
    throw bad_request(fmt::format("Invalid patch path {}", step.from));  // assumed: the words
  if (member == "variables") {
    document["variables"].update(canary->at(origin));
  } else {
    document[member] = canary->at(origin);
  }
}

void remove_settings(Json& document, const PatchStep& step) {
  document["methodSettings"].erase(settings_key(step));
}

#define METHOD_SETTING "/{resourcePath}/{httpMethod}/"
#define SETTING(path, member, read)                                                            \
  PatchRule {                                                                                  \
    METHOD_SETTING path, "add replace",                                                        \
        [](Json&document, const PatchStep&step) { set_setting(document, step, member, read); } \
  }

constexpr std::array stage_rules{
    PatchRule{"/deploymentId", "replace", &patch_text},
    PatchRule{"/description", "replace", &patch_text},
    PatchRule{"/cacheClusterEnabled", "replace", &patch_boolean},
    PatchRule{"/cacheClusterSize", "replace", &patch_text},
    PatchRule{"/clientCertificateId", "replace", &patch_text},
    PatchRule{"/documentationVersion", "replace", &patch_text},
    PatchRule{"/tracingEnabled", "replace", &patch_boolean},
    PatchRule{"/accessLogSettings", "remove", &patch_text},
    PatchRule{"/accessLogSettings/destinationArn", "add replace", &patch_text},
    PatchRule{"/accessLogSettings/format", "add replace", &patch_text},
    PatchRule{"/variables/{variable_name}", "add remove replace", &patch_text},
    PatchRule{"/deploymentId", "copy", &promote},
    PatchRule{"/variables", "copy", &promote},
    PatchRule{"/canarySettings", "remove", &patch_text},
    PatchRule{"/canarySettings/deploymentId", "replace", &patch_text},
    PatchRule{"/canarySettings/percentTraffic", "replace", &patch_number},
    PatchRule{"/canarySettings/useStageCache", "replace", &patch_boolean},
    PatchRule{"/canarySettings/stageVariableOverrides", "remove", &patch_text},
    PatchRule{"/canarySettings/stageVariableOverrides/{variable_name}", "add remove replace", &patch_text},
    SETTING("metrics/enabled", "metricsEnabled", boolean_value),
    PatchRule{METHOD_SETTING "logging/loglevel", "add replace", &set_logging_level},
    SETTING("logging/dataTrace", "dataTraceEnabled", boolean_value),
    SETTING("throttling/burstLimit", "throttlingBurstLimit", integer_value),
    SETTING("throttling/rateLimit", "throttlingRateLimit", number_value),
    SETTING("caching/enabled", "cachingEnabled", boolean_value),
    SETTING("caching/ttlInSeconds", "cacheTtlInSeconds", integer_value),
    SETTING("caching/dataEncrypted", "cacheDataEncrypted", boolean_value),
    SETTING("caching/requireAuthorizationForCacheControl", "requireAuthorizationForCacheControl",
            boolean_value),
    SETTING("caching/unauthorizedCacheControlHeaderStrategy", "unauthorizedCacheControlHeaderStrategy",
            as_text),
    PatchRule{"/{resourcePath}/{httpMethod}", "remove", &remove_settings},
};

#undef SETTING
#undef METHOD_SETTING

// https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html
void check_variables(const Json& variables) {
  if (!variables.is_object()) return;
  for (const auto& [name, value] : variables.items()) {
    const bool good_name = !name.empty() && name.size() <= longest_variable_name &&
                           std::ranges::all_of(name, [](char c) { return is_alphanumeric(c) || c == '_'; });
    if (!good_name)  // assumed: the words
      throw bad_request(fmt::format("Invalid stage variable name: {}. Must match [a-zA-Z0-9_]+", name));
    const std::string& text = value.get_ref<const std::string&>();
    const bool good_value =
        !text.empty() && text.size() <= longest_variable && std::ranges::all_of(text, [](char c) {
          return is_alphanumeric(c) || std::string_view("-._~:/?#&=,").find(c) != std::string_view::npos;
        });
    if (!good_value) {
      throw bad_request(
          "Stage variable value is invalid, it must match the following pattern: [A-Za-z0-9-._~:/?#&=,]+");
    }
  }
}

// -1 takes a throttle away (as Terraform's provider sets it where nothing is said).
void check_settings(const Json& settings) {
  for (const auto& [key, setting] : settings.items()) {
    const double rate = setting.value("throttlingRateLimit", -1.0);
    const double burst = setting.value("throttlingBurstLimit", -1.0);
    for (const double limit : {rate, burst}) {
      if (limit < 0 && limit != -1)  // assumed: the words, here and below
        throw bad_request(fmt::format("Invalid throttling limit specified for {}: {}", key, limit));
    }
    const std::int64_t ttl = setting.value("cacheTtlInSeconds", std::int64_t{0});
    if (ttl < 0 || ttl > longest_cache_ttl) {
      throw bad_request(
          fmt::format("Invalid cache TTL specified for {}: {}. Must be between 0 and {} seconds", key, ttl,
                      longest_cache_ttl));
    }
  }
}

// In the words of API Gateway.
ApiError no_such_setting(const PatchStep& step) {
  return bad_request(fmt::format(
      "Invalid method setting path: {}. Must be one of: [/deploymentId, /description, /cacheClusterEnabled, "
      "/cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, "
      "/accessLogSettings/format, /{{resourcePath}}/{{httpMethod}}/metrics/enabled, "
      "/{{resourcePath}}/{{httpMethod}}/logging/dataTrace, "
      "/{{resourcePath}}/{{httpMethod}}/logging/loglevel, "
      "/{{resourcePath}}/{{httpMethod}}/throttling/burstLimit, "
      "/{{resourcePath}}/{{httpMethod}}/throttling/rateLimit, "
      "/{{resourcePath}}/{{httpMethod}}/caching/ttlInSeconds, "
      "/{{resourcePath}}/{{httpMethod}}/caching/enabled, "
      "/{{resourcePath}}/{{httpMethod}}/caching/dataEncrypted, "
      "/{{resourcePath}}/{{httpMethod}}/caching/requireAuthorizationForCacheControl, "
      "/{{resourcePath}}/{{httpMethod}}/caching/unauthorizedCacheControlHeaderStrategy, "
      "/*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit, "
      "/*/*/throttling/rateLimit, /*/*/caching/ttlInSeconds, /*/*/caching/enabled, "
      "/*/*/caching/dataEncrypted, "
      "/*/*/caching/requireAuthorizationForCacheControl, "
      "/*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{{variable_name}}, /tracingEnabled]",
      step.path));
}

}  // namespace

Named existing_stage(Store& store, std::string_view api, std::string_view name) {
  auto stage = store.find_stage(api, name);
  if (!stage) throw stage_not_found();
  return *std::move(stage);
}

void check_stage(const Json& document) {
  check_variables(document.value("variables", Json()));
  check_settings(document.value("methodSettings", Json::object()));
  const Json canary = document.value("canarySettings", Json::object());
  check_variables(canary.value("stageVariableOverrides", Json()));
  const double percent = canary.value("percentTraffic", 0.0);
  if (percent < 0 || percent > 100)  // assumed: the words
    throw bad_request("Canary percent traffic must be between 0.0 and 100.0");
}

void check_deployment(Store& store, std::string_view api, std::string_view deployment) {
  if (!store.find_deployment(api, deployment)) throw bad_request("Deployment id does not exist");
}

void check_deployments(Store& store, std::string_view api, const Json& stage) {
  check_deployment(store, api, stage.at("deploymentId").get_ref<const std::string&>());
  const std::string canary = canary_deployment(stage);
  if (!canary.empty()) check_deployment(store, api, canary);
}

std::string canary_deployment(const Json& stage) {
  const auto canary = stage.find("canarySettings");
  return canary == stage.end() ? "" : canary->value("deploymentId", "");
}

Named add_stage(Store& store, std::string_view api, const std::string& name, Json document) {
  check_name(name);
  if (store.find_stage(api, name)) throw conflict("Stage already exists");
  check_stage(document);
  if (const auto tags = document.find("tags"); tags != document.end()) check_tags(*tags);
  if (store.stages(api).size() >= most_stages)
    throw limit_exceeded("Maximum number of stages for this API has been reached");  // assumed: the words
  const std::int64_t now = to_millis(store.account().clock().now()) / 1000 * 1000;
  document.emplace("cacheClusterEnabled", false);
  document["cacheClusterStatus"] = document.at("cacheClusterEnabled") == true ? "AVAILABLE" : "NOT_AVAILABLE";
  document.emplace("methodSettings", Json::object());
  document.emplace("tracingEnabled", false);
  document["createdDate"] = now;
  document["lastUpdatedDate"] = now;
  Named stage{name, std::move(document)};
  store.save_stage(api, stage);
  return stage;
}

void patch_stage(const wire::Call& call, Json& document, const wire::Structure& request) {
  for (const PatchStep& step : patch_steps(request)) {
    const PatchRule* rule = find_rule(step, stage_rules);
    if (rule == nullptr) throw no_such_setting(step);
    rule->apply(document, step);
  }
  check_patched(call, document);
}

void report_stage_settings(wire::Call& call, const Json& document) {
  if (document.value("cacheClusterEnabled", false))
    call.report_unsupported("cacheClusterEnabled is stored, and nothing is cached");
  if (document.value("tracingEnabled", false))
    call.report_unsupported("tracingEnabled is stored, and nothing is traced by X-Ray");
  for (const char* member :
       {"canarySettings", "accessLogSettings", "clientCertificateId", "documentationVersion"}) {
    if (document.contains(member))
      call.report_unsupported(fmt::format("{} is stored and not applied", member));
  }
  const auto settings = document.find("methodSettings");
  if (settings == document.end()) return;
  for (const auto& [key, setting] : settings->items()) {
    if (setting.value("loggingLevel", "OFF") != "OFF" || setting.at("dataTraceEnabled") == true)
      call.report_unsupported(
          fmt::format("methodSettings {}: logging is stored, and no execution log is written", key));
    if (setting.at("cachingEnabled") == true)
      call.report_unsupported(
          fmt::format("methodSettings {}: caching is stored, and nothing is cached", key));
  }
}

Json stage_document(const Named& stage) {
  Json document = stage.document;
  document["stageName"] = stage.name;
  return document;
}

}  // namespace cloche::apigateway
