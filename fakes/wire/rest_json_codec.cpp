// REST-JSON: the body is JSON, the rest is in path, query and headers.
#include <nlohmann/json.hpp>

#include "fakes/core/fault.h"
#include "fakes/wire/codec.h"
#include "fakes/wire/json_shape.h"
#include "fakes/wire/json_writer.h"
#include "fakes/wire/rest_binding.h"
#include "fakes/wire/scalar_text.h"
#include "fakes/wire/wire_error.h"

namespace cloche::wire {

using model::Member;
using model::Shape;

namespace {

JsonDialect request_dialect(const model::Service& service) {
  return {.location_names = true, .class_prefix = service.error_namespace, .included = in_request_body};
}

JsonDialect response_dialect() {
  return {.location_names = true, .class_prefix = "", .included = in_response_body};
}

// A request's body into `document`: its payload, or the members that travel in it.
void read_body(const JsonDialect& dialect, const Shape& input, const std::string& body, Json& document) {
  const Member* payload = payload_of(input);
  if (payload != nullptr && is_raw(*payload)) {
    Json value = read_raw(*payload, body);
    if (!value.is_null()) document[payload->name] = std::move(value);
    return;
  }
  if (body.empty()) return;
  JsonReader reader(body);
  if (payload != nullptr) {
    Json value = read_json_member({.class_prefix = dialect.class_prefix}, *payload, reader);
    if (!value.is_null()) document[payload->name] = std::move(value);
  } else {
    document = read_json_structure(dialect, input, reader);
  }
  reader.finish();
}

void set_json(HttpResponse& response, std::string body) {
  response.body = std::move(body);
  response.headers.set("Content-Type", "application/json");
}

void write_payload(const Shape& output, const Member& payload, const Json& document, HttpResponse& response) {
  for (const auto& [name, value] : document.items()) {
    if (output.member(name) == nullptr) fail("{} has no member {}", output.name, name);
  }
  const auto value = document.find(payload.name);
  if (value == document.end() || value->is_null()) return;
  if (is_raw(payload)) return write_raw(payload, *value, response);
  std::string body;
  write_json_member({}, payload, *value, body);
  set_json(response, std::move(body));
}

class RestJsonCodec final : public Codec {
 public:
  Json decode(const model::Service& service, const model::Operation& operation, const HttpRequest& request,
              const PathLabels& labels) const override {
    Json document = Json::object();
    if (operation.input == nullptr) return document;
    try {
      read_body(request_dialect(service), *operation.input, request.body, document);
      read_bindings(*operation.input, request, labels, document);
    } catch (const JsonSyntaxError&) {
      throw ApiError("SerializationException", "", 400);
    } catch (const MalformedMessage& malformed) {
      throw ApiError("SerializationException", malformed.message, 400);  // assumed
    }
    return document;
  }

  HttpResponse encode(const model::Service&, const model::Operation& operation, const Json& answer,
                      const std::string& request_id) const override {
    HttpResponse response;
    response.status = operation.response_code != 0 ? operation.response_code : 200;
    response.headers.add("x-amzn-RequestId", request_id);
    if (operation.output == nullptr) return response;
    const Shape& output = *operation.output;
    write_bindings(output, answer, response);
    if (const Member* payload = payload_of(output)) {
      write_payload(output, *payload, answer, response);
      return response;
    }
    std::string body;
    write_json_structure(response_dialect(), output, answer, body);
    if (response.status != 204) set_json(response, std::move(body));  // 204 has no body
    return response;
  }

  HttpResponse encode_error(const model::Service& service, const model::Operation*, const ApiError& error,
                            const std::string& request_id) const override {
    const WireError wire = wire_error(service, error);
    HttpResponse response;
    response.status = wire.status;
    response.headers.add("x-amzn-RequestId", request_id);
    response.headers.add("x-amzn-ErrorType", wire.name);
    if (wire.shape != nullptr) write_bindings(*wire.shape, wire.members, response);
    std::string message;
    if (!wire.message.empty()) {
      append_json_string(message, wire.message_name);
      message += ':';
      append_json_string(message, wire.message);
    }
    std::string members;
    if (wire.shape != nullptr) write_json_structure(response_dialect(), *wire.shape, wire.members, members);
    // Both are parts of one object: {"message":"…" and {…}
    std::string body = "{" + message;
    if (members.size() > 2) {
      if (!message.empty()) body += ',';
      body.append(members, 1, members.size() - 2);
    }
    set_json(response, body + "}");
    return response;
  }
};

}  // namespace

const Codec& rest_json_codec() {
  static const RestJsonCodec codec;
  return codec;
}

}  // namespace cloche::wire
