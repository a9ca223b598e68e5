#include "fakes/lambda/function_configuration.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <vector>

#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_name.h"
#include "fakes/lambda/runtimes.h"
#include "fakes/lambda/target.h"

namespace cloche::lambda {

namespace {

using wire::Call;
using wire::Structure;

constexpr std::int64_t max_memory_mb = 10240;  // Lambda quotas; the model knows that of managed instances
constexpr std::size_t max_environment_bytes = 4096;  // Lambda quotas: of all variables, as JSON
constexpr const char* only_in_get[] = {"State",
                                       "StateReason",
                                       "StateReasonCode",
                                       "LastUpdateStatus",
                                       "LastUpdateStatusReason",
                                       "LastUpdateStatusReasonCode"};

// "Using Lambda environment variables": those that can't be set. Names that begin with '_' break the model's
// pattern.
constexpr std::string_view reserved_variables[] = {"AWS_ACCESS_KEY",
                                                   "AWS_ACCESS_KEY_ID",
                                                   "AWS_DEFAULT_REGION",
                                                   "AWS_EXECUTION_ENV",
                                                   "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                                                   "AWS_LAMBDA_FUNCTION_NAME",
                                                   "AWS_LAMBDA_FUNCTION_VERSION",
                                                   "AWS_LAMBDA_INITIALIZATION_TYPE",
                                                   "AWS_LAMBDA_LOG_GROUP_NAME",
                                                   "AWS_LAMBDA_LOG_STREAM_NAME",
                                                   "AWS_LAMBDA_RUNTIME_API",
                                                   "AWS_REGION",
                                                   "AWS_SECRET_ACCESS_KEY",
                                                   "AWS_SESSION_TOKEN",
                                                   "LAMBDA_RUNTIME_DIR",
                                                   "LAMBDA_TASK_ROOT"};

void apply_memory(std::int64_t megabytes, Json& configuration) {
  if (megabytes > max_memory_mb) {
    throw invalid_parameter(fmt::format(
        "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to {}",
        max_memory_mb));
  }
  configuration["MemorySize"] = megabytes;
}

void apply_environment(const Structure& environment, Json& configuration) {
  const Json* const variables = environment.find_json("Variables");
  if (variables == nullptr || variables->empty()) {
    configuration.erase("Environment");
    return;
  }
  std::vector<std::string> reserved;
  for (const auto& [name, value] : variables->items()) {
    if (std::ranges::find(reserved_variables, name) != std::end(reserved_variables)) reserved.push_back(name);
  }
  if (!reserved.empty()) {
    throw invalid_parameter(fmt::format(
        "Lambda was unable to configure your environment variables because the environment variables you "
        "have provided contains reserved keys that are currently not supported for modification. Reserved "
        "keys used in this request: {}",
        fmt::join(reserved, ", ")));
  }
  if (const std::string text = variables->dump(); text.size() > max_environment_bytes) {
    throw invalid_parameter(fmt::format(
        "Lambda was unable to configure your environment variables because the environment variables you "
        "have provided exceeded the 4KB limit. String measured: {}",
        text));
  }
  configuration["Environment"] = {{"Variables", *variables}};
}

// A standard queue or a standard topic; an empty ARN takes the target away.
void apply_dead_letters(const Call& call, const Structure& letters, Json& configuration) {
  const std::string target = letters.string_or("TargetArn", "");
  configuration.erase("DeadLetterConfig");
  if (target.empty()) return;
  const std::string service = service_of_target(target, call.region);
  if ((service != "sqs" && service != "sns") || is_fifo_target(target)) {
    throw invalid_parameter(
        fmt::format("The provided dead letter config target ARN is invalid: {}", target));  // assumed
  }
  configuration["DeadLetterConfig"] = {{"TargetArn", target}};
}

void apply_logging(const Call& call, const Structure& given, Json& configuration) {
  Json& logging = configuration["LoggingConfig"];
  if (const std::string* group = given.find_string("LogGroup")) logging["LogGroup"] = *group;
  if (const std::string* format = given.find_string("LogFormat")) logging["LogFormat"] = *format;
  if (logging["LogFormat"] != "JSON") {
    if (given.has("ApplicationLogLevel") || given.has("SystemLogLevel")) {
      // Assumed: the words. The documentation says that levels need JSON.
      throw invalid_parameter("To set ApplicationLogLevel or SystemLogLevel, LogFormat must be JSON.");
    }
    logging.erase("ApplicationLogLevel");
    logging.erase("SystemLogLevel");
    return;
  }
  for (const char* level : {"ApplicationLogLevel", "SystemLogLevel"}) {
    if (const std::string* text = given.find_string(level)) logging[level] = *text;
    if (!logging.contains(level)) logging[level] = "INFO";
  }
  call.report_unsupported("LoggingConfig.LogFormat JSON is kept and not applied: logs are text");
}

// AWS also answers the network of the subnets, which is not known here.
void apply_network(const Call& call, const Structure& vpc, Json& configuration) {
  Json& network = configuration["VpcConfig"];
  network = {{"SubnetIds", vpc.strings("SubnetIds")},
             {"SecurityGroupIds", vpc.strings("SecurityGroupIds")},
             {"VpcId", ""}};
  if (const auto dual = vpc.find_boolean("Ipv6AllowedForDualStack"))
    network["Ipv6AllowedForDualStack"] = *dual;
  if (network["SubnetIds"].empty() && network["SecurityGroupIds"].empty()) return;
  call.report_unsupported("VpcConfig is kept and not applied: functions are in no network of their own");
}

// What is kept, answered, and makes no difference to what runs.
void apply_unused(const Call& call, const Structure& request, Json& configuration) {
  if (const std::string* key = request.find_string("KMSKeyArn")) {
    configuration.erase("KMSKeyArn");
    if (!key->empty()) {
      configuration["KMSKeyArn"] = *key;
      call.report_unsupported("KMSKeyArn is kept and the key is not used");
    }
  }
  if (const Json* file_systems = request.find_json("FileSystemConfigs")) {
    configuration.erase("FileSystemConfigs");
    if (!file_systems->empty()) {
      configuration["FileSystemConfigs"] = *file_systems;
      call.report_unsupported("FileSystemConfigs are kept and not mounted");
    }
  }
  if (const auto tracing = request.find_structure("TracingConfig"); tracing && tracing->has("Mode")) {
    configuration["TracingConfig"] = {{"Mode", tracing->string("Mode")}};
    if (tracing->string("Mode") == "Active") {
      call.report_unsupported("TracingConfig.Mode Active is kept and nothing is sent to X-Ray");
    }
  }
  if (const auto storage = request.find_structure("EphemeralStorage")) {
    configuration["EphemeralStorage"] = {{"Size", storage->integer("Size")}};
    call.report_unsupported("EphemeralStorage is kept and /tmp not limited to it");
  }
  if (const auto snap = request.find_structure("SnapStart"); snap && snap->has("ApplyOn")) {
    configuration["SnapStart"] = {{"ApplyOn", snap->string("ApplyOn")}, {"OptimizationStatus", "Off"}};
    if (snap->string("ApplyOn") != "None")
      call.report_unsupported("SnapStart is kept and no snapshot is taken");
  }
}

void refuse_what_is_not_emulated(const Structure& request) {
  for (const char* member : {"CapacityProviderConfig", "DurableConfig"}) {
    if (request.has(member)) throw not_emulated(member);
  }
  if (const Json* layers = request.find_json("Layers"); layers != nullptr && !layers->empty()) {
    throw not_emulated("A function with layers (Layers)");
  }
  if (request.has("ImageConfig")) throw not_emulated("A function of a container image (ImageConfig)");
}

}  // namespace

Json default_configuration(std::string_view function_name) {
  return {
      {"FunctionName", function_name},
      {"Description", ""},
      {"Timeout", 3},
      {"MemorySize", 128},
      {"TracingConfig", {{"Mode", "PassThrough"}}},
      {"PackageType", "Zip"},
      {"Architectures", {"x86_64"}},
      {"EphemeralStorage", {{"Size", 512}}},
      {"SnapStart", {{"ApplyOn", "None"}, {"OptimizationStatus", "Off"}}},
      {"LoggingConfig", {{"LogFormat", "Text"}, {"LogGroup", fmt::format("/aws/lambda/{}", function_name)}}}};
}

void apply_settings(const Call& call, const Structure& request, Json& configuration) {
  refuse_what_is_not_emulated(request);
  if (const std::string* runtime = request.find_string("Runtime")) {
    check_runtime(call.account, *runtime);
    configuration["Runtime"] = *runtime;
  }
  for (const char* member : {"Role", "Handler", "Description"}) {
    if (const std::string* text = request.find_string(member)) configuration[member] = *text;
  }
  if (const auto timeout = request.find_integer("Timeout")) configuration["Timeout"] = *timeout;
  if (const auto memory = request.find_integer("MemorySize")) apply_memory(*memory, configuration);
  if (const auto environment = request.find_structure("Environment"))
    apply_environment(*environment, configuration);
  if (const auto letters = request.find_structure("DeadLetterConfig"))
    apply_dead_letters(call, *letters, configuration);
  if (const auto logging = request.find_structure("LoggingConfig"))
    apply_logging(call, *logging, configuration);
  if (const auto network = request.find_structure("VpcConfig")) apply_network(call, *network, configuration);
  apply_unused(call, request, configuration);
}

std::string timestamp(Time time) {
  std::string text = iso8601(time);
  text.replace(text.size() - 1, 1, "+0000");
  return text;
}

void renew(Account& account, Edition& edition) {
  edition.id = account.ids().uuid();
  edition.configuration["RevisionId"] = account.ids().uuid();
}

void touch(Account& account, Edition& edition) {
  renew(account, edition);
  edition.configuration["LastModified"] = timestamp(account.clock().now());
}

Json describe(const Store& store, const StoredVersion& version, std::string_view qualifier) {
  Json document = version.shown.configuration;
  document["FunctionArn"] =
      function_arn(store.account(), store.region(), version.shown.text("FunctionName"), qualifier);
  return document;
}

Json describe_in_list(const Store& store, const StoredVersion& version, std::string_view qualifier) {
  Json document = describe(store, version, qualifier);
  for (const char* member : only_in_get) document.erase(member);
  return document;
}

}  // namespace cloche::lambda
