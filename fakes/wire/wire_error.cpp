#include "fakes/wire/wire_error.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/wire/http_message.h"

namespace cloche::wire {

namespace {

const model::Shape* find_shape(const model::Service& service, std::string_view code) {
  if (const model::Shape* shape = service.error(code)) return shape;
  const auto found =
      std::ranges::find(service.errors, code, [](const model::Shape* shape) { return shape->error_code; });
  return found == service.errors.end() ? nullptr : *found;
}

// "message" or "Message", as the exception has it.
std::string message_member(const model::Shape* shape) {
  if (shape != nullptr) {
    const auto found = std::ranges::find_if(shape->members, [](const model::Member& member) {
      return equal_ignoring_case(member.name, "message");
    });
    if (found != shape->members.end()) return std::string(found->name);
  }
  return "message";
}

}  // namespace

WireError wire_error(const model::Service& service, const ApiError& error) {
  const model::Shape* shape = find_shape(service, error.code);
  WireError result;
  result.shape = shape;
  result.name = shape != nullptr ? std::string(shape->name) : error.code;
  result.code = shape != nullptr && !shape->error_code.empty() ? std::string(shape->error_code) : result.name;
  if (error.status != 0) {
    result.status = error.status;
  } else if (shape != nullptr) {
    result.status = shape->http_status != 0 ? shape->http_status : shape->fault ? 500 : 400;
  }
  result.sender = result.status < 500;
  result.message_name = message_member(shape);
  result.message = error.message;
  result.members = error.members.is_object() ? error.members : Json::object();
  return result;
}

}  // namespace cloche::wire
