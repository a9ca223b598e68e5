#include "handlers/intern_career_return/returns.h"

#include <algorithm>
#include <functional>
#include <set>

#include "handlers/rest/etag.h"
#include "handlers/rest/instant.h"
#include "handlers/rest/paging.h"
#include "handlers/rest/schedule.h"
#include "handlers/runtime/utf8.h"

namespace handlers {

namespace {

constexpr std::size_t return_limit = 16 * 1024;
constexpr int days_to_return = 7;
constexpr int days_looked_back = 7;
constexpr std::size_t interns_in_announcement = 500;
constexpr Millis hour = 3'600'000;

ApiResponse show(int status, const CareerReturn& made) {
  ApiResponse response{
      .status = status, .body = made.document(), .headers = {{"ETag", etag_of(made.version)}}};
  if (status == 201) response.headers["Location"] = "/interns/" + made.intern + "/returns/" + made.date;
  return response;
}

ApiResponse again(int status, const CareerReturn& made) {
  ApiResponse response = show(status, made);
  response.headers["Idempotent-Replayed"] = "true";
  return response;
}

Problem precondition(const CareerReturn& made) {
  return precondition_failed("The return of " + made.intern + " for " + made.date + " has another version.");
}

std::string day_parameter(const ApiRequest& request, const char* name) {
  const auto found = request.query.find(name);
  if (found == request.query.end()) return "";
  if (!parse_day(found->second)) throw invalid_parameter(name, "must be a day like 2026-01-05");
  return found->second;
}

ReturnFilter filter_of(const ApiRequest& request) {
  ReturnFilter filter{
      .from = day_parameter(request, "from"), .to = day_parameter(request, "to"), .activity = {}};
  if (!filter.from.empty() && !filter.to.empty() && filter.from > filter.to)
    throw invalid_parameter("to", "must not be before from");
  const auto activity = request.query.find("activity");
  if (activity == request.query.end()) return filter;
  const std::string& text = activity->second;
  if (text != "placement" && text != "training" && text != "job-search" && text != "leave")
    throw invalid_parameter("activity", "must be one of placement, training, job-search, leave");
  filter.activity = text;
  return filter;
}

std::string name_of(const std::string& list, const ReturnFilter& filter) {
  return list + '/' + filter.from + '/' + filter.to + '/' + filter.activity;
}

// Today's return can be made where it is that day already, up to 14 hours before UTC, and for a week.
int latest_day(Millis now) { return day_of(now + 14 * hour); }
int earliest_day(Millis now) { return day_of(now) - days_to_return; }
bool is_in_time(int day, Millis now) { return day >= earliest_day(now) && day <= latest_day(now); }

void check_day(int day, Millis now) {
  if (is_in_time(day, now)) return;
  if (day > latest_day(now))
    throw Problem(422, "day-to-come", "The day has not come yet",
                  "A return is made of a day that has begun.");
  throw Problem(422, "too-late", "The day is too long ago",
                "A return can be made for " + std::to_string(days_to_return) + " days, from " +
                    format_day(earliest_day(now)) + " on.");
}

}  // namespace

std::vector<Route> Returns::routes() {
  return {
      {"PUT", "/interns/{internId}/returns/{date}", std::bind_front(&Returns::put, this)},
      {"GET", "/interns/{internId}/returns/{date}", std::bind_front(&Returns::get, this)},
      {"GET", "/interns/{internId}/returns", std::bind_front(&Returns::list_of_intern, this)},
      {"GET", "/returns", std::bind_front(&Returns::list_of_all, this)},
  };
}

ApiResponse Returns::put(const ApiRequest& request) {
  const std::string intern = request.identifier("internId");
  const std::string date = request.identifier("date");
  const auto day = parse_day(date);
  if (!day) throw invalid_parameter("date", "must be a day like 2026-01-05");
  CareerReturn made = CareerReturn::described(intern, date, request.object(return_limit));
  made.returned_at = request.time;
  made.changed_by = request.id;
  const auto match = request.header("if-match");
  if (!match) return create(std::move(made), *day);
  check_day(*day, request.time);
  const auto before = store_.find(intern, date);
  if (!before) throw precondition_failed(intern + " has made no return for " + date + '.');
  return change(std::move(made), *before, *match);
}

// Stored first and looked at only where there is one already: nearly always there is none.
ApiResponse Returns::create(CareerReturn made, int day) {
  made.version = 1;
  const bool in_time = is_in_time(day, made.returned_at);
  if (in_time && store_.add(made)) return show(201, made);
  const auto stored = store_.find(made.intern, made.date);
  if (stored && stored->changed_by == made.changed_by)
    return show(201, *stored);  // ours, of which the answer was lost
  if (stored && stored->says_the_same(made)) return again(stored->version == 1 ? 201 : 200, *stored);
  check_day(day, made.returned_at);
  throw precondition_required(made.intern + " has made a return for " + made.date +
                              "; say by If-Match which version is to be changed.");
}

ApiResponse Returns::change(CareerReturn made, const CareerReturn& before, const std::string& match) {
  if (!if_match_names(match, before.version)) throw precondition(made);
  made.version = before.version + 1;
  if (store_.change(made, before.version)) return show(200, made);
  const auto stored = store_.find(made.intern, made.date);
  if (stored && stored->changed_by == made.changed_by) return show(200, *stored);
  throw precondition(made);
}

ApiResponse Returns::get(const ApiRequest& request) {
  const std::string intern = request.identifier("internId");
  const std::string date = request.identifier("date");
  const auto made = store_.find(intern, date);
  if (!made) throw not_found(intern + " has made no return for " + date + '.');
  return show(200, *made);
}

ApiResponse Returns::list(const std::string& name, const Page& page) {
  json::array returns;
  for (const json::object& item : page.items) returns.push_back(CareerReturn::stored(item).document());
  json::object body{{"returns", std::move(returns)}};
  if (!page.next.empty()) body["nextToken"] = page_token(page.next, name);
  return {.status = 200, .body = std::move(body), .headers = {}};
}

ApiResponse Returns::list_of_intern(const ApiRequest& request) {
  const std::string intern = request.identifier("internId");
  const ReturnFilter filter = filter_of(request);
  const std::string name = name_of("returns of intern/" + intern, filter);
  const int limit = limit_of(request);
  return list(name, store_.of_intern(intern, filter, limit, start_of(request, name)));
}

ApiResponse Returns::list_of_all(const ApiRequest& request) {
  const std::string date = day_parameter(request, "date");
  const auto company = request.query.find("company");
  const bool by_company = company != request.query.end();
  if (by_company != date.empty())
    throw Problem(400, "invalid-parameter", "A parameter is not valid", "Ask for a date or for a company.");
  const ReturnFilter filter = filter_of(request);
  const int limit = limit_of(request);
  if (by_company) {
    if (company->second.empty() || characters(company->second) > 100)
      throw invalid_parameter("company", "must have 1 to 100 characters");
    const std::string name = name_of("returns of company/" + company->second, filter);
    return list(name, store_.of_company(company->second, filter, limit, start_of(request, name)));
  }
  if (!filter.from.empty() || !filter.to.empty())
    throw invalid_parameter(filter.from.empty() ? "to" : "from", "does not go with date");
  const std::string name = name_of("returns of day/" + date, filter);
  return list(name, store_.of_day(date, filter, limit, start_of(request, name)));
}

json::object Returns::remind(const Json& event, const std::function<void(const json::object&)>& announce) {
  const int today = day_of(scheduled_at(event));
  std::set<std::string> missing;
  for (int back = 1; back <= days_looked_back; ++back)
    for (std::string& intern : store_.interns_of_day(format_day(today - back)))
      missing.insert(std::move(intern));
  for (const std::string& intern : store_.interns_of_day(format_day(today))) missing.erase(intern);
  json::array interns;
  for (const std::string& intern : missing) {
    interns.emplace_back(intern);
    if (interns.size() < interns_in_announcement && intern != *missing.rbegin()) continue;
    announce({{"date", format_day(today)}, {"interns", interns}, {"missing", missing.size()}});
    interns.clear();
  }
  return {{"date", format_day(today)}, {"missing", missing.size()}};
}

}  // namespace handlers
