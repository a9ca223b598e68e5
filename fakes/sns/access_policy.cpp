#include "fakes/sns/access_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/sns/errors.h"
#include "fakes/sns/topic_attributes.h"

namespace cloche::sns {

namespace {

// In the order in which they were written, as policies are shown.
using OrderedJson = nlohmann::ordered_json;

constexpr std::array own_actions{"SNS:GetTopicAttributes",
                                 "SNS:SetTopicAttributes",
                                 "SNS:AddPermission",
                                 "SNS:RemovePermission",
                                 "SNS:DeleteTopic",
                                 "SNS:Subscribe",
                                 "SNS:ListSubscriptionsByTopic",
                                 "SNS:Publish"};

// What AddPermission may allow, whatever the case: the actions on topics.
bool is_topic_action(std::string_view action) {
  constexpr std::array more{std::string_view("Receive"), std::string_view("*")};
  return std::ranges::count(more, action) > 0 ||
         std::ranges::any_of(own_actions, [action](std::string_view own) { return own.substr(4) == action; });
}

OrderedJson one_or_list(const std::vector<std::string>& texts) {
  return texts.size() == 1 ? OrderedJson(texts[0]) : OrderedJson(texts);
}

bool has_label(const OrderedJson& statement, const std::string& label) {
  return statement.is_object() && statement.value("Sid", OrderedJson()) == label;
}

}  // namespace

std::string default_policy(std::string_view topic_arn, std::string_view account) {
  const OrderedJson policy{
      {"Version", "2008-10-17"},
      {"Id", "__default_policy_ID"},
      {"Statement",
       OrderedJson::array({{{"Sid", "__default_statement_ID"},
                            {"Effect", "Allow"},
                            {"Principal", {{"AWS", "*"}}},
                            {"Action", own_actions},
                            {"Resource", topic_arn},
                            {"Condition", {{"StringEquals", {{"AWS:SourceOwner", account}}}}}}})}};
  return policy.dump();
}

// The words are assumed.
void check_policy(const std::string& text) {
  const auto policy = OrderedJson::parse(text, nullptr, false);
  if (!policy.is_object() || !policy.contains("Statement")) throw AttributeError{"Policy Error: null"};
  const auto& statement = policy["Statement"];
  if (!statement.is_object() && !statement.is_array()) throw AttributeError{"Policy Error: null"};
}

std::string add_statement(const std::string& text, std::string_view topic_arn, const std::string& label,
                          const std::vector<std::string>& accounts, const std::vector<std::string>& actions) {
  OrderedJson policy = OrderedJson::parse(text);
  OrderedJson& statements = policy["Statement"];
  if (statements.is_object()) statements = OrderedJson::array({statements});
  if (std::ranges::any_of(statements, [&](const OrderedJson& each) { return has_label(each, label); })) {
    throw invalid_parameter("Statement already exists");
  }
  std::vector<std::string> principals;
  for (const std::string& account : accounts)
    principals.push_back(fmt::format("arn:aws:iam::{}:root", account));
  std::vector<std::string> names;
  for (const std::string& action : actions) {
    if (!is_topic_action(action)) throw invalid_parameter("Policy statement action out of service scope!");
    names.push_back("SNS:" + action);
  }
  statements.push_back({{"Sid", label},
                        {"Effect", "Allow"},
                        {"Principal", {{"AWS", one_or_list(principals)}}},
                        {"Action", one_or_list(names)},
                        {"Resource", topic_arn}});
  return policy.dump();
}

std::string remove_statement(const std::string& text, const std::string& label) {
  OrderedJson policy = OrderedJson::parse(text);
  OrderedJson& statements = policy["Statement"];
  if (statements.is_object()) statements = OrderedJson::array({statements});
  const auto found =
      std::ranges::find_if(statements, [&](const OrderedJson& each) { return has_label(each, label); });
  if (found == statements.end()) throw ApiError("NotFoundException", "Statement does not exist");  // assumed
  statements.erase(found);
  return policy.dump();
}

}  // namespace cloche::sns
