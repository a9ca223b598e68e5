// GET /_cloche/requests?limit=: the account's last requests, the newest first.
#include <fmt/core.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"

namespace cloche::front::admin {

namespace {

std::size_t read_limit(const std::string* text) {
  if (text == nullptr) return RequestLog::capacity;
  std::size_t limit = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
  if (error != std::errc() || end != text->data() + text->size() || limit == 0 ||
      limit > RequestLog::capacity) {
    throw AdminError{
        400, fmt::format("limit must be a number from 1 to {}, not '{}'", RequestLog::capacity, *text)};
  }
  return limit;
}

Json or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace

void get_requests(AdminCall& call) {
  Json requests = Json::array();
  for (const LoggedRequest& request : call.world.requests.last(read_limit(call.parameter("limit")))) {
    requests.push_back(
        {{"time", iso8601(request.time)},
         {"account", call.world.account->number()},
         {"region", request.region},
         {"service", or_null(request.service)},
         {"operation", or_null(request.api_operation.empty() ? request.operation : request.api_operation)},
         {"caller", or_null(request.caller)},
         {"status", request.status},
         {"error", or_null(request.error)},
         {"duration_us", request.duration.count()},
         {"request_id", request.request_id},
         {"trace_id", request.trace_id}});
  }
  call.answer.json(200, {{"requests", std::move(requests)}});
}

}  // namespace cloche::front::admin
