#pragma once
// What is done with a message that was received: it is deleted, or made visible sooner or later.
#include <string>

#include "fakes/core/account.h"
#include "fakes/sqs/queue.h"

namespace cloche::sqs {

/// Of a standard queue an old receipt deletes too, and deleting again is no error; in a FIFO queue the
/// receipt must be the last one, and its time not be over. Throws ApiError.
void delete_message(Account& account, const Queue& queue, const std::string& receipt_handle);

/// `visibility` in seconds from now, 12 hours at most since the message was received. Throws ApiError.
void change_visibility(Account& account, const Queue& queue, const std::string& receipt_handle,
                       std::int64_t visibility);

}  // namespace cloche::sqs
