#include "emulator/gateway/request_context.h"

#include <fmt/core.h>

#include <chrono>

#include "fakes/core/ids.h"
#include "fakes/wire/timestamp.h"

namespace cloche::gateway {

std::string RequestContext::extended_id() const {
  std::uint64_t seed = 14695981039346656037ULL;  // FNV-1a
  for (const char c : request_id) seed = (seed ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  Generator generator(seed);
  return generator.text(15, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") + "=";
}

std::string RequestContext::domain_name(const apigateway::ServedStage& stage) const {
  if (!host.empty()) return std::string(host);
  return fmt::format("{}.execute-api.{}.amazonaws.com", stage.api, stage.region);
}

std::string request_time(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return fmt::format("{:02}/{}/{:04}:{:02}:{:02}:{:02} +0000", static_cast<unsigned>(date.day()),
                     wire::month_name(date.month()), static_cast<int>(date.year()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

}  // namespace cloche::gateway
