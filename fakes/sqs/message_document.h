#pragma once
// A message as who receives it has it.
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/json.h"
#include "fakes/sqs/message_store.h"
#include "fakes/sqs/queue.h"

namespace cloche::sqs {

/// Whether the system has an attribute of this name.
bool is_system_attribute(std::string_view name);

/// What the system knows of a message, by name; of `names`, "All" among them or not.
Json system_attributes_of(const Queue& queue, const Message& message, const std::vector<std::string>& names);

/// As ReceiveMessage answers it, with the attributes that were asked for: `system`, of the system, and
/// `user`, which the sender gave.
Json message_document(const Queue& queue, const Message& message, const std::vector<std::string>& system,
                      const std::vector<std::string>& user);

}  // namespace cloche::sqs
