#pragma once
// Asynchronous invocation: the queue of events between who invokes and the function. An event is a row of the
// outbox, due when it is to be tried next; who runs functions takes it from there:
//
//   accept() ─▶ row ─▶ begin() ─▶ the function runs ─▶ end() ─▶ nothing more, or a row for the next try
//                        └▶ nothing: too old, or no such function any more
//
// Two more tries after an error of the function, one and two minutes later; after a throttle or an error of
// Lambda's own again and again, a second to five minutes later, until the event is six hours old; both
// numbers are the function's own to make smaller (EventInvokeConfig). What then is left goes to the
// dead-letter queue and to the destination for failures, what went well to that for successes. All on the
// account's clock.
//
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/core/delivery.h"
#include "fakes/lambda/function_version.h"
#include "fakes/lambda/invocation.h"

namespace cloche::lambda {

/// Lambda quotas: of an event; 256 KB until October 2025.
inline constexpr std::size_t max_event_bytes = 1024 * 1024;

inline constexpr std::string_view event_effect = "lambda.event";

/// An event on its way, as its row holds it. It has no client context: "Lambda passes the ClientContext
/// object to your function for synchronous invocations only" (API reference, Invoke).
struct Event {
  std::string region;
  std::string function;   // name
  std::string qualifier;  // as it was asked for; "": none
  std::string payload;
  std::string request_id;
  std::string trace_id;
  Time received{};
  int invoked = 0;  // how often the function ran
  int tried = 0;    // how often it was tried in vain, for the function was throttled or Lambda failed

  Json row() const;
  static Event parse(const Json& row);
};

/// Adds an event that comes in now; `event.received` is set.
void accept(Account& account, Event event);

/// Takes what another service sends to a function (wire::ServiceDefinition::receive). AccessDeniedException
/// where the function's policy does not let it.
void receive(Account& account, const Delivery& delivery);

struct Begun {
  FunctionVersionPtr function;
  Invocation invocation;
};
/// What is to run for an event that is due; nullopt where nothing is, and all has been done that was to do.
std::optional<Begun> begin(Account& account, const Event& event);
/// What becomes of it then. `outcome` is not an aborted one: that event's row stays.
void end(Account& account, Event event, const FunctionVersion& function, const Outcome& outcome);

/// The effect of a dead letter or a record that could not be delivered.
inline constexpr std::string_view undelivered_effect = "lambda.undelivered";
void undelivered(Account& account, const Json& payload);

}  // namespace cloche::lambda
