#include "emulator/front/admin.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"
#include "emulator/front/authentication.h"
#include "fakes/wire/sigv4.h"

namespace cloche::front {

namespace {

struct Route {
  std::string_view method;
  std::string_view path;
  void (*function)(AdminCall& call);
  std::array<std::string_view, 2> parameters{};  // of the query, that it takes beside `account`
};

constexpr Route routes[] = {
    {"GET", "/_cloche/health", &admin::get_health},
    {"GET", "/_localstack/health", &admin::get_localstack_health},
    {"POST", "/_cloche/reset", &admin::post_reset},
    {"GET", "/_cloche/clock", &admin::get_clock},
    {"POST", "/_cloche/clock", &admin::post_clock},
    {"GET", "/_cloche/idle", &admin::get_idle},
    {"POST", "/_cloche/fork", &admin::post_fork},
    {"DELETE", "/_cloche/fork", &admin::delete_fork, {"endpoint"}},
    {"POST", "/_cloche/deploy", &admin::post_deploy},
    {"DELETE", "/_cloche/deploy", &admin::delete_deploy, {"stack", "region"}},
    {"POST", "/_cloche/cold-start", &admin::post_cold_start},
    {"GET", "/_cloche/requests", &admin::get_requests, {"limit"}},
    {"GET", "/_cloche/unsupported", &admin::get_unsupported},
    {"GET", "/_cloche/settings", &admin::get_settings},
    {"POST", "/_cloche/settings", &admin::post_settings},
    {"GET", "/_cloche/sns/messages", &admin::get_sns_messages},
    {"GET", "/_cloche/sqs/messages", &admin::get_sqs_messages, {"queue", "region"}},
    {"GET", "/_cloche/snapshot", &admin::get_snapshot},
    {"POST", "/_cloche/restore", &admin::post_restore},
};

[[noreturn]] void refuse_path(std::string_view path) {
  std::vector<std::string_view> known;
  for (const Route& route : routes) {
    if (std::ranges::find(known, route.path) == known.end()) known.push_back(route.path);
  }
  throw AdminError{404, fmt::format("there is no {}; there are {}", path, fmt::join(known, ", "))};
}

void check_parameters(const Route& route, const std::vector<std::pair<std::string, std::string>>& query) {
  for (const auto& [name, value] : query) {
    std::string known = "account";
    bool is_known = name == known;
    for (const std::string_view parameter : route.parameters) {
      if (parameter.empty()) continue;
      is_known = is_known || name == parameter;
      known += fmt::format(", {}", parameter);
    }
    if (!is_known) throw AdminError{400, fmt::format("unknown parameter '{}'; known: {}", name, known)};
  }
}

}  // namespace

void AdminAnswer::json(int status, const Json& body) {
  net::Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  if (!allow_.empty()) response.headers.add("Allow", allow_);
  response.body = body.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  respond_(std::move(response));
}

void AdminAnswer::bytes(std::string body) {
  net::Response response;
  response.headers.add("Content-Type", "application/octet-stream");
  response.body = std::move(body);
  respond_(std::move(response));
}

void AdminAnswer::error(const AdminError& error) { json(error.status, {{"error", error.message}}); }

const std::string* AdminCall::parameter(std::string_view name) const {
  const auto found = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
  return found == query.end() ? nullptr : &found->second;
}

Json AdminCall::body(std::initializer_list<std::string_view> members) const {
  Json body;
  try {
    body = parse_json(request.body);
  } catch (const JsonSyntaxError& error) {
    throw AdminError{400, "the body is not JSON: " + error.message};
  }
  if (!body.is_object()) throw AdminError{400, "the body must be a JSON object"};
  for (const auto& [name, value] : body.items()) {
    if (std::ranges::find(members, name) != members.end()) continue;
    throw AdminError{400, fmt::format("unknown member '{}'; known: {}", name, fmt::join(members, ", "))};
  }
  return body;
}

bool Admin::is_admin(const net::Request& request) {
  const std::string_view path = request.raw_path();
  return path.starts_with("/_cloche/") || path == "/_cloche" || path == "/_localstack/health";
}

void Admin::answer(std::shared_ptr<World> fork, net::Request request, net::Responder respond) const {
  AdminAnswer answer(std::move(respond));
  try {
    route(std::move(fork), request, answer);
  } catch (const AdminError& error) {
    answer.error(error);
  } catch (const std::exception& fault) {
    fmt::print(stderr, "cloche: fault in {} {}: {}\n", request.method, request.target, fault.what());
    answer.error({500, fault.what()});
  }
}

void Admin::route(std::shared_ptr<World> fork, const net::Request& request, AdminAnswer& answer) const {
  const std::string_view path = request.raw_path();
  // The server leaves the body out, as who waits for an answer by HEAD wants it.
  std::string_view method = request.method;
  if (method == "HEAD") method = "GET";
  std::vector<std::string_view> methods;
  for (const Route& route : routes) {
    if (route.path != path) continue;
    methods.push_back(route.method);
    if (route.method != method) continue;
    auto query = wire::parse_query(request.raw_query());
    check_parameters(route, query);
    const auto account = std::ranges::find(query, "account", &std::pair<std::string, std::string>::first);
    World& world = world_of(fork, request, account == query.end() ? nullptr : &account->second);
    AdminCall call{services_, accounts_, effects_,         endpoints_, std::move(fork),
                   world,     request,   std::move(query), answer};
    route.function(call);
    return;
  }
  if (methods.empty()) refuse_path(path);
  answer.allow_ = fmt::format("{}", fmt::join(methods, ", "));
  throw AdminError{405, fmt::format("{} is not allowed here; allowed: {}", request.method, answer.allow_)};
}

World& Admin::world_of(const std::shared_ptr<World>& fork, const net::Request& request,
                       const std::string* account) const {
  if (account != nullptr && !is_account_number(*account)) {
    throw AdminError{400, fmt::format("account must be 12 digits, not '{}'", *account)};
  }
  if (fork != nullptr) {
    if (account == nullptr || *account == fork->account->number()) return *fork;
    throw AdminError{400,
                     fmt::format("this is the endpoint of a fork of account {}", fork->account->number())};
  }
  if (account != nullptr) return accounts_.numbered(*account);
  return account_of_key(accounts_, wire::parse_signature(request).access_key_id);
}

}  // namespace cloche::front
