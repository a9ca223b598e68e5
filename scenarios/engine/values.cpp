#include "scenarios/engine/values.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "scenarios/engine/suggestion.h"

namespace cloche::scenarios {

namespace {

constexpr std::array<std::string_view, 10> standing{"account", "region",   "stack", "endpoint", "api",
                                                    "output",  "resource", "now",   "uuid",     "random"};
constexpr std::array<std::string_view, 3> of_now{"date", "seconds", "millis"};

}  // namespace

std::span<const std::string_view> standing_names() { return standing; }

void check_standing(const Reference& reference) {
  const std::string& name = reference.name;
  const bool has_parts = name == "output" || name == "resource";
  if (has_parts && reference.path.size() != 1)
    throw ReferenceError(fmt::format("${{{}}}: it takes a name, as in ${{{}.NAME}}", reference.text(), name));
  if (name == "now" && !reference.path.empty()) {
    if (reference.path.size() > 1 || std::ranges::find(of_now, reference.path[0]) == of_now.end())
      throw ReferenceError(fmt::format("${{{}}}: of now there is {}", reference.text(), in_words(of_now)));
  } else if (!has_parts && !reference.path.empty()) {
    throw ReferenceError(fmt::format("${{{}}}: there is nothing in {}", reference.text(), name));
  }
  const bool moves = reference.operation == '+' || reference.operation == '-';
  if (name == "now" && reference.operation != 0 &&
      (!moves || !std::isalpha(static_cast<unsigned char>(reference.operand.back()))))
    throw ReferenceError(fmt::format("${{{}}} is moved by a duration, as in ${{now-1h}}", reference.text()));
}

void Scope::define(const std::string& name, Json value) { values_.insert_or_assign(name, std::move(value)); }

void Scope::save(const std::string& name, Json value) {
  Scope* scope = this;
  while (!scope->keeps_) scope = scope->outer_;
  scope->define(name, std::move(value));
}

const Json* Scope::find(std::string_view name) const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->outer_) {
    const auto found = scope->values_.find(name);
    if (found != scope->values_.end()) return &found->second;
  }
  return nullptr;
}

}  // namespace cloche::scenarios
