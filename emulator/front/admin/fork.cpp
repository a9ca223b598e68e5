// POST /_cloche/fork: a copy of the account, with an endpoint of its own; in memory, whatever the original is
// kept in. DELETE /_cloche/fork, at the fork's endpoint or with ?endpoint=, ends it.
#include <fmt/core.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"

namespace cloche::front::admin {

namespace {

// By the host name by which the client found this endpoint, it finds the fork's.
std::string endpoint_of(const AdminCall& call, std::uint16_t port) {
  const std::string_view host = call.request.headers.get("host");
  const auto colon = host.rfind(':');
  const std::string_view name = host.substr(0, host.ends_with(']') ? host.size() : colon);
  return fmt::format("http://{}:{}", name.empty() ? "localhost" : name, port);
}

std::shared_ptr<World> fork_named(const AdminCall& call, std::string_view endpoint) {
  std::string_view digits = endpoint.substr(endpoint.rfind(':') + 1);
  if (digits.ends_with('/')) digits.remove_suffix(1);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    throw AdminError{400,
                     fmt::format("endpoint must be what POST /_cloche/fork answered, not '{}'", endpoint)};
  }
  auto fork = call.accounts.fork_at(port);
  if (fork == nullptr) throw AdminError{404, fmt::format("there is no fork at {}", endpoint)};
  return fork;
}

}  // namespace

void post_fork(AdminCall& call) {
  if (!call.request.body.empty()) call.body({});
  const auto fork = call.accounts.fork(call.world, call.endpoints.open);
  call.answer.json(201,
                   {{"endpoint", endpoint_of(call, fork.port)}, {"account", fork.world->account->number()}});
}

void delete_fork(AdminCall& call) {
  const std::string* endpoint = call.parameter("endpoint");
  const auto fork = endpoint != nullptr ? fork_named(call, *endpoint) : call.fork;
  if (fork == nullptr) {
    throw AdminError{400,
                     "this is not the endpoint of a fork: send it there, or say which one by ?endpoint="};
  }
  const auto port = call.accounts.end_fork(*fork);
  if (!port) throw AdminError{404, "this fork was ended before"};
  // First: who has the answer may end the emulator, which waits for what is ending by then.
  call.endpoints.end_functions(fork);
  call.answer.json(200, {{"ended", endpoint_of(call, *port)}});
  call.endpoints.close(*port);
}

}  // namespace cloche::front::admin
