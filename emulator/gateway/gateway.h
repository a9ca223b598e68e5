#pragma once
// Serves the REST APIs of one account. A request is routed, checked and made a function's event in one short
// unit of work and some text; the answer is the function's, whenever that comes, or API Gateway's own.
//
//   address_of() ─▶ serve() ─▶ Routes ─▶ proxy_event() ─▶ the function ─▶ read_proxy_response() ─▶ Done
//                      │          └▶ mock_response()                           └▶ too late:
//                      refusals::timed_out └▶ refusal_response()
//
// Threads: any; not inside a unit of work of the account. Nothing here waits.
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "emulator/gateway/address.h"
#include "emulator/gateway/metrics.h"
#include "emulator/gateway/throttle.h"
#include "emulator/net/server.h"
#include "fakes/core/account.h"
#include "fakes/lambda/function_version.h"
#include "fakes/lambda/invocation.h"

namespace cloche::gateway {

/// A request to an API.
struct Received {
  net::Request request;
  Address address;
  std::string request_id;
  std::string invocation_id;  // the request id of the function's invocation
  std::string trace_id;       // "1-5759e988-bd862e3fe1be46a994272793"
};

/// Its answer, and what is noted of it.
struct Served {
  net::Response response;
  std::string region;             // of the API; "": there is none
  std::string operation;          // "GET /pets/{id}"; "": it came to no method
  std::string error = "";         // API Gateway's own: "MissingAuthenticationTokenException"
  std::string not_emulated = "";  // what would have had to be
};

class Gateway {
 public:
  using Done = std::move_only_function<void(Served)>;
  struct Outside {
    /// Runs a function of the account and calls back, once, on any thread.
    std::function<void(lambda::FunctionVersionPtr, lambda::Invocation,
                       std::move_only_function<void(std::shared_ptr<const lambda::Outcome>)>)>
        run;
    /// Runs a task later, in real time, on any thread.
    std::function<void(std::chrono::milliseconds, std::move_only_function<void()>)> after;
  };

  Gateway(std::shared_ptr<Account> account, Outside outside);

  /// Calls `done` once, now or later, on any thread.
  void serve(Received received, Done done);

  /// Forgets who was throttled (the account's content is another).
  void forget() { throttles_.clear(); }

 private:
  struct Exchange;
  struct Plan;
  void serve(const std::shared_ptr<Exchange>& exchange);
  Plan plan(Exchange& exchange);
  void call_function(const std::shared_ptr<Exchange>& exchange, Plan plan);
  static void answer_outcome(Exchange& exchange, Metrics& metrics, const lambda::Outcome& outcome);

  const std::shared_ptr<Account> account_;
  const Outside outside_;
  Throttles throttles_;
  const std::shared_ptr<Metrics> metrics_;
};

}  // namespace cloche::gateway
