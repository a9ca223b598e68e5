#include "emulator/front/bare_answers.h"

#include <fmt/core.h>

#include <memory>

#include "emulator/net/body_stream.h"
#include "fakes/core/digest.h"

namespace cloche::front {

namespace {

using wire::model::Protocol;

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

// DynamoDB's 413 is sent in chunks, of which there is none (seen; that it is empty is assumed).
class NoBody : public net::BodyStream {
 public:
  void read(Reader reader) override { reader({.bytes = "", .last = true, .failure = ""}); }
};

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
    exchange.response.stream = std::make_shared<NoBody>();
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
