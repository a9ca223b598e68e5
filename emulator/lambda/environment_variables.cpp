#include "emulator/lambda/environment_variables.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace cloche::lambda {

namespace {

bool is_former(std::string_view port, const Home& home) {
  return std::ranges::any_of(home.former_ports,
                             [&](std::uint16_t former) { return port == std::to_string(former); });
}

// `text` with the addresses of before replaced by the present one: of Cloche itself, and of what it serves by
// a host name of its own ("http://{api}.execute-api.localhost:4566").
std::string at_home(std::string text, const Home& home) {
  constexpr std::string_view scheme = "http://";
  constexpr std::string_view ends_host = ":/?# ,;\"'";
  for (auto at = text.find(scheme); at != std::string::npos; at = text.find(scheme, at + 1)) {
    const std::size_t colon = text.find_first_of(ends_host, at + scheme.size());
    if (colon == std::string::npos || text[colon] != ':') continue;
    const std::size_t end = std::min(text.find_first_not_of("0123456789", colon + 1), text.size());
    const std::string_view all = text;
    const std::string_view host = all.substr(at + scheme.size(), colon - at - scheme.size());
    if (!is_former(all.substr(colon + 1, end - colon - 1), home)) continue;
    if (host == "localhost" || host == "127.0.0.1") {
      text.replace(at, end - at, home.endpoint_url);
    } else if (host.ends_with(".localhost")) {
      text.replace(colon, end - colon, home.endpoint_url, home.endpoint_url.rfind(':'));
    }
  }
  return text;
}

}  // namespace

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
  const Home& home = place.home;
  if (!home.endpoint_url.empty()) variables["AWS_ENDPOINT_URL"] = home.endpoint_url;
  for (const auto& [name, value] : function.environment) variables[name] = at_home(value, home);

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
