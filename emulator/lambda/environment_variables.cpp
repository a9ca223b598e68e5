#include "emulator/lambda/environment_variables.h"

#include <fmt/core.h>

#include <map>
#include <string_view>

namespace cloche::lambda {

std::vector<std::string> environment_variables(const FunctionVersion& function,
                                               const Runtimes::Launch& launch, const Place& place) {
  const std::string code = function.code.string();
  const std::string& runtime = launch.runtime_directory;

  // Not reserved: the function's own win.
  std::map<std::string, std::string> variables{
      {"LANG", "en_US.UTF-8"},
      {"PATH", "/usr/local/bin:/usr/bin/:/bin:/opt/bin"},
      {"LD_LIBRARY_PATH", fmt::format("/lib64:/usr/lib64:{0}:{0}/lib:{1}:{1}/lib:/opt/lib", runtime, code)},
      {"TMPDIR", place.temporary_directory},
      {"AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"},
      {"AWS_LAMBDA_LOG_FORMAT", "Text"},
  };
  const auto set = [&](const std::string& text) {
    const std::size_t equals = text.find('=');
    variables[text.substr(0, equals)] = text.substr(equals + 1);
  };
  for (const std::string& text : launch.environment) set(text);
  if (!place.endpoint_url.empty()) variables["AWS_ENDPOINT_URL"] = place.endpoint_url;
  for (const auto& [name, value] : function.environment) variables[name] = value;

  // Reserved.
  variables["_HANDLER"] = function.handler;
  variables["TZ"] = ":UTC";
  variables["AWS_REGION"] = variables["AWS_DEFAULT_REGION"] = function.region;
  variables["AWS_LAMBDA_FUNCTION_NAME"] = function.name;
  variables["AWS_LAMBDA_FUNCTION_VERSION"] = function.version;
  variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = std::to_string(function.memory_mb);
  variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
  variables["AWS_LAMBDA_LOG_GROUP_NAME"] = function.log_group;
  variables["AWS_LAMBDA_LOG_STREAM_NAME"] = place.log_stream;
  variables["AWS_LAMBDA_RUNTIME_API"] = fmt::format("127.0.0.1:{}", place.runtime_api_port);
  variables["LAMBDA_TASK_ROOT"] = code;
  variables["LAMBDA_RUNTIME_DIR"] = runtime;
  variables["AWS_ACCESS_KEY_ID"] = place.credentials.access_key_id;
  variables["AWS_SECRET_ACCESS_KEY"] = place.credentials.secret_access_key;
  variables["AWS_SESSION_TOKEN"] = place.credentials.session_token;

  std::vector<std::string> result;
  result.reserve(variables.size());
  for (const auto& [name, value] : variables) result.push_back(name + "=" + value);
  return result;
}

}  // namespace cloche::lambda
