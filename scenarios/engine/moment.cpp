#include "scenarios/engine/moment.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "scenarios/engine/site.h"

namespace cloche::scenarios {

namespace {

template <class Read>
auto read_or(const Json& arguments, const std::string& member, auto otherwise, std::string_view wanted,
             Read read) {
  const auto given = arguments.find(member);
  if (given == arguments.end()) return otherwise;
  const auto value = given->is_string() ? read(given->template get_ref<const std::string&>()) : std::nullopt;
  if (!value) throw StepFailed(fmt::format("\"{}\" is {}, not {}", member, wanted, short_text(*given)));
  return *value;
}

}  // namespace

Time moment_or(const Json& arguments, const std::string& member, Time otherwise) {
  return read_or(arguments, member, otherwise, "a time like \"2026-01-05T09:00:00Z\"",
                 [](const std::string& text) { return parse_iso8601(text); });
}

Duration duration_or(const Json& arguments, const std::string& member, Duration otherwise) {
  return read_or(arguments, member, otherwise, "a duration like \"90s\"",
                 [](const std::string& text) { return parse_duration(text); });
}

}  // namespace cloche::scenarios
