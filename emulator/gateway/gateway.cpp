#include "emulator/gateway/gateway.h"

#include <fmt/core.h>

#include <atomic>
#include <cstdio>
#include <map>
#include <optional>

#include "emulator/gateway/media_type.h"
#include "emulator/gateway/mock_integration.h"
#include "emulator/gateway/proxy_event.h"
#include "emulator/gateway/proxy_response.h"
#include "emulator/gateway/refusal.h"
#include "emulator/gateway/routes.h"
#include "fakes/apigateway/store.h"
#include "fakes/core/api_error.h"
#include "fakes/core/arn.h"
#include "fakes/core/digest.h"
#include "fakes/lambda/function.h"
#include "fakes/lambda/policy_grant.h"

namespace cloche::gateway {

namespace {

using Clock = std::chrono::steady_clock;

// https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html, and Lambda's quota for an
// invocation, of which it is assumed that API Gateway answers for it in the same way.
constexpr std::size_t largest_body = 10UL * 1024 * 1024;
constexpr std::size_t largest_event = 6UL * 1024 * 1024;

// How much longer than its time-out an invocation may take at most: a new environment has ten seconds.
constexpr auto longest_start = std::chrono::seconds(12);

// From an answer to writing down its numbers, where nobody looks before.
constexpr auto write_after = std::chrono::milliseconds(50);

std::chrono::milliseconds since(Clock::time_point moment) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - moment);
}

// The routes of the stages that were asked for, as long as these are the same.
struct KnownRoutes {
  std::map<const apigateway::ServedStage*, std::shared_ptr<const Routes>> routes;
};

std::shared_ptr<const Routes> routes_of(Account& account, const apigateway::ServedStagePtr& stage) {
  auto& known = account.cache<KnownRoutes>().routes;
  if (const auto found = known.find(stage.get()); found != known.end()) return found->second;
  // Of the others those go that nobody serves any more.
  std::erase_if(known, [](const auto& entry) { return entry.second->stage().use_count() == 1; });
  return known.emplace(stage.get(), std::make_shared<const Routes>(stage)).first->second;
}

}  // namespace

/// A request on its way.
struct Gateway::Exchange {
  Exchange(Received received_, Done done_) : received(std::move(received_)), done(std::move(done_)) {}

  Received received;
  Done done;
  const Clock::time_point began = Clock::now();
  Time time{};
  std::shared_ptr<const Routes> routes;  // nullptr: there is no such stage
  std::optional<Match> match;            // where the path leads, whatever the method
  const Route* route = nullptr;
  std::optional<Clock::time_point> called;  // when the integration was
  std::atomic<bool> answered = false;

  const apigateway::ServedStage* stage() const { return routes ? routes->stage().get() : nullptr; }
  RequestContext context() const {
    return {.request = received.request,
            .remote_address = received.request.remote_address,
            .path = received.address.path,
            .host = received.address.host,
            .request_id = received.request_id,
            .trace_id = received.trace_id,
            .time = time,
            .match = match ? &*match : nullptr};
  }

  /// The first answer is the one that counts.
  void answer(Metrics& metrics, net::Response response, std::string error = "",
              std::string not_emulated = "") {
    if (answered.exchange(true)) return;
    const apigateway::ServedStage* served = stage();
    if (served != nullptr) {
      metrics.add({.stage = routes->stage(),
                   .method = route != nullptr ? route->method : nullptr,
                   .http_method = received.request.method,
                   .status = response.status,
                   .latency = since(began),
                   .integration_latency = called ? std::optional(since(*called)) : std::nullopt});
    }
    done({.response = std::move(response),
          .region = served != nullptr ? served->region : "",
          .operation = route != nullptr ? route->operation : "",
          .error = std::move(error),
          .not_emulated = std::move(not_emulated)});
  }
  void refuse(Metrics& metrics, const Refusal& refusal, std::string_view why = "") {
    if (!why.empty())
      fmt::print(stderr, "cloche: API {}, stage {}, {} {}: {}\n", received.address.api,
                 received.address.stage, received.request.method, received.address.path, why);
    answer(metrics, refusal_response(refusal, context(), stage()), std::string(refusal.error));
  }
  void refuse_unserved(Metrics& metrics, const std::string& what) {
    net::Response response;
    response.status = 501;
    response.headers.add("Content-Type", "application/json");
    response.body = fmt::format(R"({{"message":"{} is not emulated by Cloche."}})", what);
    response.headers.add("x-amzn-ErrorType", "NotEmulated");
    add_own_headers(response.headers, context());
    answer(metrics, std::move(response), "NotEmulated", what + " is not emulated by Cloche.");
  }
  /// Does a part of the work. A fault in it ends this request, and nothing else.
  template <class Work>
  void attempt(Metrics& metrics, Work&& work) {
    try {
      work();
    } catch (const std::exception& fault) {
      fmt::print(stderr, "cloche: fault in API {}, stage {}, {} {} (request {}): {}\n", received.address.api,
                 received.address.stage, received.request.method, received.address.path, received.request_id,
                 fault.what());
      net::Response response;
      response.status = 500;
      response.headers.add("Content-Type", "application/json");
      response.body = R"({"message": "Internal server error"})";
      response.headers.add("x-amzn-ErrorType", "InternalFailure");
      answer(metrics, std::move(response), "InternalFailure");
    }
  }
};

