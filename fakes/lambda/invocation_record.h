#pragma once
// What stays of an invocation in other services: its lines in CloudWatch Logs, its numbers in CloudWatch.
#include <span>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/lambda/function_version.h"
#include "fakes/lambda/invocation.h"

namespace cloche::lambda {

/// An invocation that is over.
struct FinishedInvocation {
  const FunctionVersion& function;
  const Invocation& invocation;
  const Outcome& outcome;
};

/// The logs of the invocations and the metrics Invocations, Errors, Duration, Throttles and
/// ConcurrentExecutions: of the function, of the function and its version or alias (Resource), and of all
/// functions of the region; where the version was drawn by the weights of an alias, of that version, too
/// (ExecutedVersion, with FunctionName and Resource). What is equal in several of them is written once: a
/// hundred invocations of a function cost little more than one.
void record_invocations(Account& account, std::span<const FinishedInvocation> invocations);
void write_log(Account& account, std::string_view region, const LogBatch& log);

/// One point of a metric of asynchronous invocation: "AsyncEventsReceived".
void record_event_metric(Account& account, std::string_view region, std::string_view function,
                         std::string_view qualifier, std::string_view metric, double value = 1);

}  // namespace cloche::lambda
