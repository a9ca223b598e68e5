#pragma once
// An ApiError as the model knows it: what every codec needs to write it, whatever the format.
#include <string>
#include <string_view>

#include "fakes/core/api_error.h"
#include "fakes/core/json.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

struct WireError {
  const model::Shape* shape = nullptr;  // nullptr where the model does not know it
  std::string name;                     // of the exception's shape: "QueueDoesNotExist"
  std::string code;  // in XML: "AWS.SimpleQueueService.NonExistentQueue"; most often the name
  int status = 400;
  bool sender = true;        // the client's fault, not the service's
  std::string message_name;  // "message" or "Message", as the exception has it
  std::string message;
  Json members;  // what else the error says, an object

  /// The value of a query-compatible service's header x-amzn-query-error.
  std::string query_error() const { return code + (sender ? ";Sender" : ";Receiver"); }
};

/// `error.code` may be the name of the exception's shape or its code.
WireError wire_error(const model::Service& service, const ApiError& error);

}  // namespace cloche::wire
