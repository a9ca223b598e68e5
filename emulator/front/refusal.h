#pragma once
// How a request is refused: in the words and the format of the service that was asked.
#include <exception>

#include "emulator/front/exchange.h"

namespace cloche::front {

/// The service's error for an operation that its model does not have.
ApiError unknown_operation(const Destination& destination);

/// Writes the error as the response; counts it where it says that something is not emulated.
void write_refusal(Exchange& exchange, const ApiError& error);

/// Logs a fault of Cloche's own with all that is known of the request, and writes a 500 as the response.
void write_fault(Exchange& exchange, const std::exception& fault);

}  // namespace cloche::front