/// What is to be done for a request.
struct Gateway::Plan {
  const Refusal* refusal = nullptr;
  std::string why = "";  // of a refusal that a person will wonder about
  // of a function
  lambda::ResolvedFunction function = {};
  lambda::ConcurrencyLimits limits = {};
};

Gateway::Gateway(std::shared_ptr<Account> account, Outside outside)
    : account_(std::move(account)),
      outside_(std::move(outside)),
      metrics_(
          std::make_shared<Metrics>(account_, [after = outside_.after](std::move_only_function<void()> task) {
            after(write_after, std::move(task));
          })) {}

namespace {

bool is_proxy(const apigateway::ServedIntegration& integration) { return integration.type == "AWS_PROXY"; }

std::string source_arn(const apigateway::ServedStage& stage, std::string_view method, std::string_view path) {
  return make_arn("execute-api", stage.region, stage.account,
                  fmt::format("{}/{}/{}{}", stage.api, stage.stage, method, path));
}

}  // namespace

// In a unit of work. The order of the checks is assumed.
Gateway::Plan Gateway::plan(Exchange& exchange) {
  const Address& address = exchange.received.address;
  const auto stage = apigateway::served_stage(*account_, address.api, address.stage);
  if (!stage || stage->disabled) return {.refusal = &refusals::forbidden};
  exchange.routes = routes_of(*account_, stage);
  exchange.match = exchange.routes->find(exchange.received.request.method, address.path);
  if (!exchange.match) {
    exchange.match = exchange.routes->find_resource(address.path);
    return {.refusal = &refusals::missing_token};
  }
  const Route& route = *exchange.match->route;
  exchange.route = &route;
  if (exchange.received.request.body.size() > largest_body) return {.refusal = &refusals::too_large};
  if (const auto& throttle = route.method->settings.throttle) {
    const std::string key = fmt::format("{}/{}/{}", stage->api, stage->stage, route.operation);
    if (!throttles_.take(key, *throttle, exchange.time)) return {.refusal = &refusals::throttled};
  }
  if (route.lacks_variable) {
    return {.refusal = &refusals::configuration,
            .why = "the integration's URI names a stage variable that the stage does not have"};
  }
  const apigateway::ServedIntegration& integration = route.method->integration;
  Plan plan;
  if (!is_proxy(integration) || route.function.empty()) return plan;
  if (integration.http_method != "POST")
    return {.refusal = &refusals::configuration, .why = "a function is called by POST, whatever the method"};
  const std::string arn = source_arn(*stage, exchange.received.request.method, route.method->resource_path);
  try {
    if (integration.credentials.empty() &&
        !lambda::may_invoke(*account_, stage->region, route.function, "apigateway.amazonaws.com", arn)) {
      return {.refusal = &refusals::configuration,
              .why = fmt::format("no permission of the function lets {} invoke it", arn)};
    }
    plan.function = lambda::resolve(*account_, stage->region, route.function);
    plan.limits = lambda::concurrency_limits(*account_, stage->region, plan.function.version->name);
  } catch (const ApiError& error) {
    return {.refusal = &refusals::configuration, .why = error.message};
  }
  return plan;
}

