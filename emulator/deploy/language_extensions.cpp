#include "emulator/deploy/language_extensions.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace cloche::deploy {

namespace {

constexpr std::string_view transform = "AWS::LanguageExtensions";

}  // namespace

bool has_language_extensions(const Json& document) {
  const auto wanted = document.find("Transform");
  if (wanted == document.end()) return false;
  if (!wanted->is_array()) return *wanted == transform;
  return std::ranges::find(*wanted, Json(transform)) != wanted->end();
}

bool is_language_extension(std::string_view function, const Json& argument) {
  if (function == "Fn::Length" || function == "Fn::ToJsonString") return true;
  return function == "Fn::FindInMap" && argument.is_array() && argument.size() > 3;
}

}  // namespace cloche::deploy
