#pragma once
// The two JSON attributes of redrive: on a source, RedrivePolicy, which says when a message goes to which
// dead-letter queue; on a dead-letter queue, RedriveAllowPolicy, which says whose messages it takes.
#include <optional>
#include <string>
#include <string_view>

#include "fakes/sqs/queue.h"

namespace cloche::sqs {

class QueueStore;

/// The attribute in normal form: maxReceiveCount is a number, be it written as one or as text. Throws
/// ApiError.
std::string normal_redrive_policy(std::string_view text);
/// The attribute in normal form. Throws ApiError.
std::string normal_redrive_allow_policy(std::string_view text);

/// Of a text in normal form; nullopt where it is empty.
std::optional<RedrivePolicy> read_redrive_policy(std::string_view text);

/// That the dead-letter queue of a policy that was given exists, is of the same type, and takes from this
/// queue. `account` is the account's number. Throws ApiError.
void check_dead_letter_queue(QueueStore& store, const Queue& source, std::string_view account);

}  // namespace cloche::sqs
