#pragma once
// What the HTTP servers of the AWS JSON services answer by themselves, before anything is read as a request
// of the service: to who asks whether they are well, who sends too much, or who does not speak the protocol
// at all.
#include "emulator/front/exchange.h"

namespace cloche::front {

/// Whether the service (nullptr: none) names its requests in 52 capitals and digits, and not by a UUID.
bool has_long_request_ids(const Service* service);

/// Writes the response and answers true, where the server has one of its own.
bool write_bare_answer(Exchange& exchange);

}  // namespace cloche::front
