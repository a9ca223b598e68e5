#pragma once
// Where Lambda sends what became of an asynchronous event: a dead-letter target or a destination.
#include <string>
#include <string_view>

namespace cloche::lambda {

/// The service of a target ("sqs"); "" where `arn` is none, names nothing, or is of another region than
/// `region`. That Lambda refuses other regions is assumed; its documentation only shows targets of the
/// function's own.
std::string service_of_target(std::string_view arn, std::string_view region);

/// Whether a target is a FIFO queue or topic, to which Lambda sends nothing: only standard ones may be
/// targets.
bool is_fifo_target(std::string_view arn);

}  // namespace cloche::lambda
