#include "fakes/wire/rest_binding.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/core/digest.h"
#include "fakes/core/fault.h"
#include "fakes/wire/scalar_text.h"
#include "fakes/wire/timestamp.h"
#include "fakes/wire/utf8.h"

namespace cloche::wire {

using model::Kind;
using model::Location;
using model::Member;
using model::Shape;
using model::TimestampFormat;

namespace {

constexpr auto in_headers = TimestampFormat::rfc822;
constexpr auto in_uris = TimestampFormat::iso8601;

std::string wire_name(const Member& member) {
  return std::string(member.location_name.empty() ? member.name : member.location_name);
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// ---- lists in a header: "a, b", "\"b,c\", \"\\\"def\\\"\"" ----

// Takes an element off the front of `text`, and the comma behind it. An RFC 822 date has a comma of its own.
std::string take_element(std::string_view& text, bool is_date) {
  std::string element;
  text = text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
  if (text.starts_with('"')) {
    std::size_t at = 1;
    for (; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      element += text[at];
    }
    if (at >= text.size()) throw MalformedMessage{"a quoted string in a header does not end"};
    text.remove_prefix(at + 1);
    const auto comma = text.find(',');
    if (!trimmed(text.substr(0, comma)).empty())
      throw MalformedMessage{"text behind a quoted string in a header"};
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    return element;
  }
  auto comma = text.find(',');
  if (is_date && comma != std::string_view::npos) comma = text.find(',', comma + 1);
  element = trimmed(text.substr(0, comma));
  text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  return element;
}

Json read_header_list(const Member& element, std::string_view text) {
  const bool is_date = element.shape->kind == Kind::timestamp &&
                       timestamp_format(element, in_headers) == TimestampFormat::rfc822;
  Json list = Json::array();
  while (!text.empty()) list.push_back(read_scalar(element, take_element(text, is_date), in_headers));
  return list;
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

// ---- reading ----

// JSON in base64: the document holds the JSON's text.
Json read_json_value(std::string_view text) {
  const auto json = base64_decode(text);
  if (!json) throw MalformedMessage{"a header is not base64"};
  try {
    parse_json(*json);
  } catch (const JsonSyntaxError&) {
    throw MalformedMessage{"a header does not hold JSON"};
  }
  return *json;
}

void read_header(const Member& member, const HttpRequest& request, Json& document) {
  std::string value;
  bool found = false;
  for (const Header& header : request.headers) {  // a list may come in several headers
    if (!equal_ignoring_case(header.name, wire_name(member))) continue;
    value += (found ? "," : "") + header.value;
    found = true;
    if (member.shape->kind != Kind::list) break;
  }
  if (!found) return;
  value = to_utf8(std::move(value));
  Json& slot = document[member.name];
  if (member.shape->kind == Kind::list) {
    slot = read_header_list(*member.shape->element, value);
  } else if (member.json_value) {
    slot = read_json_value(value);
  } else {
    slot = read_scalar(member, value, in_headers);
  }
}

// S3 keeps the names of metadata in lower case.
void read_prefix_headers(const Member& member, const HttpRequest& request, Json& document) {
  Json map = Json::object();
  for (const Header& header : request.headers) {
    if (!starts_with_ignoring_case(header.name, member.location_name)) continue;
    map[lower_case(to_utf8(header.name.substr(member.location_name.size())))] = to_utf8(header.value);
  }
  document[member.name] = std::move(map);
}

using QueryPairs = std::vector<std::pair<std::string, std::string>>;

// A map takes all parameters, those included that other members have by their name.
Json read_query_map(const Shape& shape, const QueryPairs& query) {
  Json map = Json::object();
  for (const auto& [name, value] : query) {
    if (shape.element->shape->kind == Kind::list) {
      map[name].push_back(read_scalar(*shape.element->shape->element, value, in_uris));
    } else if (!map.contains(name)) {
      map[name] = read_scalar(*shape.element, value, in_uris);
    }
  }
  return map;
}

void read_query(const Member& member, const QueryPairs& query, Json& document) {
  if (member.shape->kind == Kind::map) {
    Json map = read_query_map(*member.shape, query);
    if (!map.empty()) document[member.name] = std::move(map);
    return;
  }
  const std::string wanted = wire_name(member);
  for (const auto& [name, value] : query) {
    if (name != wanted) continue;
    if (member.shape->kind != Kind::list) {
      document[member.name] = read_scalar(member, value, in_uris);
      return;
    }
    document[member.name].push_back(read_scalar(*member.shape->element, value, in_uris));
  }
}

// ---- writing ----

// A line break would end the header.
std::string header_text(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
  return text;
}

void write_header(const Member& member, const Json& value, Headers& headers) {
  std::string text;
  if (member.shape->kind == Kind::list) {
    if (!value.is_array()) wrong_kind(*member.shape, value);
    const Member& element = *member.shape->element;
    for (const Json& item : value) {
      const std::string part = write_scalar(element, item, in_headers);
      if (!text.empty()) text += ", ";
      text += element.shape->kind == Kind::string ? quoted(part) : part;
    }
    if (value.empty()) return;
  } else {
    text = write_scalar(member, value, in_headers);
    if (member.json_value) text = base64(text);
  }
  headers.set(wire_name(member), header_text(std::move(text)));
}

void write_prefix_headers(const Member& member, const Json& value, Headers& headers) {
  if (!value.is_object()) wrong_kind(*member.shape, value);
  for (const auto& [name, text] : value.items()) {
    headers.set(header_text(std::string(member.location_name) + name),
                header_text(write_scalar(*member.shape->element, text, in_headers)));
  }
}

}  // namespace

void read_bindings(const Shape& input, const HttpRequest& request, const PathLabels& labels, Json& document) {
  QueryPairs query;
  for (auto& [name, value] : parse_query(request.raw_query())) {
    query.emplace_back(to_utf8(std::move(name)), to_utf8(std::move(value)));
  }
  for (const Member& member : input.members) {
    switch (member.location) {
      case Location::header:
        read_header(member, request, document);
        break;
      case Location::headers:
        read_prefix_headers(member, request, document);
        break;
      case Location::query:
        read_query(member, query, document);
        break;
      case Location::uri:
        if (const std::string* label = labels.find(wire_name(member))) {
          document[member.name] = read_scalar(member, to_utf8(percent_decode(*label)), in_uris);
        }
        break;
      case Location::body:
      case Location::status_code:
        break;
    }
  }
}

void write_bindings(const Shape& shape, const Json& document, HttpResponse& response) {
  // The headers of a prefix first: one that has a member of its own wins.
  for (const Location location : {Location::headers, Location::header, Location::status_code}) {
    for (const Member& member : shape.members) {
      const auto value = member.location == location ? document.find(member.name) : document.end();
      if (value == document.end() || value->is_null()) continue;
      if (location == Location::headers) {
        write_prefix_headers(member, *value, response.headers);
      } else if (location == Location::header) {
        write_header(member, *value, response.headers);
      } else {
        response.status = static_cast<int>(integer_of(*member.shape, *value));
      }
    }
  }
}

bool in_request_body(const Member& member) { return member.location == Location::body; }

bool in_response_body(const Member& member) {
  return member.location == Location::body || member.location == Location::uri ||
         member.location == Location::query;
}

const Member* payload_of(const Shape& shape) {
  if (shape.payload.empty()) return nullptr;
  const Member* payload = shape.member(shape.payload);
  if (payload == nullptr) fail("{} has no member {}, its payload", shape.name, shape.payload);
  return payload;
}

bool is_raw(const Member& payload) {
  return payload.shape->kind == Kind::blob || payload.shape->kind == Kind::string;
}

Json read_raw(const Member& payload, const std::string& body) {
  if (body.empty()) return nullptr;
  if (payload.shape->kind == Kind::string) return to_utf8(body);
  return json_blob(body);
}

void write_raw(const Member& payload, const Json& value, HttpResponse& response) {
  const bool is_text = payload.shape->kind == Kind::string;
  if (is_text) {
    if (!value.is_string()) wrong_kind(*payload.shape, value);
    response.body = value.get<std::string>();
  } else {
    response.body = blob_of(*payload.shape, value);
  }
  if (!response.body.empty() && !response.headers.has("Content-Type")) {
    response.headers.add("Content-Type", is_text ? "text/plain" : "application/octet-stream");
  }
}

}  // namespace cloche::wire
