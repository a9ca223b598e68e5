#pragma once
// Sequence tokens are answered and not asked for, since 2023 (API reference, PutLogEvents): 56 digits.
#include <fmt/core.h>

#include <cstdint>
#include <string>

namespace cloche::logs {

inline std::string sequence_token(std::int64_t stream) { return fmt::format("49{:054}", stream); }

}  // namespace cloche::logs
