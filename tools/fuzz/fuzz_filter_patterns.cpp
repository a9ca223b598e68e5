// Filter patterns of CloudWatch Logs. The first line is the pattern, the rest the message: parsed and matched,
// it may only be refused as a client's error, and all ways to ask whether it matches must agree.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fakes/core/api_error.h"
#include "fakes/logs/filter_pattern.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto end = input.find('\n');
  const std::string_view message = end == std::string_view::npos ? "" : input.substr(end + 1);
  try {
    const auto pattern = cloche::logs::FilterPattern::parse(input.substr(0, end));
    if (pattern.matches(message) != pattern.match(message).has_value()) std::abort();
    pattern.value(message, "$.a.b[0]");
  } catch (const cloche::ApiError&) {
  }
  return 0;
}
