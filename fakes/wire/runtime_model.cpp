#include "fakes/wire/runtime_model.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/core/fault.h"

namespace cloche::wire {

using model::Kind;
using model::Location;
using model::Member;
using model::Operation;
using model::Protocol;
using model::Shape;
using model::TimestampFormat;

namespace {

template <class Value>
Value one_of(const std::map<std::string, Value>& table, const std::string& name) {
  const auto found = table.find(name);
  if (found == table.end()) fail("the model says {}", name);
  return found->second;
}

Kind kind_of(const Json& given) {
  static const std::map<std::string, Kind> kinds = {
      {"structure", Kind::structure}, {"list", Kind::list},        {"map", Kind::map},
      {"string", Kind::string},       {"integer", Kind::integer},  {"long", Kind::long_integer},
      {"float", Kind::float_number},  {"blob", Kind::blob},        {"double", Kind::double_number},
      {"boolean", Kind::boolean},     {"character", Kind::string}, {"timestamp", Kind::timestamp}};
  return given.value("document", false) ? Kind::document : one_of(kinds, given.at("type").get<std::string>());
}

Location location_of(const Json& reference) {
  static const std::map<std::string, Location> locations = {
      {"", Location::body},           {"header", Location::header},
      {"headers", Location::headers}, {"querystring", Location::query},
      {"uri", Location::uri},         {"statusCode", Location::status_code}};
  return one_of(locations, reference.value("location", ""));
}

TimestampFormat format_of(const Json& given) {
  static const std::map<std::string, TimestampFormat> formats = {
      {"", TimestampFormat::unspecified},
      {"iso8601", TimestampFormat::iso8601},
      {"unixTimestamp", TimestampFormat::unix_timestamp},
      {"rfc822", TimestampFormat::rfc822}};
  return one_of(formats, given.value("timestampFormat", ""));
}

Protocol protocol_of(const std::string& name) {
  static const std::map<std::string, Protocol> protocols = {
      {"json", Protocol::json},         {"query", Protocol::query},
      {"ec2", Protocol::ec2},           {"rest-json", Protocol::rest_json},
      {"rest-xml", Protocol::rest_xml}, {"smithy-rpc-v2-cbor", Protocol::cbor}};
  return one_of(protocols, name);
}

// A namespace is a string, or an object of a prefix and a URI.
std::pair<std::string, std::string> namespace_of(const Json& given) {
  if (!given.contains("xmlNamespace")) return {};
  const Json& space = given["xmlNamespace"];
  if (space.is_string()) return {"", space.get<std::string>()};
  return {space.value("prefix", ""), space.value("uri", "")};
}

}  // namespace

RuntimeModel::RuntimeModel(const Json& metadata, const Json& shapes, const Json& operation) {
  const std::string protocol = metadata.at("protocol").get<std::string>();
  for (const auto& [name, given] : shapes.items())
    shapes_[name].name = keep(name);  // first: shapes name each other
  for (const auto& [name, given] : shapes.items()) {
    fill(shapes_[name], given);
    if (given.value("exception", false)) errors_.push_back(&shapes_[name]);
  }
  std::ranges::sort(errors_, {}, &Shape::name);
  fill_operation(operations_.emplace_back(), operation, protocol == "query");

  service_.name = keep("vectors");
  service_.protocol = protocol_of(protocol);
  service_.json_version = text(metadata, "jsonVersion");
  service_.target_prefix = text(metadata, "targetPrefix");
  service_.api_version = text(metadata, "apiVersion");
  service_.xml_namespace = text(metadata, "xmlNamespace");
  service_.query_compatible = metadata.contains("awsQueryCompatible");
  service_.operations = operations_;
  service_.errors = errors_;
}

std::string_view RuntimeModel::text(const Json& object, const char* name) {
  return object.contains(name) ? keep(object[name].get<std::string>()) : std::string_view();
}

Member RuntimeModel::member(const std::string& name, const Json& reference) {
  Member member;
  member.name = keep(name);
  member.shape = &shapes_.at(reference.at("shape").get<std::string>());
  member.location_name = text(reference, "locationName");
  const auto [prefix, uri] = namespace_of(reference);
  member.xml_prefix = keep(prefix);
  member.xml_namespace = keep(uri);
  member.location = location_of(reference);
  member.timestamp_format = format_of(reference);
  member.xml_attribute = reference.value("xmlAttribute", false);
  member.flattened = reference.value("flattened", false);
  member.json_value = reference.value("jsonvalue", false);
  return member;
}

const Member* RuntimeModel::single(const std::string& name, const Json& reference) {
  return &members_.emplace_back(1, member(name, reference)).front();
}

void RuntimeModel::fill(Shape& shape, const Json& given) {
  shape.kind = kind_of(given);
  std::vector<Member>& members = members_.emplace_back();
  const Json required = given.value("required", Json::array());
  const Json given_members = given.value("members", Json::object());
  for (const auto& [name, reference] : given_members.items()) {
    members.push_back(member(name, reference));
    members.back().required = std::ranges::find(required, Json(name)) != required.end();
  }
  shape.members = members;
  if (given.contains("member")) shape.element = single("member", given["member"]);
  if (given.contains("key")) shape.key = single("key", given["key"]);
  if (given.contains("value")) shape.element = single("value", given["value"]);
  std::vector<std::string_view>& enumeration = enumerations_.emplace_back();
  for (const Json& value : given.value("enum", Json::array()))
    enumeration.push_back(keep(value.get<std::string>()));
  shape.enumeration = enumeration;
  shape.payload = text(given, "payload");
  shape.timestamp_format = format_of(given);
  shape.xml_name = text(given, "locationName");
  const auto [prefix, uri] = namespace_of(given);
  shape.xml_prefix = keep(prefix);
  shape.xml_namespace = keep(uri);
  shape.flattened = given.value("flattened", false);
  shape.is_union = given.value("union", false);
  shape.streaming = given.value("streaming", false);
  if (given.value("exception", false)) fill_error(shape, given);
}

void RuntimeModel::fill_error(Shape& shape, const Json& given) {
  const Json error = given.value("error", Json::object());
  shape.exception = true;
  shape.fault = given.value("fault", false);
  shape.sender_fault = error.value("senderFault", false);
  shape.error_code = text(error, "code");
  shape.http_status = error.value("httpStatusCode", 0);
}

void RuntimeModel::fill_operation(Operation& operation, const Json& given, bool is_query) {
  operation.name = text(given, "name");
  operation.method = text(given.at("http"), "method");
  operation.uri = text(given.at("http"), "requestUri");
  operation.response_code = given.at("http").value("responseCode", 0);
  if (given.contains("input")) {
    operation.input = &shapes_.at(given["input"].at("shape").get<std::string>());
    operation.input_location_name = text(given["input"], "locationName");
    operation.input_xml_namespace = keep(namespace_of(given["input"]).second);
  }
  if (given.contains("output")) {
    operation.output = &shapes_.at(given["output"].at("shape").get<std::string>());
    operation.result_wrapper = text(given["output"], "resultWrapper");
    // The vectors' models do not name it; their answers have it.
    if (is_query && operation.result_wrapper.empty())
      operation.result_wrapper = keep(std::string(operation.name) + "Result");
  }
  operation.errors = errors_;
}

}  // namespace cloche::wire
