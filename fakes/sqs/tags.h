#pragma once
// What a queue's tags may be.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-tags.html
#include "fakes/core/json.h"
#include "fakes/sqs/queue_store.h"

namespace cloche::sqs {

/// Checks an object of tags and puts them on the queue. Throws ApiError.
void put_tags(QueueStore& store, const Queue& queue, const Json& tags);

}  // namespace cloche::sqs
