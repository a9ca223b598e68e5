// RPC v2 CBOR (Smithy): POST /service/X/operation/Y, the document as CBOR. Members go by their names in the
// model, whatever names they have in other protocols.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/core/fault.h"
#include "fakes/wire/cbor.h"
#include "fakes/wire/codec.h"
#include "fakes/wire/scalar_text.h"
#include "fakes/wire/timestamp.h"
#include "fakes/wire/wire_error.h"

namespace cloche::wire {

using model::Kind;
using model::Member;
using model::Shape;

namespace {

[[noreturn]] void refuse(const std::string& message) {
  throw ApiError("SerializationException", message, 400);
}

[[noreturn]] void refuse_kind(const Shape& shape, const Json& value) {
  refuse("A value of type " + std::string(value.type_name()) + " where " + std::string(shape.name) +
         " was expected");
}

Json read_value(const Shape& shape, const Json& value);

Json read_structure(const Shape& shape, const Json& value) {
  if (!value.is_object()) refuse_kind(shape, value);
  Json document = Json::object();
  for (const auto& [name, given] : value.items()) {
    const Member* member = shape.member(name);
    if (member != nullptr && !given.is_null()) document[name] = read_value(*member->shape, given);
  }
  return document;
}

Json read_timestamp(const Shape& shape, const Json& value) {
  if (!value.is_number()) refuse_kind(shape, value);
  const auto time = time_of_seconds(value.get<double>());
  if (!time) refuse("A timestamp is out of range");
  return to_millis(*time);
}

Json read_integer(const Shape& shape, const Json& value) {
  if (!value.is_number_integer()) refuse_kind(shape, value);
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX)
    refuse("An integer is out of range");
  const auto integer = value.get<std::int64_t>();
  if (!fits(shape.kind, integer)) refuse("An integer is out of range");
  return integer;
}

Json read_value(const Shape& shape, const Json& value) {
  switch (shape.kind) {
    case Kind::structure:
      return read_structure(shape, value);
    case Kind::list: {
      if (!value.is_array()) refuse_kind(shape, value);
      Json list = Json::array();
      for (const Json& element : value) list.push_back(read_value(*shape.element->shape, element));
      return list;
    }
    case Kind::map: {
      if (!value.is_object()) refuse_kind(shape, value);
      Json map = Json::object();
      for (const auto& [key, mapped] : value.items()) map[key] = read_value(*shape.element->shape, mapped);
      return map;
    }
    case Kind::string:
      if (!value.is_string()) refuse_kind(shape, value);
      return value;
    case Kind::integer:
    case Kind::long_integer:
      return read_integer(shape, value);
    case Kind::float_number:
    case Kind::double_number:
      if (!value.is_number()) refuse_kind(shape, value);
      return value.get<double>();
    case Kind::boolean:
      if (!value.is_boolean()) refuse_kind(shape, value);
      return value;
    case Kind::blob:
      if (!value.is_binary()) refuse_kind(shape, value);
      return value;
    case Kind::timestamp:
      return read_timestamp(shape, value);
    case Kind::document:
      refuse("Documents are not supported in RPC v2 CBOR");
  }
  fail("shape {} is of no kind", shape.name);
}

void write_value(CborWriter& cbor, const Shape& shape, const Json& value);

void write_members(CborWriter& cbor, const Shape& shape, const Json& document) {
  for (const auto& [name, value] : document.items()) {
    const Member* member = shape.member(name);
    if (member == nullptr) fail("{} has no member {}", shape.name, name);
    if (value.is_null()) continue;
    cbor.text(name);
    write_value(cbor, *member->shape, value);
  }
}

std::size_t present(const Json& document) {
  return static_cast<std::size_t>(
      std::ranges::count_if(document, [](const Json& value) { return !value.is_null(); }));
}

void write_structure(CborWriter& cbor, const Shape& shape, const Json& value) {
  if (!value.is_object()) wrong_kind(shape, value);
  cbor.map(present(value));
  write_members(cbor, shape, value);
}

void write_value(CborWriter& cbor, const Shape& shape, const Json& value) {
  switch (shape.kind) {
    case Kind::structure:
      return write_structure(cbor, shape, value);
    case Kind::list:
      if (!value.is_array()) wrong_kind(shape, value);
      cbor.array(value.size());
      for (const Json& element : value) write_value(cbor, *shape.element->shape, element);
      return;
    case Kind::map:
      if (!value.is_object()) wrong_kind(shape, value);
      cbor.map(value.size());
      for (const auto& [key, mapped] : value.items()) {
        cbor.text(key);
        write_value(cbor, *shape.element->shape, mapped);
      }
      return;
    case Kind::string:
      if (!value.is_string()) wrong_kind(shape, value);
      return cbor.text(value.get_ref<const std::string&>());
    case Kind::integer:
    case Kind::long_integer:
      return cbor.integer(integer_of(shape, value));
    case Kind::float_number:
    case Kind::double_number:
      if (!value.is_number()) wrong_kind(shape, value);
      return cbor.number(value.get<double>());
    case Kind::boolean:
      if (!value.is_boolean()) wrong_kind(shape, value);
      return cbor.boolean(value.get<bool>());
    case Kind::blob:
      return cbor.bytes(blob_of(shape, value));
    case Kind::timestamp:
      return cbor.timestamp(integer_of(shape, value));
    case Kind::document:
      break;
  }
  fail("RPC v2 CBOR has no documents: {}", shape.name);
}

HttpResponse response(int status, const std::string& request_id) {
  return {status, {{"x-amzn-RequestId", request_id}, {"smithy-protocol", "rpc-v2-cbor"}}, ""};
}

class CborCodec final : public Codec {
 public:
  Json decode(const model::Service&, const model::Operation& operation, const HttpRequest& request,
              const PathLabels&) const override {
    if (request.body.empty()) return Json::object();
    try {
      const Json value = read_cbor(request.body);
      return operation.input == nullptr ? Json::object() : read_structure(*operation.input, value);
    } catch (const CborSyntaxError& error) {
      refuse(error.message);
    }
  }

  HttpResponse encode(const model::Service&, const model::Operation& operation, const Json& answer,
                      const std::string& request_id) const override {
    HttpResponse result = response(200, request_id);
    if (operation.output == nullptr) return result;
    CborWriter cbor;
    write_structure(cbor, *operation.output, without_fragments(answer));
    result.body = cbor.take();
    result.headers.add("Content-Type", "application/cbor");
    return result;
  }

  HttpResponse encode_error(const model::Service& service, const model::Operation*, const ApiError& error,
                            const std::string& request_id) const override {
    const WireError wire = wire_error(service, error);
    HttpResponse result = response(wire.status, request_id);
    result.headers.add("Content-Type", "application/cbor");
    if (service.query_compatible) result.headers.add("x-amzn-query-error", wire.query_error());
    const bool has_message = !wire.message.empty();
    if (wire.shape == nullptr && !wire.members.empty())
      fail("the model does not know the error {}, which has members", wire.name);
    CborWriter cbor;
    cbor.map((has_message ? 2 : 1) + present(wire.members));
    cbor.text("__type");
    cbor.text(service.error_namespace.empty() ? wire.name
                                              : std::string(service.error_namespace) + "#" + wire.name);
    if (has_message) {
      cbor.text(wire.message_name);
      cbor.text(wire.message);
    }
    if (wire.shape != nullptr) write_members(cbor, *wire.shape, wire.members);
    result.body = cbor.take();
    return result;
  }
};

}  // namespace

const Codec& cbor_codec() {
  static const CborCodec codec;
  return codec;
}

}  // namespace cloche::wire
