#include "scenarios/engine/function_log.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/engine/paging.h"

namespace cloche::scenarios {

namespace {

constexpr std::string_view prefix = "/aws/lambda/";
constexpr std::size_t shown_lines = 20;

bool has_group(Site& site, const std::string& group) {
  bool found = false;
  for_each_page(site, {"logs", "DescribeLogGroups", "nextToken", "nextToken"},
                {{"logGroupNamePrefix", group}}, [&](const Json& page) {
                  for (const Json& one : page.value("logGroups", Json::array()))
                    found = found || one.value("logGroupName", "") == group;
                });
  return found;
}

/// An event as lines: those of Python's tracebacks end with a carriage return, so that they stay one event.
void add_shown(std::string_view event, std::vector<std::string>& shown) {
  for (std::string indent = "  ";; indent = "    ") {
    const std::size_t end = event.find_first_of("\r\n");
    shown.push_back(indent + std::string(event.substr(0, end)));
    const std::size_t next = event.find_first_not_of("\r\n", end);
    if (end == std::string_view::npos || next == std::string_view::npos) return;
    event.remove_prefix(next);
  }
}

}  // namespace

std::string log_group_of(const std::string& function_name) { return std::string(prefix) + function_name; }

std::vector<LogLine> log_lines(Site& site, const std::string& group, Time from, const std::string& filter) {
  std::vector<LogLine> lines;
  if (!has_group(site, group)) return lines;
  Json parameters{{"logGroupName", group}, {"startTime", to_millis(from)}};
  if (!filter.empty()) parameters["filterPattern"] = filter;
  for_each_page(
      site, {"logs", "FilterLogEvents", "nextToken", "nextToken"}, parameters, [&](const Json& page) {
        for (const Json& event : page.value("events", Json::array())) {
          std::string text = event.value("message", "");
          while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
          lines.push_back({from_millis(event.at("timestamp").get<std::int64_t>()), std::move(text)});
        }
      });
  return lines;
}

std::vector<std::string> last_lines_of_functions(Site& site) {
  std::vector<std::string> shown;
  try {
    std::vector<std::string> groups;
    for_each_page(site, {"logs", "DescribeLogGroups", "nextToken", "nextToken"},
                  {{"logGroupNamePrefix", prefix}}, [&](const Json& page) {
                    for (const Json& group : page.value("logGroups", Json::array()))
                      groups.push_back(group.value("logGroupName", ""));
                  });
    for (const std::string& group : groups) {
      const std::vector<LogLine> lines = log_lines(site, group, site.began());
      if (lines.empty()) continue;
      const std::size_t left_out = lines.size() > shown_lines ? lines.size() - shown_lines : 0;
      shown.push_back(left_out == 0
                          ? group + ":"
                          : fmt::format("{}: (the last {} of {} lines)", group, shown_lines, lines.size()));
      for (std::size_t i = left_out; i < lines.size(); ++i) add_shown(lines[i].text, shown);
    }
  } catch (const StepFailed& failure) {
    shown.push_back(fmt::format("(the log can't be read: {})", failure.what()));
  }
  return shown;
}

}  // namespace cloche::scenarios
