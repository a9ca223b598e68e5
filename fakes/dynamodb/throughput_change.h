#pragma once
// What changing a ProvisionedThroughputDescription, of a table or an index, does to it: when it was last
// raised and lowered, and how often that may be.
#include <string_view>

#include "fakes/core/clock.h"
#include "fakes/core/json.h"

namespace cloche::dynamodb {

struct Moments {
  Time begun;
  Time finished;
};

/// Of the table, or of the index of that name, from `now`, as it is shown while the change is under way, to
/// `after`, when it is finished. Throws ValidationException where nothing would change (unless
/// `was_on_demand`: then it begins to be provisioned, and is so at once) and LimitExceededException where it
/// was lowered too often.
void change_throughput(Json& now, Json& after, const Json& requested, Moments when, bool was_on_demand,
                       std::string_view index = {});

/// The table begins to be paid by the request.
void drop_throughput(Json& now, Json& after, Moments when);

/// How often it was lowered on the day of `at`, in UTC.
std::int64_t decreases_on_day(const Json& throughput, Time at);

}  // namespace cloche::dynamodb
