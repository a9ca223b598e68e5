#pragma once
// What is wrong with a request, as a client sees it: a problem document (RFC 9457), with each field that is
// wrong and why. Thrown wherever it is found, and rendered in one place.
#include <exception>
#include <map>
#include <string>
#include <vector>

#include "handlers/runtime/json.h"

namespace handlers {

struct FieldError {
  std::string field;    // "answers[2].questionId"
  std::string message;  // "is not a question of this exam"
};

struct Problem : std::exception {
  Problem(int status, std::string kind, std::string title, std::string detail,
          std::vector<FieldError> errors = {});

  const char* what() const noexcept override { return detail.c_str(); }
  json::object document() const;

  int status;
  std::string kind;   // the end of its type's URI: "exam-closed"
  std::string title;  // the same for all of its kind
  std::string detail;
  std::vector<FieldError> errors;
  std::map<std::string, std::string> headers;
};

Problem invalid_fields(std::vector<FieldError> errors);
/// A bad parameter of the query or the path, or a bad header.
Problem invalid_parameter(std::string name, std::string message);
Problem not_found(std::string detail);
Problem precondition_required(std::string detail);
Problem precondition_failed(std::string detail);

}  // namespace handlers
