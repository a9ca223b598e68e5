// The public test vectors of the AWS protocols against every codec, in both directions, where the folder that
// holds them stands beside the project (or is named by CLOCHE_CONFORMANCE_DATA).
//
// They are made for clients. An input vector has parameters and the request that a client makes of them: a
// server must read those parameters out of that request. An output vector has a response and what a client
// reads from it: our response to the same answer must read the same. The reader is our own decoder with the
// output in the input's place, and is itself held against the vector's response first.
#include <doctest/doctest.h>
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <set>
#include <sstream>

#include "fakes/core/digest.h"
#include "fakes/core/fault.h"
#include "fakes/wire/codec.h"
#include "fakes/wire/rest_router.h"
#include "fakes/wire/runtime_model.h"

namespace cloche::wire {

namespace {

using model::Kind;
using model::Location;
using model::Protocol;
using model::Shape;

// What is left out of the vectors, and why. "file/id"; an id ends in '*' where it stands for several.
struct LeftOut {
  const char* vector;
  const char* reason;
};

constexpr const char* compressed = "the request's body is compressed, and not in the vector";
constexpr const char* token = "the client fills in a token that is not among the parameters";
constexpr const char* path_prefix = "the client was given an endpoint with a path of its own";
constexpr const char* not_sent = "the client sends nothing for an empty list or map";
constexpr const char* no_payload = "the client sends {} for a payload that it does not have";
constexpr const char* all_parameters =
    "a server finds all parameters in a map of parameters, those of other members too";
constexpr const char* all_headers = "a map of all headers also has those that any response has";
constexpr const char* null_element = "no server may send null in a list or map that is not sparse";
constexpr const char* other_status = "the response has another status than the model gives its error";

constexpr LeftOut left_out[] = {
    {"input/query/SDKAppliedContentEncoding_awsQuery", compressed},
    {"input/query/SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsQuery", compressed},
    {"input/json/SDK*", compressed},
    {"input/json_1_0/SDK*", compressed},
    {"input/rest-json/SDKAppliedContentEncoding_restJson1", compressed},
    {"input/rest-json/SDKAppendedGzipAfterProvidedEncoding_restJson1", compressed},
    {"input/rest-xml/SDKAppliedContentEncoding_restXml", compressed},
    {"input/rest-xml/SDKAppendedGzipAfterProvidedEncoding_restXml", compressed},
    {"input/query/QueryProtocolIdempotencyTokenAutoFill", token},
    {"input/rest-json/RestJsonQueryIdempotencyTokenAutoFill", token},
    {"input/rest-xml/QueryIdempotencyTokenAutoFill", token},
    {"input/rest-json/RestJsonHostWithPath", path_prefix},
    {"input/query/QueryEmptyQueryMaps", not_sent},
    {"input/rest-json/RestJsonOmitsEmptyListQueryValues", not_sent},
    {"input/rest-json/RestJsonHttpWithEmptyStructurePayload", no_payload},
    {"input/rest-json/RestJsonHttpWithHeadersButNoPayload", no_payload},
    {"input/rest-json/RestJsonQueryParamsStringListMap", all_parameters},
    {"input/rest-json/RestJsonQueryPrecedence", all_parameters},
    {"input/rest-xml/RestXmlQueryParamsStringListMap", all_parameters},
    {"input/rest-xml/RestXmlQueryPrecedence", all_parameters},
    {"output/rest-json/HttpPrefixHeadersResponse", all_headers},
    {"output/rest-json/RestJsonDeserializesDenseSetMapAndSkipsNull", null_element},
    {"output/smithy-rpc-v2-cbor/RpcV2CborDeserializesDenseSetMapAndSkipsNull", null_element},
    {"output/json_1_0-query-compatible/QueryCompatibleAwsJson10CustomCodeError", other_status},
    {"output/smithy-rpc-v2-cbor-query-compatible/QueryCompatibleRpcV2CborCustomCodeError", other_status},
};

// ---- comparing documents ----

// A vector's value as a decoded document has it: blobs are bytes, moments milliseconds, null is absent.
Json document_of(const Shape& shape, const Json& value) {
  switch (shape.kind) {
    case Kind::structure: {
      Json document = Json::object();
      for (const auto& [name, given] : value.items()) {
        const model::Member* member = shape.member(name);
        if (member == nullptr) fail("the vector has {}, which {} lacks", name, shape.name);
        if (!given.is_null()) document[name] = document_of(*member->shape, given);
      }
      return document;
    }
    case Kind::list: {
      Json list = Json::array();
      for (const Json& element : value) list.push_back(document_of(*shape.element->shape, element));
      return list;
    }
    case Kind::map: {
      Json map = Json::object();
      for (const auto& [key, given] : value.items()) map[key] = document_of(*shape.element->shape, given);
      return map;
    }
    case Kind::blob:
      return json_blob(value.get<std::string>());
    case Kind::timestamp:
      return static_cast<std::int64_t>(std::llround(value.get<double>() * 1000));
    case Kind::float_number:
    case Kind::double_number:
      if (value == "NaN") return std::numeric_limits<double>::quiet_NaN();
      if (value == "Infinity") return std::numeric_limits<double>::infinity();
      if (value == "-Infinity") return -std::numeric_limits<double>::infinity();
      return value.get<double>();
    default:
      return value;
  }
}

bool is_nan(const Json& value) { return value.is_number_float() && std::isnan(value.get<double>()); }

// As Json compares, but NaN is NaN, and a float is what 32 bits hold of it.
bool same(const Json& a, const Json& b) {
  if (is_nan(a) || is_nan(b)) return is_nan(a) && is_nan(b);
  if (a.is_number_float() && b.is_number_float()) {
    return a == b || static_cast<float>(a.get<double>()) == static_cast<float>(b.get<double>());
  }
  if (a.is_object() && b.is_object()) {
    if (a.size() != b.size()) return false;
    for (const auto& [name, value] : a.items()) {
      if (!b.contains(name) || !same(value, b[name])) return false;
    }
    return true;
  }
  if (a.is_array() && b.is_array()) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Json& x, const Json& y) { return same(x, y); });
  }
  return a == b;
}

