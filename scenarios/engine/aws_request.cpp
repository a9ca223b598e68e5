#include "scenarios/engine/aws_request.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/core/digest.h"
#include "fakes/core/fault.h"
#include "fakes/wire/canonical_request.h"
#include "fakes/wire/json_shape.h"
#include "fakes/wire/rest_binding.h"
#include "fakes/wire/scalar_text.h"
#include "fakes/wire/sigv4.h"
#include "fakes/wire/xml_shape.h"
#include "scenarios/engine/aws_document.h"

namespace cloche::scenarios {

using wire::HttpRequest;
using wire::model::input_of;
using wire::model::Kind;
using wire::model::Location;
using wire::model::Member;
using wire::model::Operation;
using wire::model::Protocol;
using wire::model::Service;
using wire::model::Shape;
using wire::model::TimestampFormat;

namespace {

// A service of another protocol has names for that one in its model (SQS's are Query's).
wire::JsonDialect dialect_of(const Service& service) {
  return {.location_names = service.protocol == Protocol::json, .class_prefix = ""};
}
wire::JsonDialect body_dialect() {
  return {.location_names = true, .class_prefix = "", .included = wire::in_request_body};
}

HttpRequest json_request(const Service& service, const Operation& operation, const Json& document) {
  HttpRequest request{"POST", "/", {}, ""};
  wire::write_json_structure(dialect_of(service), input_of(operation), document, request.body);
  request.headers.add("Content-Type", fmt::format("application/x-amz-json-{}", service.json_version));
  request.headers.add("X-Amz-Target", fmt::format("{}.{}", service.target_prefix, operation.name));
  return request;
}

// ---- Query: "Tags.member.1.Key=a" ----

class Form {
 public:
  void add(const std::string& name, std::string_view value) {
    if (!text_.empty()) text_ += '&';
    text_ += wire::percent_encode(name) + "=" + wire::percent_encode(value);
  }
  void add_structure(const Shape& shape, const Json& document, const std::string& prefix) {
    for (const Member& member : shape.members) {
      const auto value = document.find(member.name);
      if (value == document.end()) continue;
      add_value(member, *value, prefix + std::string(wire::element_name(member)));
    }
  }
  std::string take() { return std::move(text_); }

 private:
  void add_value(const Member& member, const Json& value, const std::string& name) {
    switch (member.shape->kind) {
      case Kind::structure:
        return add_structure(*member.shape, value, name + ".");
      case Kind::list:
        return add_list(member, value, name);
      case Kind::map:
        return add_map(member, value, name);
      default:
        add(name, wire::write_scalar(member, value, TimestampFormat::iso8601));
    }
  }
  void add_list(const Member& member, const Json& value, const std::string& name) {
    const Member& element = *member.shape->element;
    if (value.empty()) return add(name, "");  // as the SDKs say "an empty list"
    const bool flattened = member.flattened || member.shape->flattened;
    // A flattened list has its element's name, where it has one.
    std::string base = name;
    if (flattened && !element.location_name.empty()) {
      base = name.substr(0, name.rfind('.') + 1) + std::string(element.location_name);
    } else if (!flattened) {
      base += "." + std::string(element.location_name.empty() ? "member" : element.location_name);
    }
    for (std::size_t i = 0; i < value.size(); ++i)
      add_value(element, value[i], fmt::format("{}.{}", base, i + 1));
  }
  void add_map(const Member& member, const Json& value, const std::string& name) {
    const Shape& shape = *member.shape;
    const bool flattened = member.flattened || shape.flattened;
    const std::string_view key_name = shape.key->location_name.empty() ? "key" : shape.key->location_name;
    const std::string_view value_name =
        shape.element->location_name.empty() ? "value" : shape.element->location_name;
    std::size_t number = 0;
    for (const auto& [key, inner] : value.items()) {
      const std::string entry = fmt::format("{}.{}{}", name, flattened ? "" : "entry.", ++number);
      add(fmt::format("{}.{}", entry, key_name), key);
      add_value(*shape.element, inner, fmt::format("{}.{}", entry, value_name));
    }
  }