void Gateway::serve(Received received, Done done) {
  const auto exchange = std::make_shared<Exchange>(std::move(received), std::move(done));
  exchange->attempt(*metrics_, [&] { serve(exchange); });
}

void Gateway::serve(const std::shared_ptr<Exchange>& exchange) {
  exchange->time = account_->clock().now();
  // What is deferred are logs and metrics, which are not looked at here.
  Plan plan = account_->transact(Account::Deferred::waits, [&] { return this->plan(*exchange); });
  if (plan.refusal != nullptr) return exchange->refuse(*metrics_, *plan.refusal, plan.why);
  const apigateway::ServedIntegration& integration = exchange->route->method->integration;
  if (is_proxy(integration) && plan.function.version) return call_function(exchange, std::move(plan));
  if (integration.type != "MOCK") {
    return exchange->refuse_unserved(*metrics_, fmt::format("An integration of type {}", integration.type));
  }
  exchange->called = Clock::now();
  auto answer = mock_response(exchange->context(), *exchange->stage(), integration);
  if (auto* response = std::get_if<net::Response>(&answer)) {
    exchange->answer(*metrics_, std::move(*response));
  } else if (const auto* refusal = std::get_if<Refusal>(&answer)) {
    exchange->refuse(*metrics_, *refusal);
  } else {
    exchange->refuse_unserved(*metrics_, std::get<NotServed>(answer).what);
  }
}

void Gateway::call_function(const std::shared_ptr<Exchange>& exchange, Plan plan) {
  std::string event = proxy_event(exchange->context(), *exchange->stage(), *exchange->match);
  if (event.size() > largest_event) return exchange->refuse(*metrics_, refusals::too_large);
  const auto limit = exchange->route->method->integration.timeout;
  exchange->called = Clock::now();
  // Most functions can't take that long, and need no alarm clock.
  if (plan.function.version->timeout + longest_start >= limit) {
    outside_.after(limit, [weak = std::weak_ptr(exchange), metrics = metrics_] {
      if (const auto late = weak.lock())
        late->attempt(*metrics, [&] { late->refuse(*metrics, refusals::timed_out); });
    });
  }
  lambda::Invocation invocation{.request_id = exchange->received.invocation_id,
                                .payload = std::move(event),
                                .invoked_function_arn = std::move(plan.function.invoked_arn),
                                .trace_id = fmt::format("Root={};Sampled=0", exchange->received.trace_id),
                                .client_context = "",
                                .cognito_identity = "",
                                .limits = plan.limits,
                                .by_weight = plan.function.by_weight};
  outside_.run(std::move(plan.function.version), std::move(invocation),
               [exchange, metrics = metrics_](const std::shared_ptr<const lambda::Outcome>& outcome) {
                 exchange->attempt(*metrics, [&] { answer_outcome(*exchange, *metrics, *outcome); });
               });
}

void Gateway::answer_outcome(Exchange& exchange, Metrics& metrics, const lambda::Outcome& outcome) {
  if (exchange.answered) return;
  using Kind = lambda::Outcome::Kind;
  if (outcome.kind == Kind::throttled || outcome.kind == Kind::aborted)
    return exchange.refuse(metrics, refusals::integration_failure);
  if (outcome.kind == Kind::failed) return exchange.refuse(metrics, refusals::malformed);
  std::string why;
  auto read = read_proxy_response(outcome.payload, &why);
  if (!read)
    return exchange.refuse(metrics, refusals::malformed, "the function's answer is malformed: " + why);
  net::Response response;
  response.status = read->status;
  response.headers = std::move(read->headers);
  response.body = std::move(read->body);
  if (read->is_base64) {
    // By what the client accepts first; by what the answer is where it does not say (assumed).
    const std::string* accept = exchange.received.request.headers.find("accept");
    const std::string_view wanted = accept != nullptr ? *accept : response.headers.get("content-type");
    if (is_binary(exchange.stage()->binary_media_types, wanted)) {
      auto bytes = base64_decode(response.body);
      if (!bytes)
        return exchange.refuse(metrics, refusals::configuration, "the function's body is not base64");
      response.body = *std::move(bytes);
    }
  }
  if (!response.headers.has("content-type")) response.headers.add("Content-Type", "application/json");
  add_own_headers(response.headers, exchange.context());
  exchange.answer(metrics, std::move(response));
}

}  // namespace cloche::gateway
