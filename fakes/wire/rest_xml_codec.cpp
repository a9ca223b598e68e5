// REST-XML: the body is XML, the rest is in path, query and headers.
#include <nlohmann/json.hpp>

#include "fakes/core/fault.h"
#include "fakes/wire/codec.h"
#include "fakes/wire/rest_binding.h"
#include "fakes/wire/scalar_text.h"
#include "fakes/wire/wire_error.h"
#include "fakes/wire/xml_error.h"
#include "fakes/wire/xml_shape.h"

namespace cloche::wire {

using model::Kind;
using model::Member;
using model::Shape;

namespace {

constexpr const char* malformed_xml =
    "The XML you provided was not well-formed or did not validate against our published schema";

Json read_body(const Shape& shape, const std::string& body, const std::vector<std::string_view>& roots,
               MemberFilter included) {
  try {
    return read_xml(shape, body, roots, included);
  } catch (const MalformedMessage&) {
    throw ApiError("MalformedXML", malformed_xml, 400);
  }
}

// The names that a root may have: the model is not of one mind about where it is given.
std::vector<std::string_view> names_of(const Member& payload) {
  std::vector<std::string_view> names = {payload.name, payload.shape->name};
  if (!payload.location_name.empty()) names.push_back(payload.location_name);
  if (!payload.shape->xml_name.empty()) names.push_back(payload.shape->xml_name);
  return names;
}

std::string_view first_of(std::string_view a, std::string_view b, std::string_view c) {
  return !a.empty() ? a : !b.empty() ? b : c;
}

bool has_body(const Shape& shape) {
  for (const Member& member : shape.members) {
    if (in_response_body(member)) return true;
  }
  return false;
}

// A member of the answer that the output lacks would be lost where only a payload is written.
void check_members(const Shape& shape, const Json& document) {
  for (const auto& [name, value] : document.items()) {
    if (shape.member(name) == nullptr) fail("{} has no member {}", shape.name, name);
  }
}

// The headers by which a client tells the request to support: S3 has names of its own.
void add_request_id(const model::Service& service, const std::string& request_id, HttpResponse& response) {
  response.headers.add(service.unwrapped_errors ? "x-amz-request-id" : "x-amzn-RequestId", request_id);
}

void write_root(std::string_view name, std::string_view prefix, std::string_view uri, const Shape& shape,
                const Json& document, MemberFilter included, HttpResponse& response) {
  XmlWriter xml;
  xml.declaration();
  xml.open(name);
  write_xml_namespace(xml, prefix, uri);
  write_xml_structure(xml, shape, document, included);
  xml.close();
  response.body = xml.take();
  response.headers.set("Content-Type", "application/xml");
}

void write_payload(const model::Service& service, const Member& payload, const Json& value,
                   HttpResponse& response) {
  if (is_raw(payload)) return write_raw(payload, value, response);
  const Shape& shape = *payload.shape;
  if (shape.kind != Kind::structure) fail("the payload {} is of a kind that XML does not have", payload.name);
  const bool from_member = !payload.xml_namespace.empty();
  const bool from_shape = !from_member && !shape.xml_namespace.empty();
  write_root(first_of(payload.location_name, shape.xml_name, shape.name),
             from_member  ? payload.xml_prefix
             : from_shape ? shape.xml_prefix
                          : std::string_view(),
             from_member  ? payload.xml_namespace
             : from_shape ? shape.xml_namespace
                          : service.xml_namespace,
             shape, value, every_member, response);
}

class RestXmlCodec final : public Codec {
 public:
  Json decode(const model::Service& service, const model::Operation& operation, const HttpRequest& request,
              const PathLabels& labels) const override {
    Json document = Json::object();
    if (operation.input == nullptr) return document;
    const Shape& input = *operation.input;
    if (const Member* payload = payload_of(input)) {
      Json value = is_raw(*payload) ? read_raw(*payload, request.body)
                   : request.body.empty()
                       ? Json()
                       : read_body(*payload->shape, request.body, names_of(*payload), every_member);
      if (!value.is_null()) document[payload->name] = std::move(value);
    } else if (!request.body.empty()) {
      std::vector<std::string_view> roots = {operation.input_location_name, input.xml_name, input.name};
      document = read_body(input, request.body, roots, in_request_body);
    }
    try {
      read_bindings(input, request, labels, document);
    } catch (const MalformedMessage& malformed) {
      // S3's word for a bad header or parameter; the other's is assumed.
      throw ApiError(service.unwrapped_errors ? "InvalidArgument" : "SerializationException",
                     malformed.message, 400);
    }
    return document;
  }

  HttpResponse encode(const model::Service& service, const model::Operation& operation, const Json& answer,
                      const std::string& request_id) const override {
    HttpResponse response;
    response.status = operation.response_code != 0 ? operation.response_code : 200;
    add_request_id(service, request_id, response);
    if (operation.output == nullptr) return response;
    const Shape& output = *operation.output;
    const Json document = without_fragments(answer);
    write_bindings(output, document, response);
    if (const Member* payload = payload_of(output)) {
      check_members(output, document);
      const auto value = document.find(payload->name);
      if (value != document.end() && !value->is_null()) write_payload(service, *payload, *value, response);
    } else if (has_body(output)) {
      const bool own = !output.xml_namespace.empty();
      write_root(first_of(output.xml_name, output.name, ""), own ? output.xml_prefix : std::string_view(),
                 own ? output.xml_namespace : service.xml_namespace, output, document, in_response_body,
                 response);
    } else {
      check_members(output, document);
    }
    return response;
  }

  HttpResponse encode_error(const model::Service& service, const model::Operation*, const ApiError& error,
                            const std::string& request_id) const override {
    const WireError wire = wire_error(service, error);
    HttpResponse response;
    response.status = wire.status;
    add_request_id(service, request_id, response);
    if (wire.shape != nullptr) write_bindings(*wire.shape, wire.members, response);
    XmlWriter xml;
    xml.declaration();
    if (!service.unwrapped_errors) {
      xml.open("ErrorResponse");
      write_xml_namespace(xml, "", service.xml_namespace);
    }
    xml.open("Error");
    if (!service.unwrapped_errors) xml.element("Type", fault_type(wire));
    write_xml_error(xml, wire, in_response_body);
    if (!service.unwrapped_errors) xml.close();
    xml.element("RequestId", request_id);
    xml.close();
    response.body = xml.take();
    response.headers.set("Content-Type", "application/xml");
    return response;
  }
};

}  // namespace

const Codec& rest_xml_codec() {
  static const RestXmlCodec codec;
  return codec;
}

}  // namespace cloche::wire
