#include "fakes/events/bus_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/events/errors.h"

namespace cloche::events {

namespace {

constexpr std::size_t most_characters = 10240;

Json condition_document(const wire::Structure& condition) {
  return {{condition.string("Type"), {{condition.string("Key"), condition.string("Value")}}}};
}

Json statement_document(const wire::Structure& request, const std::string& bus_arn) {
  const std::string& principal = request.string("Principal");
  Json statement{
      {"Sid", request.string("StatementId")},
      {"Effect", "Allow"},
      {"Principal",
       principal == "*" ? Json("*") : Json{{"AWS", fmt::format("arn:aws:iam::{}:root", principal)}}},
      {"Action", request.string("Action")},
      {"Resource", bus_arn}};
  if (const auto condition = request.find_structure("Condition")) {
    statement["Condition"] = condition_document(*condition);
  }
  return statement;
}

auto find_statement(Json& statements, const std::string& id) {
  return std::ranges::find_if(statements, [&](const Json& statement) {
    return statement.is_object() && statement.value("Sid", Json()) == id;
  });
}

void check_size(const std::string& policy) {
  if (policy.size() > most_characters) {
    throw ApiError(
        "PolicyLengthExceededException",
        fmt::format("The event bus policy is too long: {} characters at most.", most_characters));  // assumed
  }
}

}  // namespace

void add_statement(std::optional<std::string>& policy, const wire::Structure& request,
                   const std::string& bus_arn) {
  for (const char* member : {"Action", "Principal", "StatementId"}) {
    if (request.has(member)) continue;
    throw validation_error(fmt::format("Parameter {} is required.", member));  // assumed: the words
  }
  if (request.string("Action") != "events:PutEvents") {
    throw validation_error("Provided value in parameter 'action' is not supported.");
  }
  Json document =
      policy ? Json::parse(*policy) : Json{{"Version", "2012-10-17"}, {"Statement", Json::array()}};
  Json& statements = document["Statement"];
  if (!statements.is_array()) statements = Json::array({statements});
  Json statement = statement_document(request, bus_arn);
  const auto same = find_statement(statements, request.string("StatementId"));
  if (same != statements.end()) {
    *same = std::move(statement);
  } else {
    statements.push_back(std::move(statement));
  }
  policy = document.dump();
  check_size(*policy);
}

void remove_statement(std::optional<std::string>& policy, const std::string& statement_id) {
  if (!policy) throw resource_not_found("EventBus does not have a policy.");
  Json document = Json::parse(*policy);
  Json& statements = document["Statement"];
  if (!statements.is_array()) statements = Json::array({statements});
  const auto statement = find_statement(statements, statement_id);
  if (statement == statements.end())
    throw resource_not_found("Statement with the provided id does not exist.");
  statements.erase(statement);
  if (statements.empty()) {
    policy.reset();
  } else {
    policy = document.dump();
  }
}

void check_policy(std::string_view policy) {
  check_size(std::string(policy));
  try {
    const Json document = parse_json(policy);
    if (document.is_object() && document.contains("Statement")) return;
  } catch (const JsonSyntaxError&) {
  }
  throw validation_error("This policy contains invalid Json");  // assumed: the words
}

}  // namespace cloche::events
