#pragma once
// What AWS answered: the result by the names of the API, or an error's code and message.
#include <string>

#include "fakes/core/json.h"
#include "fakes/wire/http_message.h"
#include "fakes/wire/model.h"

namespace cloche::scenarios {

struct AwsAnswer {
  int status = 200;
  Json result;          // as presented() has it; null where there is an error
  std::string error;    // "ConditionalCheckFailedException"; "": success
  std::string message;  // of the error
  std::string request_id;
};

/// An answer that can't be read is an error too, "UnreadableAnswer".
AwsAnswer read_aws_answer(const wire::model::Service& service, const wire::model::Operation& operation,
                          const wire::HttpResponse& response);

}  // namespace cloche::scenarios
