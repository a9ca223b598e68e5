#pragma once
// What the REST protocols carry outside of the body: labels in the path, the query, headers, the status.
// Alike in REST-JSON and REST-XML; only the body differs.
#include "fakes/core/json.h"
#include "fakes/wire/codec.h"
#include "fakes/wire/http_message.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

/// Reads the members of `input` that travel outside of the body into `document`. Throws MalformedMessage.
void read_bindings(const model::Shape& input, const HttpRequest& request, const PathLabels& labels,
                   Json& document);

/// Writes the members of `shape` that travel in headers or as the status. A Fault where a value is of another
/// kind.
void write_bindings(const model::Shape& shape, const Json& document, HttpResponse& response);

/// Whether the member is part of the body, of a request or of a response (which has no path and no query).
bool in_request_body(const model::Member& member);
bool in_response_body(const model::Member& member);

/// The member that is the whole body, or nullptr.
const model::Member* payload_of(const model::Shape& shape);
/// Whether a payload travels as its bytes, and not as JSON or XML.
bool is_raw(const model::Member& payload);
/// A raw payload as a value; null for an empty body, which is an absent payload.
Json read_raw(const model::Member& payload, const std::string& body);
/// The bytes of a raw payload, and the Content-Type where the response has none.
void write_raw(const model::Member& payload, const Json& value, HttpResponse& response);

}  // namespace cloche::wire
