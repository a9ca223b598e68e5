#include "emulator/deploy/sam/policy_statement.h"

#include <nlohmann/json.hpp>
#include <string>

namespace cloche::deploy::sam {

namespace {

std::string resource_of(std::string_view service, std::string_view text) {
  if (text == "*") return "*";
  if (text.starts_with('=')) return std::string(text.substr(1));
  const std::string partition = "arn:${AWS::Partition}:";
  if (text.starts_with("arn:")) return partition + std::string(text.substr(4));
  return partition + std::string(service) + ":${AWS::Region}:${AWS::AccountId}:" + std::string(text);
}

}  // namespace

Json allowing_statement(const OutlineEntry& entry) {
  const auto [service, names] = split_at(entry.text, ":");
  Json actions = Json::array();
  for (const std::string_view name : words(names)) {
    actions.push_back(std::string(service) + ":" + std::string(name));
  }
  const bool single = !names.starts_with(' ');
  Json statement = {{"Effect", "Allow"}, {"Action", single ? actions[0] : actions}};
  Json resources = Json::array();
  bool is_list = false;
  for (const OutlineEntry& line : entry.below) {
    if (line.text.starts_with("when ")) {
      const auto [condition, value] = split_at(line.text.substr(5), ": ");
      const auto [comparison, key] = split_at(condition, " ");
      statement["Condition"][std::string(comparison)][std::string(key)] = resource_of(service, value);
      continue;
    }
    const bool is_item = line.text.starts_with("- ");
    is_list = is_list || is_item;
    resources.push_back(resource_of(service, is_item ? line.text.substr(2) : line.text));
  }
  statement["Resource"] = is_list || resources.size() > 1 ? std::move(resources) : resources[0];
  return statement;
}

Json allowing_statements(const std::vector<OutlineEntry>& entries) {
  Json statements = Json::array();
  for (const OutlineEntry& entry : entries) statements.push_back(allowing_statement(entry));
  return statements;
}

}  // namespace cloche::deploy::sam
