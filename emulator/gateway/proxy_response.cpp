#include "emulator/gateway/proxy_response.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <vector>

#include "fakes/wire/json_reader.h"
#include "fakes/wire/token.h"

namespace cloche::gateway {

namespace {

using Token = wire::JsonReader::Token;

/// Not what a proxy integration answers; why, for a person.
struct Malformed {
  std::string why;
};

constexpr const char* known_members = "statusCode, headers, multiValueHeaders, body and isBase64Encoded";

// Headers that are API Gateway's own, or the connection's (important notes for REST APIs; that it is so of
// Content-Length and x-amzn-RequestId was seen in answers of the real service).
constexpr std::array remapped{
    "authorization", "connection", "content-length", "content-md5",      "date",
    "max-forwards",  "server",     "user-agent",     "www-authenticate", "x-amzn-requestid"};
constexpr std::array dropped{"expect", "host",    "keep-alive",        "proxy-authenticate",
                             "te",     "trailer", "transfer-encoding", "upgrade",
                             "via"};

template <class Names>
bool is_one_of(const Names& names, std::string_view name) {
  return std::ranges::any_of(names,
                             [&](std::string_view each) { return wire::equal_ignoring_case(each, name); });
}

struct NameAndValue {
  std::string name;
  std::string value;
};

std::string_view kind(Token token) {
  switch (token) {
    case Token::object:
      return "an object";
    case Token::array:
      return "a list";
    case Token::string:
      return "a string";
    case Token::integer:
    case Token::decimal:
      return "a number";
    case Token::null:
      return "null";
    default:
      return "true or false";
  }
}

// A value as text, as Java's Jackson would have it of a scalar; nullopt for null. `what` is its name.
std::optional<std::string> scalar(wire::JsonReader& reader, std::string_view what) {
  switch (const Token token = reader.peek()) {
    case Token::string:
      return reader.string();
    case Token::integer:
    case Token::decimal:
      return reader.number().dump();
    case Token::boolean_true:
    case Token::boolean_false:
      reader.literal(token);
      return token == Token::boolean_true ? "true" : "false";
    case Token::null:
      reader.literal(token);
      return std::nullopt;
    default:
      throw Malformed{fmt::format("{} is {}, and not a string", what, kind(token))};
  }
}

int read_status(wire::JsonReader& reader) {
  const auto text = scalar(reader, "statusCode");
  if (!text) return 200;  // as where it is absent
  int status = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, status);
  if (error != std::errc() || stop != end || status < 200 || status > 599)
    throw Malformed{fmt::format("statusCode is {}, and not a status of HTTP", *text)};
  return status;
}

// Calls `each` with every name, the reader before its value.
template <class Each>
void read_object(wire::JsonReader& reader, std::string_view what, Each&& each) {
  const Token token = reader.peek();
  if (token == Token::null) return reader.literal(token);
  if (token != Token::object) throw Malformed{fmt::format("{} is {}, and not an object", what, kind(token))};
  reader.enter();
  std::string_view key;
  for (bool first = true; reader.next_key(first, key);) each(std::string(key));
}

void check_header_name(const std::string& name) {
  if (!wire::is_token(name)) throw Malformed{fmt::format("\"{}\" is no name of a header", name)};
}

void read_headers(wire::JsonReader& reader, std::vector<NameAndValue>& headers) {
  read_object(reader, "headers", [&](std::string name) {
    check_header_name(name);
    if (auto value = scalar(reader, name)) headers.push_back({std::move(name), *std::move(value)});
  });
}

void read_multiple_headers(wire::JsonReader& reader, std::vector<NameAndValue>& headers) {
  read_object(reader, "multiValueHeaders", [&](const std::string& name) {
    check_header_name(name);
    const Token token = reader.peek();
    if (token == Token::null) return reader.literal(token);
    if (token != Token::array)
      throw Malformed{fmt::format("{} in multiValueHeaders is {}, and not a list", name, kind(token))};
    reader.enter();
    for (bool first = true; reader.next_element(first);) {
      if (auto value = scalar(reader, name)) headers.push_back({name, *std::move(value)});
    }
  });
}

bool read_flag(wire::JsonReader& reader) {
  const Token token = reader.peek();
  if (token != Token::boolean_true && token != Token::boolean_false && token != Token::null)
    throw Malformed{fmt::format("isBase64Encoded is {}, and not true or false", kind(token))};
  reader.literal(token);
  return token == Token::boolean_true;
}

void add_header(wire::Headers& headers, NameAndValue&& header) {
  if (is_one_of(dropped, header.name)) return;
  if (is_one_of(remapped, header.name)) header.name.insert(0, "x-amzn-Remapped-");
  headers.add(std::move(header.name), std::move(header.value));
}

// A pair that is in both is there once.
wire::Headers merged(std::vector<NameAndValue> single, std::vector<NameAndValue> multiple) {
  wire::Headers headers;
  headers.reserve(single.size() + multiple.size() + 4);
  for (NameAndValue& header : single) {
    const bool twice = std::ranges::any_of(multiple, [&](const NameAndValue& other) {
      return wire::equal_ignoring_case(other.name, header.name) && other.value == header.value;
    });
    if (!twice) add_header(headers, std::move(header));
  }
  for (NameAndValue& header : multiple) add_header(headers, std::move(header));
  return headers;
}

ProxyResponse read(wire::JsonReader& reader) {
  ProxyResponse response;
  std::vector<NameAndValue> single, multiple;
  if (const Token token = reader.peek(); token != Token::object)
    throw Malformed{fmt::format("it is {}, and not an object", kind(token))};
  read_object(reader, "it", [&](const std::string& key) {
    if (key == "statusCode") {
      response.status = read_status(reader);
    } else if (key == "headers") {
      read_headers(reader, single);
    } else if (key == "multiValueHeaders") {
      read_multiple_headers(reader, multiple);
    } else if (key == "body") {
      response.body = scalar(reader, "body").value_or("");
    } else if (key == "isBase64Encoded") {
      response.is_base64 = read_flag(reader);
    } else {
      throw Malformed{fmt::format("it has a member {}; known are {}", key, known_members)};
    }
  });
  reader.finish();
  response.headers = merged(std::move(single), std::move(multiple));
  return response;
}

}  // namespace

// A member that it does not know makes it malformed, as AWS's own local runner (SAM CLI) has it; a missing
// status is 200, as it has that too.
std::optional<ProxyResponse> read_proxy_response(std::string_view payload, std::string* why) {
  try {
    wire::JsonReader reader(payload);
    return read(reader);
  } catch (const Malformed& malformed) {
    if (why != nullptr) *why = malformed.why;
  } catch (const JsonSyntaxError&) {
    if (why != nullptr) *why = "it is not JSON";
  }
  return std::nullopt;
}

}  // namespace cloche::gateway
