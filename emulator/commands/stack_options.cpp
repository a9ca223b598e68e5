#include "emulator/commands/stack_options.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <stdexcept>

namespace cloche::commands {

namespace {

/// What a stack may be called, of a name that may be called anything.
std::string as_stack_name(const std::string& name) {
  std::string stack;
  for (const char c : name) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool is_digit = c >= '0' && c <= '9';
    if (stack.empty() && !is_letter) continue;
    stack += is_letter || is_digit ? c : '-';
  }
  return stack.empty() ? "stack" : stack;
}

}  // namespace

void StackOptions::add_to(CLI::App& command) {
  command.add_option(
      "--stack-name", stack,
      "The stack's name; else that of the template's file, or of its folder where it is template.*");
  // Each takes one: else it would take the template that stands after it for another.
  command
      .add_option("--parameter", parameters, "A parameter of the template, as NAME=VALUE; may be repeated")
      ->allow_extra_args(false)
      ->needs("TEMPLATE");
}

std::string StackOptions::path() const { return std::filesystem::absolute(file).lexically_normal().string(); }

std::string StackOptions::stack_name() const {
  if (!stack.empty()) return stack;
  const std::filesystem::path whole(path());
  const std::string stem = whole.stem().string();
  return as_stack_name(stem == "template" ? whole.parent_path().filename().string() : stem);
}

std::map<std::string, std::string> StackOptions::parameter_map() const {
  std::map<std::string, std::string> map;
  for (const std::string& parameter : parameters) {
    const auto equals = parameter.find('=');
    if (equals == std::string::npos || equals == 0)
      throw std::invalid_argument("--parameter must be NAME=VALUE, not '" + parameter + "'");
    map[parameter.substr(0, equals)] = parameter.substr(equals + 1);
  }
  return map;
}

}  // namespace cloche::commands
