#pragma once
// A fault is a broken invariant of Cloche itself, never something that a client did: it is logged with its operands,
// answered with 500 InternalFailure, and fails the test that ran into it. What a client did wrong is an ApiError.
#include <fmt/core.h>

#include <stdexcept>
#include <string>

namespace cloche {

class Fault : public std::logic_error {
 public:
  explicit Fault(const std::string& what);
};

/// Throws a Fault; `format` and its arguments name the operands.
template <class... Arguments>
[[noreturn]] void fail(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  throw Fault(fmt::format(format, std::forward<Arguments>(arguments)...));
}

}  // namespace cloche
