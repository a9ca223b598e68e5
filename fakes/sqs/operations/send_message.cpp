#include <nlohmann/json.hpp>

#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/queue_url.h"
#include "fakes/sqs/sending.h"

namespace cloche::sqs {

Answer send_message(Call& call, const Structure& request) {
  const Queue& queue = requested_queue(call, request);
  return send(call.account, queue, OutgoingMessage::of(request, call.caller.user_id));
}

}  // namespace cloche::sqs
