#pragma once
// The admin API: /_cloche/…, by which a test or a person looks into an account and moves it
// (docs/admin-api.md). One file a resource, in admin/; the table of them is in admin.cpp. Input is strict:
// what it does not know is an error that says what it does know. Errors are {"error": "…"}.
//
// A request acts on the account whose endpoint it came in by, else on that of ?account=, else on that of its
// credentials.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/effects/effects.h"
#include "emulator/front/accounts.h"
#include "emulator/front/services.h"
#include "emulator/net/server.h"
#include "fakes/core/json.h"

namespace cloche::front {

/// How a fork gets a port of its own, and is ended.
struct Endpoints {
  std::function<std::uint16_t(std::shared_ptr<World> fork)> open;
  std::function<void(std::shared_ptr<World> fork)> end_functions;  // in the background
  std::function<void(std::uint16_t port)> close;  // soon: the answer that is under way still leaves
};

/// What a resource answers instead of its own answer; caught by Admin.
struct AdminError {
  int status = 400;
  std::string message;
};

/// The answer to one request, given once, from any thread.
class AdminAnswer {
 public:
  explicit AdminAnswer(net::Responder respond) : respond_(std::move(respond)) {}
  void json(int status, const Json& body);
  void bytes(std::string body);
  void error(const AdminError& error);

 private:
  friend class Admin;
  net::Responder respond_;
  std::string allow_;  // the value of a header Allow; "": none
};

struct AdminCall {
  const Services& services;
  Accounts& accounts;
  effects::Effects& effects;
  const Endpoints& endpoints;
  std::shared_ptr<World> fork;  // whose endpoint it came in by; nullptr: the main one
  World& world;                 // what it acts on
  const net::Request& request;
  std::vector<std::pair<std::string, std::string>> query;
  AdminAnswer& answer;  // moved out by who answers later

  /// The value of a query parameter, or nullptr.
  const std::string* parameter(std::string_view name) const;
  /// The body as a JSON object, whose members are among `members`; throws AdminError.
  Json body(std::initializer_list<std::string_view> members) const;
};

class Admin {
 public:
  Admin(const Services& services, Accounts& accounts, effects::Effects& effects, Endpoints endpoints)
      : services_(services), accounts_(accounts), effects_(effects), endpoints_(std::move(endpoints)) {}

  static bool is_admin(const net::Request& request);
  void answer(std::shared_ptr<World> fork, net::Request request, net::Responder respond) const;

 private:
  void route(std::shared_ptr<World> fork, const net::Request& request, AdminAnswer& answer) const;
  World& world_of(const std::shared_ptr<World>& fork, const net::Request& request,
                  const std::string* account) const;

  const Services& services_;
  Accounts& accounts_;
  effects::Effects& effects_;
  const Endpoints endpoints_;
};

/// Deploys a template into an account and answers what POST /_cloche/deploy answers to `request`. `host` is
/// by which the account's clients reach it, `unsupported` hears what is not applied. Throws AdminError. In
/// admin/deploy.cpp.
Json deploy_into(World& world, wire::UnsupportedSettings& unsupported, const Json& request,
                 std::string_view host);

}  // namespace cloche::front
