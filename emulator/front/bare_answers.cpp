#include "emulator/front/bare_answers.h"

#include <fmt/core.h>

#include "fakes/core/digest.h"

namespace cloche::front {

namespace {

using wire::model::Protocol;

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html; assumed to be that of
// all of them.
constexpr std::size_t largest_body = 16UL * 1024 * 1024;

bool is_dynamodb(const Service* service) {
  return service != nullptr && service->model->signing_name == "dynamodb";
}

// DynamoDB's front end takes its own version and plain JSON, parameters and spaces aside.
bool is_content_type_of(const wire::model::Service& service, std::string_view type) {
  type = type.substr(0, type.find(';'));
  while (type.starts_with(' ')) type.remove_prefix(1);
  while (type.ends_with(' ')) type.remove_suffix(1);
  if (type == "application/json") return true;
  constexpr std::string_view start = "application/x-amz-json-";
  return type.starts_with(start) && type.substr(start.size()) == service.json_version;
}

void write(Exchange& exchange, int status, std::string body) {
  exchange.response.status = status;
  exchange.response.headers.add("x-amzn-RequestId", exchange.request_id);
  if (is_dynamodb(exchange.destination.service)) {
    exchange.response.headers.add("x-amz-crc32", std::to_string(crc32(body)));
  }
  exchange.response.body = std::move(body);
}

}  // namespace

bool has_long_request_ids(const Service* service) { return is_dynamodb(service); }

// Seen from DynamoDB by dynalite's authors (test/connection.js).
bool write_bare_answer(Exchange& exchange) {
  const Destination& destination = exchange.destination;
  if (destination.codec != &wire::json_codec() || destination.service == nullptr) return false;
  const wire::model::Service& service = *destination.service->model;
  const net::Request& request = exchange.request;
  if (request.body.size() > largest_body) {
    exchange.response.status = 413;
    exchange.error = "RequestEntityTooLarge";
    return true;
  }
  if (request.method == "GET" && is_dynamodb(destination.service)) {
    write(exchange, 200, fmt::format("healthy: dynamodb.{}.amazonaws.com ", destination.region));
    return true;
  }
  const bool readable =
      request.body.empty() || is_content_type_of(service, request.headers.get("content-type"));
  if (request.method == "POST" && readable) return false;
  write(exchange, 404, "<UnknownOperationException/>\n");
  exchange.error = "UnknownOperationException";
  return true;
}

}  // namespace cloche::front
