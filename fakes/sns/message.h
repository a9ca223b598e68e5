#pragma once
// A message on its way through a topic: what a publisher gave, checked by the service's rules.
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/delivery.h"
#include "fakes/wire/structure.h"

namespace cloche::sns {

/// 256 KB, of a message with its attributes, and of a batch.
inline constexpr std::size_t max_message = 262144;

struct Message {
  std::string id = "";
  std::string body;
  /// MessageStructure "json": what goes to whom; `body` is then its "default".
  std::map<std::string, std::string> by_protocol = {};
  std::optional<std::string> subject = std::nullopt;
  Json attributes = Json::object();  // as Delivery has them
  std::string group_id = "";
  std::string deduplication_id = "";
  std::string sequence_number = "";  // of FIFO topics
  std::size_t size = 0;              // of what was given, in bytes

  /// What subscribers of this protocol get.
  const std::string& text_for(const std::string& protocol) const;

  /// Reads and checks a PublishInput or an entry of a batch. Throws ApiError.
  static Message read(const wire::Structure& request);
  /// What another service sends. Throws ApiError.
  static Message of(const Delivery& delivery);
};

}  // namespace cloche::sns
