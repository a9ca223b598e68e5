#include "scenarios/engine/site.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/engine/aws_document.h"
#include "scenarios/engine/paging.h"
#include "scenarios/engine/suggestion.h"

namespace cloche::scenarios {

namespace {

// Longer than any function may take behind an API, or invoked by a client that waits.
constexpr std::chrono::minutes answer_timeout{16};

constexpr std::string_view rest_api = "AWS::ApiGateway::RestApi";
constexpr std::string_view rest_stage = "AWS::ApiGateway::Stage";

}  // namespace

StackState stack_of(const std::string& name, const Json& deployed) {
  StackState stack;
  stack.name = name;
  stack.outputs = deployed.value("outputs", Json::object());
  for (const Json& resource : deployed.value("resources", Json::array()))
    stack.resources.push_back(
        {resource.at("logical_id"), resource.at("type"), resource.value("physical_id", "")});
  return stack;
}

Site::Site(net::Client& client, const std::string& endpoint, StackState stack, Settings settings)
    : client_(client),
      admin_(client, endpoint, settings.is_cloche ? settings.account : ""),
      stack_(std::move(stack)),
      settings_(std::move(settings)),
      host_(fmt::format("{}:{}", admin_.address().host, admin_.address().port)) {
  if (settings_.is_cloche) failures_before_ = failed_effects(admin("GET", "/_cloche/idle"));
  learn_time();
}

wire::HttpResponse Site::send(wire::HttpRequest request) const {
  try {
    return client_.send(admin_.address(), std::move(request), answer_timeout);
  } catch (const net::NoAnswer& error) {
    throw StepFailed(error.what());
  }
}

AwsAnswer Site::call(std::string_view service, std::string_view operation, const Json& parameters,
                     std::string_view region) const {
  const wire::model::Service* known = wire::model::find_service(service);
  if (known == nullptr) {
    std::vector<std::string_view> names;
    for (const auto* one : wire::model::services()) names.push_back(one->name);
    throw StepFailed(fmt::format("there is no service \"{}\"{}", service, suggestion(service, names)));
  }
  const wire::model::Operation* wanted = known->operation(operation);
  if (wanted == nullptr) {
    std::vector<std::string_view> names;
    for (const auto& one : known->operations) names.push_back(one.name);
    throw StepFailed(
        fmt::format("{} has no operation \"{}\"{}", service, operation, suggestion(operation, names)));
  }
  if (!spoken_protocol(*known))
    throw StepFailed(fmt::format("{} is spoken to in a protocol that steps don't speak yet", service));
  try {
    const Json document =
        wanted->input != nullptr ? aws_document(*wanted->input, parameters) : Json::object();
    wire::HttpRequest request = aws_request(*known, *wanted, document);
    sign_request(request, host_, settings_.credentials, known->signing_name,
                 region.empty() ? settings_.region : region, system_time());
    return read_aws_answer(*known, *wanted, send(std::move(request)));
  } catch (const ParameterError& error) {
    throw StepFailed(fmt::format("{} {}: {}", service, operation, error.what()));
  }
}

AwsAnswer Site::look_anyhow(std::string_view service, std::string_view operation, const Json& parameters) {
  AwsAnswer answer = call(service, operation, parameters);
  const std::lock_guard lock(mutex_);
  looks_.insert(answer.request_id);
  return answer;
}

Json Site::look(std::string_view service, std::string_view operation, const Json& parameters) {
  AwsAnswer answer = look_anyhow(service, operation, parameters);
  if (!answer.error.empty())
    throw StepFailed(fmt::format("{} {}: {}: {}", service, operation, answer.error, answer.message));
  return std::move(answer.result);
}

bool Site::is_own_look(const std::string& request_id) const {
  const std::lock_guard lock(mutex_);
  return looks_.contains(request_id);
}

Json Site::admin(std::string_view method, std::string_view target, const Json& body) const {
  try {
    return admin_.ask(method, target, body);
  } catch (const AdminRefused& error) {
    throw StepFailed(error.what());
  } catch (const net::NoAnswer& error) {
    throw StepFailed(error.what());
  }
}

void Site::wait_until_idle() {
  if (!settings_.is_cloche) return;
  const Json idle = admin("GET", "/_cloche/idle");
  if (failed_effects(idle) > failures_before_) {
    const Json& last = idle.at("failed_effects").back();
    throw StepFailed(fmt::format("Cloche failed at something that no client waits for, {}: {}",
                                 last.value("kind", ""), last.value("error", "")));
  }
}

Time Site::now() {
  {
    const std::lock_guard lock(mutex_);
    if (frozen_at_) return *frozen_at_;
  }
  return learn_time();
}

Time Site::learn_time() {
  std::optional<Time> now = system_time();
  bool is_frozen = false;
  if (settings_.is_cloche) {
    const Json clock = admin("GET", "/_cloche/clock");
    now = parse_iso8601(clock.at("now").get_ref<const std::string&>());
    is_frozen = clock.at("frozen") == Json(true);
    if (!now) throw StepFailed("the clock can't be read: " + clock.dump());
  }
  const std::lock_guard lock(mutex_);
  if (is_frozen) frozen_at_ = now;
  began_ = std::min(began_, *now);
  return *now;
}

// It is asked for at once, for it may go on before anybody looks.
void Site::forget_time() {
  {
    const std::lock_guard lock(mutex_);
    frozen_at_.reset();
  }
  learn_time();
}

Time Site::began() {
  const std::lock_guard lock(mutex_);
  return began_;
}

std::string Site::physical_id(const std::string& name, std::string_view type) const {
  const auto found = std::ranges::find_if(stack_.resources, [&](const StackResource& resource) {
    return resource.logical_id == name && (type.empty() || resource.type == type);
  });
  return found == stack_.resources.end() ? name : found->physical_id;
}

std::string Site::function_name(const std::string& name) const {
  constexpr std::string_view in_arn = ":function:";
  const std::string known = physical_id(name, "AWS::Lambda::Function");
  const auto found = known.find(in_arn);
  const std::string bare = found == std::string::npos ? known : known.substr(found + in_arn.size());
  return bare.substr(0, bare.find(':'));
}

std::string Site::existing_function(const std::string& name) {
  std::string known = function_name(name);
  const AwsAnswer found = look_anyhow("lambda", "GetFunctionConfiguration", {{"FunctionName", known}});
  if (found.error != "ResourceNotFoundException") return known;
  std::vector<std::string> names;
  for_each_page(*this, {"lambda", "ListFunctions", "NextMarker", "Marker"}, Json::object(),
                [&](const Json& page) {
                  for (const Json& function : page.value("Functions", Json::array()))
                    names.push_back(function.value("FunctionName", ""));
                });
  for (const StackResource& resource : stack_.resources) {
    if (resource.type == "AWS::Lambda::Function") names.push_back(resource.logical_id);
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  throw StepFailed(fmt::format("there is no function {}{}", name,
                               views.empty() ? ", nor any other" : suggestion(name, views)));
}

std::string Site::stage_of(const std::string& api) {
  std::vector<std::string> apis, stages;
  for (const StackResource& resource : stack_.resources) {
    if (resource.type == rest_api) apis.push_back(resource.physical_id);
    if (resource.type == rest_stage) stages.push_back(resource.physical_id);
  }
  // Otherwise it may be another API's.
  if (stages.size() == 1 && apis == std::vector{api}) return stages[0];
  const Json known = look("apigateway", "GetStages", {{"restApiId", api}}).value("item", Json::array());
  if (known.empty()) throw StepFailed(fmt::format("the API {} has no stage", api));
  return known[0].value("stageName", "");
}

bool Site::has_api() const {
  return std::ranges::find(stack_.resources, rest_api, &StackResource::type) != stack_.resources.end();
}

std::string Site::only_api() const {
  std::vector<std::string_view> names;
  std::string id;
  for (const StackResource& resource : stack_.resources) {
    if (resource.type != rest_api) continue;
    names.push_back(resource.logical_id);
    id = resource.physical_id;
  }
  if (names.empty()) throw StepFailed(fmt::format("the stack has no REST API ({})", rest_api));
  if (names.size() > 1) {
    throw StepFailed(fmt::format("the stack has several REST APIs ({}): a request says which with \"api\"",
                                 fmt::join(names, ", ")));
  }
  return id;
}

std::string Site::api_path(const std::string& api, const std::string& stage) {
  const std::string id = api.empty() ? only_api() : physical_id(api, rest_api);
  if (!stage.empty()) return fmt::format("/_aws/execute-api/{}/{}", id, stage);
  if (!api.empty()) return fmt::format("/_aws/execute-api/{}/{}", id, stage_of(id));
  {
    const std::lock_guard lock(mutex_);
    if (stage_) return fmt::format("/_aws/execute-api/{}/{}", id, *stage_);
  }
  const std::string found = stage_of(id);
  const std::lock_guard lock(mutex_);
  stage_ = found;
  return fmt::format("/_aws/execute-api/{}/{}", id, found);
}

}  // namespace cloche::scenarios
