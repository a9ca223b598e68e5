#pragma once
// The attributes of a topic: which can be set, to what, and what a client reads. What is kept and has no
// effect here is reported (docs/architecture.md, "no silent acceptance").
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "fakes/sns/store.h"
#include "fakes/wire/service.h"

namespace cloche::sns {

/// Why an attribute is refused, without what stands before it in the messages of the different operations.
struct AttributeError {
  std::string message;
};

/// Checks a topic's name: "Invalid parameter: Topic Name". `fifo`: its attribute FifoTopic is true.
void check_topic_name(std::string_view name, bool fifo);

/// Sets an attribute; "" takes it away. Throws AttributeError. FifoTopic is settable only where `is_new`.
void set_attribute(wire::Call& call, Topic& topic, const std::string& name, const std::string& value,
                   bool is_new);

/// All attributes, as GetTopicAttributes answers them.
Json attributes_document(Store& store, const std::string& account, const Topic& topic);

}  // namespace cloche::sns
