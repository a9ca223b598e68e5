#include "handlers/runtime/environment.h"

#include <unistd.h>

namespace handlers {

MissingVariable::MissingVariable(std::string_view name)
    : std::runtime_error("the environment variable " + std::string(name) + " is not set") {}

Environment Environment::of_process() {
  Variables variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return Environment(std::move(variables));
}

std::optional<std::string> Environment::find(std::string_view name) const {
  const auto found = variables_.find(name);
  if (found == variables_.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

std::string Environment::get(std::string_view name, std::string_view otherwise) const {
  return find(name).value_or(std::string(otherwise));
}

std::string Environment::require(std::string_view name) const {
  auto value = find(name);
  if (!value) throw MissingVariable(name);
  return *std::move(value);
}

}  // namespace handlers
