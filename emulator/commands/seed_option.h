#pragma once
// --seed, of the commands that take one.
#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

namespace cloche::commands {

/// A number that 64 bits hold; CLI11 would take -1 for one, and any that is too large for the largest.
inline void add_seed(CLI::App& command, std::optional<std::uint64_t>& seed, const std::string& description) {
  command.add_option("--seed", seed, description)->check([](const std::string& given) -> std::string {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), number);
    if (error == std::errc() && end == given.data() + given.size()) return "";
    return "a seed is a whole number from 0 to 18446744073709551615";
  });
}

}  // namespace cloche::commands
