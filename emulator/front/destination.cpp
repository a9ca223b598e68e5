#include "emulator/front/destination.h"

#include <algorithm>
#include <utility>

namespace cloche::front {

namespace {

using wire::model::Protocol;

// Whose the endpoint is where nothing in a request says so.
constexpr std::string_view root_service = "dynamodb";

bool is_query(const Service& service) {
  return service.model->speaks(Protocol::query) || service.model->speaks(Protocol::ec2);
}

// The service and region that a host name tells: "dynamodb.us-east-1.localhost:4566",
// "dynamodb.us-east-1.amazonaws.com".
struct HostName {
  std::string_view service;
  std::string_view region;
};

HostName read_host(std::string_view host) {
  host = host.substr(0, host.find(':'));
  for (const std::string_view ending : {".localhost", ".amazonaws.com"}) {
    if (!host.ends_with(ending)) continue;
    host.remove_suffix(ending.size());
    const auto dot = host.rfind('.');
    if (dot == std::string_view::npos) return {host, {}};
    return {host.substr(0, dot), host.substr(dot + 1)};
  }
  return {};
}

// The value of a Query parameter that is written without escapes (Action, Version), in a form or query
// string.
std::string_view form_value(std::string_view form, std::string_view name) {
  while (!form.empty()) {
    const auto end = form.find('&');
    const std::string_view pair = form.substr(0, end);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
      return pair.substr(name.size() + 1);
    form.remove_prefix(end == std::string_view::npos ? form.size() : end + 1);
  }
  return {};
}

// "/service/{service}/operation/{operation}", where Smithy's RPC v2 puts both.
bool read_rpc_path(std::string_view path, std::string_view& service, std::string_view& operation) {
  constexpr std::string_view start = "/service/", middle = "/operation/";
  if (!path.starts_with(start)) return false;
  path.remove_prefix(start.size());
  const auto at = path.find(middle);
  if (at == std::string_view::npos) return false;
  service = path.substr(0, at);
  operation = path.substr(at + middle.size());
  return true;
}

void set_operation(Destination& destination, std::string_view name) {
  destination.operation_name = name;
  if (destination.service != nullptr) destination.operation = destination.service->model->operation(name);
}

void read_target(Destination& destination, const Services& services, std::string_view target,
                 const Services::Candidates& candidates) {
  const auto dot = target.rfind('.');
  destination.codec = &wire::json_codec();
  destination.service = dot == std::string_view::npos ? nullptr : services.by_target(target.substr(0, dot));
  if (destination.service != nullptr) {
    set_operation(destination, target.substr(dot + 1));
    return;
  }
  if (!candidates.empty()) {
    destination.service = candidates.front();
  } else if (destination.service_name.empty()) {
    destination.service = services.find(root_service);
  }
  destination.operation_name = target;
}

void read_action(Destination& destination, const Services& services, std::string_view form,
                 std::string_view action, const Services::Candidates& candidates) {
  destination.codec = &wire::query_codec();
  const auto& by_version = services.by_version(form_value(form, "Version"));
  const auto among = [&](const Services::Candidates& list) {
    const auto found = std::ranges::find_if(list, [](const Service* service) { return is_query(*service); });
    return found == list.end() ? nullptr : *found;
  };
  destination.service = candidates.empty() ? among(by_version) : among(candidates);
  set_operation(destination, action);
}

// SQS takes a Query request for a queue at the queue's URL, too.
bool is_queue_path(const Services& services, std::string_view form, const Services::Candidates& candidates) {
  const Services::Candidates& named =
      candidates.empty() ? services.by_version(form_value(form, "Version")) : candidates;
  return std::ranges::any_of(named, [](const Service* service) { return service->model->name == "sqs"; });
}

// Several REST services may share a signing name (apigateway): the path tells them apart.
void read_path(Destination& destination, const wire::HttpRequest& request,
               const Services::Candidates& candidates) {
  destination.operation_name = request.method + " " + std::string(request.raw_path());
  if (candidates.empty()) return;
  destination.service = candidates.front();
  for (const Service* service : candidates) {
    auto route = service->router ? service->router->match(request) : std::nullopt;
    if (!route) continue;
    destination.service = service;
    destination.operation = route->operation;
    destination.operation_name = route->operation->name;
    destination.labels = std::move(route->labels);
    break;
  }
  destination.codec = &wire::codec_of(destination.service->model->protocol);
}

}  // namespace

Destination find_destination(const Services& services, const wire::HttpRequest& request,
                             const wire::SignatureInput& signature) {
  Destination destination;
  HostName host;
  const Services::Candidates* candidates = &services.by_signing_name(signature.service);
  destination.service_name = signature.service;
  if (candidates->empty() || signature.region.empty()) {
    host = read_host(request.headers.get("host"));
    if (candidates->empty()) candidates = &services.by_endpoint(host.service);
    if (destination.service_name.empty()) destination.service_name = host.service;
  }
  destination.region = !signature.region.empty() ? signature.region
                       : !host.region.empty()    ? host.region
                                                 : default_region;

  if (const std::string* target = request.headers.find("x-amz-target")) {
    read_target(destination, services, *target, *candidates);
    return destination;
  }
  const std::string_view path = request.raw_path();
  std::string_view rpc_service, rpc_operation;
  if (read_rpc_path(path, rpc_service, rpc_operation) &&
      request.headers.get("smithy-protocol") == "rpc-v2-cbor") {
    destination.codec = &wire::cbor_codec();
    destination.service = services.by_target(rpc_service);
    set_operation(destination, rpc_operation);
    return destination;
  }
  const bool is_form = request.headers.get("content-type").starts_with("application/x-www-form-urlencoded");
  const std::string_view form = is_form ? std::string_view(request.body) : request.raw_query();
  if (const std::string_view action = form_value(form, "Action"); !action.empty()) {
    if (path == "/") {
      read_action(destination, services, form, action, *candidates);
      return destination;
    }
    if (is_queue_path(services, form, *candidates)) {
      read_action(destination, services, form, action, *candidates);
      destination.labels.labels.emplace_back(
          "QueueUrl", "http://" + std::string(request.headers.get("host")) + std::string(path));
      return destination;
    }
  }
  Services::Candidates fall_back;
  if (destination.service_name.empty()) {
    // Nothing says whose it is: the root of the endpoint is DynamoDB's, whose bare answers tell that it is
    // well, and any other path is S3's, the one service that takes unsigned requests there.
    if (const Service* service = services.find(path == "/" ? root_service : "s3"))
      fall_back.push_back(service);
    candidates = &fall_back;
  }
  read_path(destination, request, *candidates);
  return destination;
}

}  // namespace cloche::front
