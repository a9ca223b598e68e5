#include "scenarios/engine/aws_answer.h"

#include <fmt/core.h>

#include <array>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <sstream>

#include "fakes/core/api_error.h"
#include "fakes/wire/json_shape.h"
#include "fakes/wire/rest_binding.h"
#include "fakes/wire/scalar_text.h"
#include "fakes/wire/xml_shape.h"
#include "scenarios/engine/aws_document.h"
#include "scenarios/engine/aws_request.h"

namespace cloche::scenarios {

using wire::HttpResponse;
using wire::model::Location;
using wire::model::Member;
using wire::model::Operation;
using wire::model::output_of;
using wire::model::Protocol;
using wire::model::Service;
using wire::model::Shape;

namespace {

Json json_result(const Service& service, const Operation& operation, const HttpResponse& response) {
  if (response.body.empty()) return Json::object();
  wire::JsonReader reader(response.body);
  return wire::read_json_structure({.location_names = service.protocol == Protocol::json, .class_prefix = ""},
                                   output_of(operation), reader);
}

Json query_result(const Operation& operation, const HttpResponse& response) {
  pugi::xml_document document;
  if (!document.load_buffer(response.body.data(), response.body.size()))
    throw wire::MalformedMessage{"the answer is not XML"};
  const std::string wrapper(operation.result_wrapper);
  const pugi::xml_node result =
      wrapper.empty() ? document.document_element() : document.document_element().child(wrapper.c_str());
  if (!result) return Json::object();
  std::ostringstream text;
  result.print(text, "", pugi::format_raw);
  const std::array<std::string_view, 1> roots{result.name()};
  return wire::read_xml(output_of(operation), text.str(), roots);
}

Json rest_json_result(const Operation& operation, const HttpResponse& response) {
  const Shape& output = output_of(operation);
  Json document = Json::object();
  const Member* payload = wire::payload_of(output);
  if (payload != nullptr && wire::is_raw(*payload)) {
    Json value = wire::read_raw(*payload, response.body);
    if (!value.is_null()) document[payload->name] = std::move(value);
  } else if (!response.body.empty()) {
    wire::JsonReader reader(response.body);
    if (payload != nullptr) {
      document[payload->name] = wire::read_json_member({}, *payload, reader);
    } else {
      document = wire::read_json_structure(
          {.location_names = true, .class_prefix = "", .included = wire::in_response_body}, output, reader);
    }
  }
  // What travels in headers is read as it is of a request.
  Json bound = Json::object();
  wire::read_bindings(output, {"", "/", response.headers, ""}, {}, bound);
  document.update(bound);
  for (const Member& member : output.members) {
    if (member.location == Location::status_code) document[member.name] = response.status;
  }
  return document;
}

Json result_of(const Service& service, const Operation& operation, const HttpResponse& response) {
  switch (spoken_protocol(service).value_or(Protocol::cbor)) {
    case Protocol::json:
      return json_result(service, operation, response);
    case Protocol::query:
      return query_result(operation, response);
    default:
      return rest_json_result(operation, response);
  }
}

/// "ResourceNotFoundException" of "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException" or
/// "X:http://…".
std::string bare_code(std::string_view type) {
  type.remove_prefix(std::min(type.find('#') + 1, type.size()));
  return std::string(type.substr(0, type.find(':')));
}

void read_json_error(const HttpResponse& response, AwsAnswer& answer) {
  const Json body = Json::parse(response.body, nullptr, false);
  const auto text = [&](std::initializer_list<const char*> names) -> std::string {
    if (!body.is_object()) return "";
    for (const char* name : names) {
      const auto found = body.find(name);
      if (found != body.end() && found->is_string()) return found->get<std::string>();
    }
    return "";
  };
  const std::string_view header = response.headers.get("x-amzn-ErrorType");
  answer.error = bare_code(header.empty() ? text({"__type", "code", "Code"}) : std::string(header));
  answer.message = text({"message", "Message", "errorMessage"});
}

void read_xml_error(const HttpResponse& response, AwsAnswer& answer) {
  pugi::xml_document document;
  if (!document.load_buffer(response.body.data(), response.body.size())) return;
  pugi::xml_node error = document.document_element();
  if (const pugi::xml_node inner = error.child("Error")) error = inner;
  answer.error = error.child_value("Code");
  answer.message = error.child_value("Message");
}

}  // namespace

AwsAnswer read_aws_answer(const Service& service, const Operation& operation, const HttpResponse& response) {
  AwsAnswer answer;
  answer.status = response.status;
  answer.request_id = response.headers.get("x-amzn-RequestId");
  const auto unreadable = [&](const std::string& why) {
    answer.error = "UnreadableAnswer";
    answer.message = fmt::format("{} answered {} with what can't be read ({}): {}", service.name,
                                 response.status, why, response.body.substr(0, 300));
  };
  if (response.status < 300) {
    try {
      answer.result = presented(output_of(operation), result_of(service, operation, response));
    } catch (const ApiError& error) {
      unreadable(error.message);
    } catch (const wire::MalformedMessage& error) {
      unreadable(error.message);
    } catch (const JsonSyntaxError& error) {
      unreadable(error.message);
    }
    return answer;
  }
  if (response.body.starts_with('<')) {
    read_xml_error(response, answer);
  } else {
    read_json_error(response, answer);
  }
  if (answer.error.empty()) unreadable("no error that AWS has");
  return answer;
}

}  // namespace cloche::scenarios
