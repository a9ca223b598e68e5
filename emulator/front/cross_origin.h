#pragma once
// Cross-origin requests: AWS's services let the SDKs of any web page in. S3 has rules of each bucket's own,
// which are its fake's business.
#include "emulator/front/exchange.h"

namespace cloche::front {

/// Whether a browser asks if it may make a request.
bool is_preflight(const Exchange& exchange);
void write_preflight(Exchange& exchange);

/// Lets a browser read the response, where one asked.
void allow_origin(Exchange& exchange);

}  // namespace cloche::front
