#include "emulator/front/cross_origin.h"

namespace cloche::front {

bool is_preflight(const Exchange& exchange) {
  return exchange.request.method == "OPTIONS" && exchange.request.headers.has("origin");
}

// As DynamoDB answers (seen from the real service by dynalite's authors).
void write_preflight(Exchange& exchange) {
  const wire::Headers& asked = exchange.request.headers;
  wire::Headers& headers = exchange.response.headers;
  headers.add("x-amzn-RequestId", exchange.request_id);
  if (const auto* names = asked.find("access-control-request-headers"))
    headers.add("Access-Control-Allow-Headers", *names);
  if (const auto* method = asked.find("access-control-request-method"))
    headers.add("Access-Control-Allow-Methods", *method);
  headers.add("Access-Control-Max-Age", "172800");
}

void allow_origin(Exchange& exchange) {
  if (!exchange.request.headers.has("origin")) return;
  wire::Headers& headers = exchange.response.headers;
  headers.set("Access-Control-Allow-Origin", "*");
  // Assumed to be the same in all services: what the SDKs read.
  headers.set("Access-Control-Expose-Headers",
              "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,x-amzn-query-error,x-amz-request-id,x-"
              "amz-crc32,Date");
}

}  // namespace cloche::front
