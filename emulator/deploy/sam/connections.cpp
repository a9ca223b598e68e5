#include "emulator/deploy/sam/connections.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "embedded/emulator/deploy/sam/connections.txt.h"
#include "emulator/deploy/sam/outline.h"
#include "emulator/deploy/sam/policy_statement.h"

namespace cloche::deploy::sam {

namespace {

Json user_of(const OutlineEntry& permission) {
  Json user = Json::object();
  for (const OutlineEntry& line : permission.below) {
    const auto [name, value] = split_at(line.text, ": ");
    user[std::string(name)] = value;
  }
  return user;
}

/// A service may do something with a queue or a topic.
Json statements_for(const Json& user, const char* action) {
  return Json::array({{{"Effect", "Allow"},
                       {"Principal", {{"Service", user["Principal"]}}},
                       {"Action", action},
                       {"Resource", "{Destination.Arn}"},
                       {"Condition", {{"ArnEquals", {{"aws:SourceArn", user["SourceArn"]}}}}}}});
}

Json permission_for(Grantee grantee, const OutlineEntry& permission) {
  switch (grantee) {
    case Grantee::function:
      return user_of(permission);
    case Grantee::queue:
      return statements_for(user_of(permission), "sqs:SendMessage");
    case Grantee::topic:
      return statements_for(user_of(permission), "sns:Publish");
    default:
      return allowing_statements(permission.below);
  }
}

ConnectionType read_connection_type(const OutlineEntry& entry) {
  static const std::map<std::string_view, Grantee> grantees = {
      {"role of source", Grantee::role_of_source},
      {"role of destination", Grantee::role_of_destination},
      {"function", Grantee::function},
      {"queue", Grantee::queue},
      {"topic", Grantee::topic}};
  const auto [sources, rest] = split_at(entry.text, " > ");
  const auto [destination, grantee] = split_at(rest, ": ");
  ConnectionType connection{{}, std::string(destination), grantees.at(grantee), false, {}};
  for (const std::string_view source : words(sources)) connection.sources.emplace_back(source);
  for (const OutlineEntry& line : entry.below) {
    if (line.text == "together") {
      connection.together = true;
    } else {
      connection.permissions.emplace_back(line.text, permission_for(connection.grantee, line));
    }
  }
  return connection;
}

std::vector<ConnectionType> read_connections() {
  std::vector<ConnectionType> all;
  for (const OutlineEntry& entry : read_outline(connections_text)) all.push_back(read_connection_type(entry));
  return all;
}

}  // namespace

const ConnectionType* find_connection_type(const std::string& source, const std::string& destination) {
  static const std::vector<ConnectionType> all = read_connections();
  for (const ConnectionType& connection : all) {
    if (connection.destination != destination) continue;
    if (std::ranges::find(connection.sources, source) != connection.sources.end()) return &connection;
  }
  return nullptr;
}

}  // namespace cloche::deploy::sam
