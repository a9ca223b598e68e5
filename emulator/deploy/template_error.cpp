#include "emulator/deploy/template_error.h"

#include <fmt/core.h>

#include <utility>

namespace cloche::deploy {

namespace {

std::string said(const std::string& file, Position at, const std::string& logical_id,
                 const std::string& message, const std::string& expected) {
  std::string text = fmt::format("{}:{}:{}: ", file, at.line, at.column);
  if (!logical_id.empty()) text += logical_id + ": ";
  text += message;
  if (!expected.empty()) text += "; expected " + expected;
  return text;
}

}  // namespace

TemplateError::TemplateError(std::string file, Position at, std::string logical_id, std::string message,
                             std::string expected)
    : std::runtime_error(said(file, at, logical_id, message, expected)),
      file_(std::move(file)),
      at_(at),
      logical_id_(std::move(logical_id)),
      message_(std::move(message)),
      expected_(std::move(expected)) {}

}  // namespace cloche::deploy
