#pragma once
// Queue URLs: "http://localhost:4566/000000000000/name", at the endpoint at which the request came in.
#include <string>
#include <string_view>

#include "fakes/sqs/queue_store.h"
#include "fakes/wire/service.h"

namespace cloche::sqs {

std::string queue_url(const wire::Call& call, std::string_view name);
std::string queue_arn(const wire::Call& call, const Queue& queue);

/// The queue of the request's QueueUrl. Throws ApiError where there is none.
const Queue& requested_queue(wire::Call& call, const wire::Structure& request);

/// The queue of an ARN in the call's account and region; nullptr where there is none.
const Queue* queue_of_arn(wire::Call& call, std::string_view arn);

}  // namespace cloche::sqs