  std::string text_;
};

HttpRequest query_request(const Service& service, const Operation& operation, const Json& document) {
  Form form;
  form.add("Action", operation.name);
  form.add("Version", service.api_version);
  form.add_structure(input_of(operation), document, "");
  return {"POST", "/", {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}}, form.take()};
}

// ---- REST-JSON ----

std::string_view bound_name(const Member& member) {
  return member.location_name.empty() ? member.name : member.location_name;
}

/// "/functions/{FunctionName}/invocations" with what stands for the labels.
std::string filled_path(std::string_view uri, const Shape& input, const Json& document) {
  std::string path;
  while (!uri.empty()) {
    const auto open = uri.find('{');
    path += uri.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = uri.find('}', open);
    std::string_view label = uri.substr(open + 1, close - open - 1);
    const bool greedy = label.ends_with('+');
    if (greedy) label.remove_suffix(1);
    const auto member = std::ranges::find_if(input.members, [&](const Member& candidate) {
      return candidate.location == Location::uri && bound_name(candidate) == label;
    });
    const auto value = member == input.members.end() ? document.end() : document.find(member->name);
    const std::string text =
        value == document.end() ? "" : wire::write_scalar(*member, *value, TimestampFormat::iso8601);
    if (text.empty()) throw ParameterError(fmt::format("{} is part of the path, and must be given", label));
    path += wire::percent_encode(text, greedy);
    uri.remove_prefix(close + 1);
  }
  return path;
}

void add_query(const Member& member, const Json& value, std::string& target) {
  const auto add = [&](std::string_view name, const std::string& text) {
    target += target.contains('?') ? '&' : '?';
    target += wire::percent_encode(name) + "=" + wire::percent_encode(text);
  };
  if (member.shape->kind == Kind::list) {
    for (const Json& one : value)
      add(bound_name(member), wire::write_scalar(*member.shape->element, one, TimestampFormat::iso8601));
  } else if (member.shape->kind == Kind::map) {
    const Member& element = *member.shape->element;
    for (const auto& [name, inner] : value.items()) {
      const bool is_list = element.shape->kind == Kind::list;
      for (const Json& one : is_list ? inner : Json::array({inner}))
        add(name,
            wire::write_scalar(is_list ? *element.shape->element : element, one, TimestampFormat::iso8601));
    }
  } else {
    add(bound_name(member), wire::write_scalar(member, value, TimestampFormat::iso8601));
  }
}

/// Headers as an answer has them, which are written alike.
void add_headers(const Shape& input, const Json& document, HttpRequest& request) {
  wire::HttpResponse carrier;
  wire::write_bindings(input, document, carrier);
  for (const wire::Header& header : carrier.headers) request.headers.add(header.name, header.value);
}

HttpRequest rest_json_request(const Operation& operation, const Json& document) {
  const Shape& input = input_of(operation);
  HttpRequest request{std::string(operation.method), filled_path(operation.uri, input, document), {}, ""};
  for (const Member& member : input.members) {
    const auto value = member.location == Location::query ? document.find(member.name) : document.end();
    if (value != document.end()) add_query(member, *value, request.target);
  }
  add_headers(input, document, request);
  if (const Member* payload = wire::payload_of(input)) {
    const auto value = document.find(payload->name);
    if (value == document.end()) return request;
    if (wire::is_raw(*payload)) {
      wire::HttpResponse carrier;
      wire::write_raw(*payload, *value, carrier);
      request.body = std::move(carrier.body);
    } else {
      wire::write_json_member({}, *payload, *value, request.body);
      request.headers.set("Content-Type", "application/json");
    }
    return request;
  }
  if (std::ranges::none_of(input.members, wire::in_request_body)) return request;
  wire::write_json_structure(body_dialect(), input, document, request.body);
  request.headers.set("Content-Type", "application/json");
  return request;
}

}  // namespace

std::optional<Protocol> spoken_protocol(const Service& service) {
  for (const Protocol protocol : {Protocol::json, Protocol::query, Protocol::rest_json}) {
    if (service.speaks(protocol)) return protocol;
  }
  return std::nullopt;
}

HttpRequest aws_request(const Service& service, const Operation& operation, const Json& document) {
  switch (spoken_protocol(service).value_or(Protocol::cbor)) {
    case Protocol::json:
      return json_request(service, operation, document);
    case Protocol::query:
      return query_request(service, operation, document);
    case Protocol::rest_json:
      return rest_json_request(operation, document);
    default:
      fail("{} has no protocol in which it can be asked", service.name);
  }
}

void sign_request(HttpRequest& request, std::string_view host, const AwsCredentials& credentials,
                  std::string_view signing_name, std::string_view region, Time now) {
  const std::string time = wire::basic_iso8601(now);
  request.headers.set("Host", std::string(host));
  request.headers.set("X-Amz-Date", time);
  if (!credentials.session_token.empty())
    request.headers.set("X-Amz-Security-Token", credentials.session_token);
  std::vector<std::string> names;
  for (const wire::Header& header : request.headers) names.push_back(wire::lower_case(header.name));
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const std::string signed_headers = fmt::format("{}", fmt::join(names, ";"));

  wire::SignatureInput signature;
  signature.time = time;
  signature.date = std::string_view(time).substr(0, 8);
  signature.region = region;
  signature.service = signing_name;
  signature.terminator = "aws4_request";
  signature.signed_headers = signed_headers;
  const std::string canonical =
      canonical_request(request, signature, wire::SignatureWords::json, hex(sha256(request.body)));
  const std::string key = wire::signing_key(credentials.secret, signature.date, region, signing_name);
  request.headers.set(
      "Authorization",
      fmt::format("AWS4-HMAC-SHA256 Credential={}/{}/{}/{}/aws4_request, SignedHeaders={}, Signature={}",
                  credentials.access_key_id, signature.date, region, signing_name, signed_headers,
                  wire::sign(key, string_to_sign(signature, canonical))));
}

}  // namespace cloche::scenarios
