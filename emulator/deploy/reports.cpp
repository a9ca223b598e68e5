#include "emulator/deploy/reports.h"

#include <fmt/format.h>

#include "fakes/core/api_error.h"

namespace cloche::deploy {

void Reports::report_part(const std::string& pointer, std::string_view type, const std::string& what) {
  add(pointer, fmt::format("{}: {}", type, what));
  count(pointer, "cloudformation", type, what);
}

void Reports::report(std::string_view service, std::string_view operation, std::string_view what) {
  add(pointer_, fmt::format("{}: {}", service, what));
  count(pointer_, service, operation, what);
}

void Reports::count(const std::string& pointer, std::string_view service, std::string_view operation,
                    std::string_view what) {
  try {
    account_.report(service, operation, what);
  } catch (const ApiError& error) {  // strict
    throw source_.error_at_key(pointer, error.message);
  }
}

void Reports::add(const std::string& pointer, const std::string& what) {
  std::string line = source_.error_at_key(pointer, what).what();
  if (seen_.insert(line).second) lines_.push_back(std::move(line));
}

}  // namespace cloche::deploy
