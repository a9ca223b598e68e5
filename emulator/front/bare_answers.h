#pragma once
// What the HTTP servers of the AWS JSON services answer by themselves, before anything is read as a request
// of the service: to who asks whether they are well, who sends too much, or who does not speak the protocol
// at all.
#include <cstddef>

#include "emulator/front/exchange.h"

namespace cloche::front {

/// The largest body that the AWS JSON services read: DynamoDB's, assumed to be that of all of them
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html).
inline constexpr std::size_t largest_body = 16UL * 1024 * 1024;

/// Whether the service (nullptr: none) names its requests in 52 capitals and digits, and not by a UUID.
bool has_long_request_ids(const Service* service);

/// Writes the response and answers true, where the server has one of its own.
bool write_bare_answer(Exchange& exchange);

}  // namespace cloche::front