// An empty map of headers or parameters is the same as none, and a client's vector does not repeat in a map
// of all parameters those that have a member of their own.
void drop_open_maps(const Shape& shape, Json& document, const Json& expected) {
  for (const model::Member& member : shape.members) {
    const bool open = member.location == Location::headers ||
                      (member.location == Location::query && member.shape->kind == Kind::map);
    if (open && !expected.contains(member.name)) document.erase(std::string(member.name));
  }
}

// ---- running a vector ----

struct Difference {
  std::string what;
};

template <class... Arguments>
[[noreturn]] void differ(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  throw Difference{fmt::format(format, std::forward<Arguments>(arguments)...)};
}

std::string shown(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

const Codec& codec_for(Protocol protocol) {
  switch (protocol) {
    case Protocol::json:
      return json_codec();
    case Protocol::query:
      return query_codec();
    case Protocol::rest_json:
      return rest_json_codec();
    case Protocol::rest_xml:
      return rest_xml_codec();
    case Protocol::cbor:
      return cbor_codec();
    case Protocol::ec2:
      break;
  }
  fail("no codec");
}

std::string body_of(const Json& message, Protocol protocol) {
  const std::string body = message.value("body", "");
  return protocol == Protocol::cbor ? base64_decode(body).value() : body;
}

Headers headers_of(const Json& message) {
  Headers headers;
  const Json given = message.value("headers", Json::object());
  for (const auto& [name, value] : given.items()) headers.add(name, value.get<std::string>());
  return headers;
}

HttpRequest request_of(const Json& serialized, Protocol protocol) {
  HttpRequest request;
  request.method = serialized.at("method").get<std::string>();
  request.target = serialized.at("uri").get<std::string>();
  request.headers = headers_of(serialized);
  request.body = body_of(serialized, protocol);
  return request;
}

HttpResponse response_of(const Json& given, Protocol protocol) {
  return {given.at("status_code").get<int>(), headers_of(given), body_of(given, protocol)};
}

std::string inner_xml(const pugi::xml_node& node) {
  std::ostringstream out;
  node.print(out, "", pugi::format_raw);
  return out.str();
}

// What a client reads from the response to an operation or, with its exception, from an error.
class ClientReader {
 public:
  explicit ClientReader(const RuntimeModel& model) : model_(model), protocol_(model.service().protocol) {}

  Json read(const HttpResponse& response, const Shape* shape, bool is_error) const {
    if (shape == nullptr) return Json::object();
    const bool is_xml = protocol_ == Protocol::query || protocol_ == Protocol::rest_xml;
    const bool is_wrapped = protocol_ == Protocol::query || (is_xml && is_error);
    // A response has no path and no query: what the model has there is in its body.
    std::vector<model::Member> members(shape->members.begin(), shape->members.end());
    for (model::Member& member : members) {
      if (member.location == Location::uri || member.location == Location::query)
        member.location = Location::body;
    }
    Shape read_shape = *shape;
    if (is_wrapped) read_shape.xml_name = "Root";
    read_shape.members = members;
    model::Operation mirrored = model_.operation();
    mirrored.input = &read_shape;

    HttpRequest request{"POST", "/", response.headers, response.body};
    if (is_wrapped) request.body = unwrap(response.body, is_error);
    Json document =
        (is_xml ? rest_xml_codec() : codec_for(protocol_)).decode(model_.service(), mirrored, request, {});
    for (const model::Member& member : members) {
      if (member.location == Location::status_code) document[member.name] = response.status;
    }
    return document;
  }

  std::string error_code(const HttpResponse& response) const {
    if (const std::string* header = response.headers.find("x-amzn-query-error"))
      return header->substr(0, header->find(';'));
    std::string code;
    if (protocol_ == Protocol::query || protocol_ == Protocol::rest_xml) {
      pugi::xml_document document;
      document.load_string(response.body.c_str());
      return document.child("ErrorResponse").child("Error").child_value("Code");
    }
    if (const std::string* header = response.headers.find("x-amzn-ErrorType")) {
      code = *header;
    } else {
      const Json body = protocol_ == Protocol::cbor ? cbor_body(response.body) : Json::parse(response.body);
      code = body.contains("__type") ? body["__type"].get<std::string>() : body.value("code", "");
    }
    code = code.substr(0, code.find(':'));
    return code.substr(code.find('#') + 1);  // npos + 1 is 0
  }

 private:
  // Of XML that is wrapped, the part that holds the members, in a root that a structure may have.
  std::string unwrap(const std::string& body, bool is_error) const {
    pugi::xml_document document;
    document.load_string(body.c_str(), pugi::parse_default | pugi::parse_ws_pcdata);
    const pugi::xml_node root = document.document_element();
    pugi::xml_node part =
        is_error ? root.child("Error") : root.child(std::string(model_.operation().result_wrapper).c_str());
    if (!part) return "";
    part.set_name("Root");
    return inner_xml(part);
  }

  static Json cbor_body(const std::string& body) { return Json::from_cbor(body); }

  const RuntimeModel& model_;
  Protocol protocol_;
};

struct Totals {
  int held = 0;
  std::map<std::string, int> left_out;
  std::set<std::string> met;  // of the table of what is left out
};

const LeftOut* find_left_out(const std::string& name) {
  for (const LeftOut& entry : left_out) {
    const std::string_view pattern = entry.vector;
    if (pattern.ends_with('*') ? name.starts_with(pattern.substr(0, pattern.size() - 1)) : name == pattern)
      return &entry;
  }
  return nullptr;
}

void check_input(const RuntimeModel& model, const Json& vector) {
  const Protocol protocol = model.service().protocol;
  const HttpRequest request = request_of(vector.at("serialized"), protocol);
  PathLabels labels;
  if (protocol == Protocol::rest_json || protocol == Protocol::rest_xml) {
    const auto route = RestRouter(model.service()).match(request);
    if (!route) differ("no operation matches {}", request.target);
    labels = route->labels;
  }
  Json read = codec_for(protocol).decode(model.service(), model.operation(), request, labels);
  if (model.operation().input == nullptr) {
    if (read != Json::object()) differ("read {} where there is nothing", shown(read));
    return;
  }
  const Json expected = document_of(*model.operation().input, vector.at("params"));
  drop_open_maps(*model.operation().input, read, expected);
  Json given = expected;
  drop_open_maps(*model.operation().input, given, read);
  if (!same(read, given)) differ("read {}\n of {}\n and not {}", shown(read), request.body, shown(given));
}

// Headers that are not the codec's to write, or that are read and not compared (how an error is named).
constexpr std::string_view not_compared[] = {"Content-Length", "X-Amz-Target", "X-Amzn-Errortype"};

void check_headers(const HttpResponse& response, const HttpResponse& expected) {
  for (const Header& header : expected.headers) {
    if (std::ranges::find(not_compared, header.name) != std::end(not_compared)) continue;
    if (header.name == "Content-Type" && (expected.body.empty() || response.body.empty())) continue;
    const std::string_view value = response.headers.get(header.name);
    if (value != header.value) differ("header {} is '{}' and not '{}'", header.name, value, header.value);
  }
}

void check_output(const RuntimeModel& model, const Json& vector) {
  const Protocol protocol = model.service().protocol;
  const Codec& codec = codec_for(protocol);
  const ClientReader reader(model);
  const HttpResponse expected = response_of(vector.at("response"), protocol);
  const std::string request_id(expected.headers.get("x-amzn-RequestId"));
  HttpResponse response;
  Json answer;
  const Shape* shape = model.operation().output;
  const bool is_error = vector.contains("error");
  if (is_error) {
    shape = &model.shape(vector.at("given").at("errors").at(0).at("shape").get<std::string>());
    answer = document_of(*shape, vector.at("error"));
    Json members = answer;
    members.erase("message");
    members.erase("Message");
    const ApiError error(std::string(shape->name), vector.value("errorMessage", ""), 0, members);
    response = codec.encode_error(model.service(), &model.operation(), error, request_id);
    const auto code = vector.at("errorCode").get<std::string>();
    for (const HttpResponse* told : {&expected, static_cast<const HttpResponse*>(&response)}) {
      if (reader.error_code(*told) != code)
        differ("the error is {} and not {}", reader.error_code(*told), code);
    }
  } else {
    answer = shape != nullptr ? document_of(*shape, vector.at("result")) : Json::object();
    response = codec.encode(model.service(), model.operation(), answer, request_id);
  }
  if (response.status != expected.status)
    differ("the status is {} and not {}", response.status, expected.status);
  check_headers(response, expected);
  for (const HttpResponse* read_response : {&expected, static_cast<const HttpResponse*>(&response)}) {
    Json read = reader.read(*read_response, shape, is_error);
    if (shape != nullptr) drop_open_maps(*shape, read, answer);
    if (same(read, answer)) continue;
    differ("read {}\n of {} response {}\n and not {}", shown(read),
           read_response == &response ? "our" : "the vector's", read_response->body, shown(answer));
  }
}

std::filesystem::path vectors_folder() {
  const char* named = std::getenv("CLOCHE_CONFORMANCE_DATA");
  const std::filesystem::path data =
      named != nullptr ? named : std::filesystem::path(CLOCHE_SOURCE_DIR) / ".." / "shared";
  return data / "protocol-tests";
}

void run_file(const std::filesystem::path& folder, const std::string& direction, const std::string& file,
              Totals& totals) {
  std::ifstream stream(folder / direction / file);
  const Json suites = Json::parse(stream);
  for (const Json& suite : suites) {  // a file without a suite is an empty object
    const Json shapes = suite.value("shapes", Json::object());
    for (const Json& vector : suite.at("cases")) {
      const std::string name = direction + "/" + std::filesystem::path(file).stem().string() + "/" +
                               vector.at("id").get<std::string>();
      if (const LeftOut* entry = find_left_out(name)) {
        ++totals.left_out[entry->reason];
        totals.met.insert(entry->vector);
        continue;
      }
      const RuntimeModel model(suite.at("metadata"), shapes, vector.at("given"));
      try {
        if (direction == "input") {
          check_input(model, vector);
        } else {
          check_output(model, vector);
        }
        ++totals.held;
      } catch (const Difference& difference) {
        FAIL_CHECK(name, ": ", difference.what);
      } catch (const ApiError& error) {
        FAIL_CHECK(name, ": ", error.code, ": ", error.message);
      } catch (const std::exception& error) {
        FAIL_CHECK(name, ": ", std::string(error.what()));
      }
    }
  }
}

}  // namespace

TEST_CASE("the public vectors of the protocols hold, in both directions") {
  const std::filesystem::path folder = vectors_folder();
  if (!std::filesystem::is_directory(folder)) {
    fmt::print("vectors: skipped, there is no folder {}\n", folder.string());
    return;
  }
  Totals totals;
  for (const std::string direction : {"input", "output"}) {
    for (const auto& entry : std::filesystem::directory_iterator(folder / direction)) {
      run_file(folder, direction, entry.path().filename().string(), totals);
    }
  }
  for (const LeftOut& entry : left_out)
    CHECK_MESSAGE(totals.met.contains(entry.vector), entry.vector, " is no vector");

  int count = 0;
  std::string reasons;
  for (const auto& [reason, times] : totals.left_out) {
    count += times;
    reasons += fmt::format("{}{} ({})", reasons.empty() ? "" : "; ", reason, times);
  }
  fmt::print("vectors: {} hold, {} left out (reasons: {})\n", totals.held, count, reasons);
}

}  // namespace cloche::wire
