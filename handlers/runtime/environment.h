#pragma once
// The environment variables that a function was given: read once, as a value, so that a test brings its own.
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace handlers {

/// A variable without which a function can't work; ends its init with an error that names it.
struct MissingVariable : std::runtime_error {
  explicit MissingVariable(std::string_view name);
};

class Environment {
 public:
  using Variables = std::map<std::string, std::string, std::less<>>;

  explicit Environment(Variables variables) : variables_(std::move(variables)) {}
  static Environment of_process();

  /// The value of `name`; one that is empty counts as not set.
  std::optional<std::string> find(std::string_view name) const;
  std::string get(std::string_view name, std::string_view otherwise) const;
  /// Throws MissingVariable.
  std::string require(std::string_view name) const;

 private:
  Variables variables_;
};

}  // namespace handlers
