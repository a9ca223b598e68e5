#pragma once
// A queue as its row has it, and as its attributes make it: what sending and receiving need, read once and
// kept.
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/clock.h"

namespace cloche::sqs {

/// By name, in normal form.
using Attributes = std::map<std::string, std::string, std::less<>>;

/// Where a message goes that was received too often.
struct RedrivePolicy {
  std::string dead_letter_queue;  // its name; it is in the same region
  std::int64_t max_receive_count = 0;
};

struct Queue {
  std::int64_t id = 0;
  std::string region;
  std::string name;
  Attributes given;  // only what is not the default
  Time created{};
  Time modified{};
  std::optional<Time> purged;

  /// The attribute, or its default; "" where it has neither.
  std::string_view attribute(std::string_view attribute_name) const;

  // As its attributes say.
  bool is_fifo = false;
  bool is_content_based = false;       // ContentBasedDeduplication
  bool deduplicates_by_group = false;  // DeduplicationScope
  Duration visibility_timeout{};
  Duration delay{};
  Duration retention{};
  Duration wait{};  // ReceiveMessageWaitTimeSeconds
  std::int64_t maximum_message_size = 0;
  std::optional<RedrivePolicy> redrive;

  /// Reads `given` into the above; to be called when it has changed.
  void apply_attributes();
};

}  // namespace cloche::sqs
