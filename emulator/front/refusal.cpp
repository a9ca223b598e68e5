#include "emulator/front/refusal.h"

#include <fmt/core.h>

#include <cstdio>

#include "fakes/core/fault.h"

namespace cloche::front {

namespace {

using wire::model::Protocol;

// Who answers when no service was found out: an error must have a format.
const wire::model::Service no_service = [] {
  wire::model::Service service;
  service.name = "unknown";
  service.json_version = "1.0";
  return service;
}();

// AWS JSON services read the body before they look at anything else: who sends no JSON hears of that first
// (seen from DynamoDB by dynalite's authors).
ApiError first_error(const Exchange& exchange, const ApiError& error) {
  const std::string& body = exchange.request.body;
  if (exchange.decoded || exchange.destination.codec != &wire::json_codec() || body.empty() || is_json(body))
    return error;
  return {"SerializationException", "", 400};
}

}  // namespace

ApiError unknown_operation(const Destination& destination) {
  const wire::model::Service* service = destination.service != nullptr ? destination.service->model : nullptr;
  // A service answers in the protocol in which it was asked, which need not be its model's.
  const Protocol protocol = destination.codec == &wire::json_codec()    ? Protocol::json
                            : destination.codec == &wire::query_codec() ? Protocol::query
                            : destination.codec == &wire::cbor_codec()  ? Protocol::cbor
                                                                        : service->protocol;
  switch (protocol) {
    case Protocol::json:
      return {"UnknownOperationException", "", 400};
    case Protocol::query:
    case Protocol::ec2:
      return {"InvalidAction",
              fmt::format("Could not find operation {} for version {}", destination.operation_name,
                          service != nullptr ? service->api_version : "NO_VERSION_SPECIFIED"),
              400};
    case Protocol::rest_xml:
      return {"MethodNotAllowed", "The specified method is not allowed against this resource.", 405};
    case Protocol::rest_json:
    case Protocol::cbor:
      return {"UnknownOperationException", "", 404};
  }
  fail("a protocol {} without a word for an unknown operation", static_cast<int>(protocol));
}

void write_refusal(Exchange& exchange, const ApiError& given) {
  const Destination& destination = exchange.destination;
  const ApiError error = first_error(exchange, given);
  const wire::model::Service& service =
      destination.service != nullptr ? *destination.service->model : no_service;
  if (error.code == "NotEmulated") {
    const std::string_view name = destination.service != nullptr ? service.name : destination.service_name;
    exchange.world->unsupported.count(name, destination.operation_name, error.message);
  }
  static_cast<wire::HttpResponse&>(exchange.response) =
      destination.codec->encode_error(service, destination.operation, error, exchange.request_id);
  exchange.error = error.code;
}

void write_fault(Exchange& exchange, const std::exception& fault) {
  const Destination& destination = exchange.destination;
  fmt::print(stderr, "cloche: fault in {} {} (account {}, region {}, request {}): {}\n",
             destination.service != nullptr ? destination.service->model->name : destination.service_name,
             destination.operation_name,
             exchange.world != nullptr ? exchange.world->account->number() : "unknown", destination.region,
             exchange.request_id, fault.what());
  const ApiError error("InternalFailure",
                       fmt::format("A fault of Cloche's own, not of the request: {}", fault.what()), 500);
  const wire::model::Service& service =
      destination.service != nullptr ? *destination.service->model : no_service;
  static_cast<wire::HttpResponse&>(exchange.response) =
      destination.codec->encode_error(service, destination.operation, error, exchange.request_id);
  exchange.error = error.code;
}

}  // namespace cloche::front
