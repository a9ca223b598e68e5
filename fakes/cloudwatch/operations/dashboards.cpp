#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/cloudwatch/errors.h"
#include "fakes/cloudwatch/operations/operations.h"
#include "fakes/cloudwatch/paging.h"
#include "fakes/cloudwatch/tags.h"
#include "fakes/core/arn.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::size_t dashboards_in_page = 1000;
constexpr std::size_t most_widgets = 500;

std::string dashboard_arn(const Call& call, std::string_view name) {
  return make_arn("cloudwatch", "", call.account.number(), fmt::format("dashboard/{}", name));
}

ApiError not_found(std::string_view name) {
  return {"DashboardNotFoundError", fmt::format("Dashboard {} does not exist", name), 404};
}

void check_name(const std::string& name) {
  const bool fits = !name.empty() && name.size() <= 255 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  if (!fits)
    throw invalid_value(
        fmt::format("The value {} for field DashboardName contains invalid characters. It can only contain "
                    "alphanumerics, dash (-) and underscore (_).",
                    name));
}

/// What is wrong with a body, each with its place. Words assumed.
class BodyCheck {
 public:
  explicit BodyCheck(const std::string& text) {
    const Json body = Json::parse(text, nullptr, false);
    if (body.is_discarded() || !body.is_object()) {
      add("/", body.is_discarded() ? "The field DashboardBody must be a valid JSON object"
                                   : "Should be an object");
      return;
    }
    if (body.contains("widgets")) check(body["widgets"]);
  }

  const Json& messages() const { return messages_; }

 private:
  void check(const Json& widgets) {
    if (!widgets.is_array()) return add("/widgets", "Should be an array");
    if (widgets.size() > most_widgets) return add("/widgets", "Should have at most 500 items");
    for (std::size_t i = 0; i < widgets.size(); ++i) widget(widgets[i], fmt::format("/widgets/{}", i));
  }

  void add(const std::string& path, const std::string& message) {
    messages_.push_back({{"DataPath", path}, {"Message", message}});
  }

  void widget(const Json& widget, const std::string& path) {
    if (!widget.is_object()) return add(path, "Should be an object");
    if (!widget.contains("type") || !widget["type"].is_string())
      return add(path, "Should have required property 'type'");
    const std::string type = widget["type"].get<std::string>();
    static constexpr std::array types{"metric", "text", "log", "alarm", "explorer", "custom"};
    if (std::ranges::find(types, type) == types.end())
      return add(path + "/type", "Should be a known type of widget");
    if (!widget.contains("properties") || !widget["properties"].is_object())
      return add(path, "Should have required property 'properties'");
    for (const char* place : {"x", "y", "width", "height"}) {
      if (widget.contains(place) && !widget[place].is_number_integer())
        add(fmt::format("{}/{}", path, place), "Should be an integer");
    }
    if (type == "text" && !widget["properties"].contains("markdown"))
      add(path + "/properties", "Should have required property 'markdown'");
  }

  Json messages_ = Json::array();
};

}  // namespace

Answer put_dashboard(Call& call, const Structure& request) {
  const std::string& name = request.string("DashboardName");
  const std::string& body = request.string("DashboardBody");
  check_name(name);
  const BodyCheck check(body);
  if (!check.messages().empty()) {
    throw ApiError("InvalidParameterInput",
                   "The dashboard body is invalid, there are " + std::to_string(check.messages().size()) +
                       " validation errors",
                   400, {{"dashboardValidationMessages", check.messages()}});
  }
  Database& database = call.account.database();
  const bool is_new = !database.query("SELECT 1 FROM cloudwatch_dashboards WHERE name = ?1", name).step();
  database.run(
      "INSERT INTO cloudwatch_dashboards (name, body, modified) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE "
      "SET "
      "body = excluded.body, modified = excluded.modified",
      name, body, to_millis(call.account.clock().now()));
  if (is_new) put_tags(call.account, dashboard_arn(call, name), request.structures("Tags"));
  return Json{{"DashboardValidationMessages", Json::array()}};
}

Answer get_dashboard(Call& call, const Structure& request) {
  const std::string& name = request.string("DashboardName");
  auto row = call.account.database().query("SELECT body FROM cloudwatch_dashboards WHERE name = ?1", name);
  if (!row.step()) throw not_found(name);
  return Json{
      {"DashboardArn", dashboard_arn(call, name)}, {"DashboardBody", row.string(0)}, {"DashboardName", name}};
}

Answer list_dashboards(Call& call, const Structure& request) {
  const std::string prefix = request.string_or("DashboardNamePrefix", "");
  std::string after;
  if (const std::string* token = request.find_string("NextToken")) {
    const auto place = place_of(*token);
    if (!place) throw invalid_value("The value for parameter NextToken is invalid.");  // assumed
    after = *place;
  }
  Json entries = Json::array();
  Json document;
  auto row = call.account.database().query(
      "SELECT name, modified, length(CAST(body AS BLOB)) FROM cloudwatch_dashboards WHERE name > ?1 AND "
      "substr(name, 1, length(?2)) = ?2 ORDER BY name",
      after, prefix);
  while (row.step()) {
    if (entries.size() == dashboards_in_page) {
      document["NextToken"] = next_token(entries.back()["DashboardName"].get<std::string>());
      break;
    }
    entries.push_back({{"DashboardName", row.string(0)},
                       {"DashboardArn", dashboard_arn(call, row.text(0))},
                       {"LastModified", row.integer(1)},
                       {"Size", row.integer(2)}});
  }
  document["DashboardEntries"] = std::move(entries);
  return document;
}

// One name that is none's, and none is deleted ("if any … can't be deleted, no dashboards will be deleted").
Answer delete_dashboards(Call& call, const Structure& request) {
  for (const std::string& name : request.strings("DashboardNames")) {
    if (call.account.database().run("DELETE FROM cloudwatch_dashboards WHERE name = ?1", name) == 0)
      throw not_found(name);
    remove_all_tags(call.account, dashboard_arn(call, name));
  }
  return {};
}

}  // namespace cloche::cloudwatch
