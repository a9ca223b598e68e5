#include "handlers/rest/problem.h"

#include <utility>

namespace handlers {

Problem::Problem(int http_status, std::string problem_kind, std::string its_title, std::string its_detail,
                 std::vector<FieldError> its_errors)
    : status(http_status),
      kind(std::move(problem_kind)),
      title(std::move(its_title)),
      detail(std::move(its_detail)),
      errors(std::move(its_errors)) {}

json::object Problem::document() const {
  json::object document{
      {"type", "/problems/" + kind}, {"title", title}, {"status", status}, {"detail", detail}};
  json::array list;
  for (const FieldError& error : errors) list.push_back({{"field", error.field}, {"message", error.message}});
  if (!list.empty()) document["errors"] = std::move(list);
  return document;
}

Problem invalid_fields(std::vector<FieldError> errors) {
  const std::string count = errors.size() == 1 ? "1 field is" : std::to_string(errors.size()) + " fields are";
  return {422, "invalid-fields", "Some fields are not valid", count + " not valid.", std::move(errors)};
}

Problem invalid_parameter(std::string name, std::string message) {
  std::vector<FieldError> errors{{std::move(name), std::move(message)}};
  return {400, "invalid-parameter", "A parameter is not valid",
          errors[0].field + ' ' + errors[0].message + '.', std::move(errors)};
}

Problem not_found(std::string detail) {
  return {404, "not-found", "There is no such thing", std::move(detail)};
}

Problem precondition_required(std::string detail) {
  return {428, "precondition-required", "A change needs If-Match", std::move(detail)};
}

Problem precondition_failed(std::string detail) {
  return {412, "precondition-failed", "It was changed in the meantime", std::move(detail)};
}

}  // namespace handlers
