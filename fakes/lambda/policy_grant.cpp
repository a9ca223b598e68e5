#include "fakes/lambda/policy_grant.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/lambda/function_name.h"
#include "fakes/lambda/store.h"

namespace cloche::lambda {

namespace {

// `*` is any characters, `?` any one; going back to the last `*` only.
bool matches_glob(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0;
  std::size_t star = std::string_view::npos, star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star == std::string_view::npos) {
      return false;
    } else {
      p = star + 1;
      t = ++star_text;
    }
  }
  return std::all_of(pattern.begin() + static_cast<std::ptrdiff_t>(p), pattern.end(),
                     [](char c) { return c == '*'; });
}

// The parts of an ARN, of which the last may have colons in it.
std::vector<std::string_view> arn_parts(std::string_view arn) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t i = 0; i < arn.size() && parts.size() < 5; ++i) {
    if (arn[i] != ':') continue;
    parts.push_back(arn.substr(start, i - start));
    start = i + 1;
  }
  parts.push_back(arn.substr(start));
  return parts;
}

// ArnLike: each part by itself.
bool matches_arn(std::string_view pattern, std::string_view arn) {
  return std::ranges::equal(arn_parts(pattern), arn_parts(arn), &matches_glob);
}

// Takes a condition that is known; what is left are others.
std::string take_condition(Json& conditions, const char* condition, const char* key) {
  const auto found = conditions.find(condition);
  if (found == conditions.end() || !found->contains(key)) return {};
  std::string value = found->at(key);
  found->erase(key);
  if (found->empty()) conditions.erase(condition);
  return value;
}

}  // namespace

PolicyGrant PolicyGrant::parse(std::string_view text) {
  const Json statement = parse_json(text);
  PolicyGrant grant;
  const Json& principal = statement.at("Principal");
  grant.principal = principal.is_string() ? principal.get<std::string>() : principal.value("Service", "");
  Json conditions = statement.value("Condition", Json::object());
  grant.source_arn = take_condition(conditions, "ArnLike", "AWS:SourceArn");
  grant.source_account = take_condition(conditions, "StringEquals", "AWS:SourceAccount");
  grant.invokes =
      matches_glob(statement.at("Action").get<std::string>(), "lambda:InvokeFunction") && conditions.empty();
  return grant;
}

bool PolicyGrant::is_for(std::string_view service, std::string_view arn, std::string_view account) const {
  return invokes && (principal == "*" || principal == service) &&
         (source_arn.empty() || matches_arn(source_arn, arn)) &&
         (source_account.empty() || source_account == account);
}

bool may_invoke(Account& account, std::string_view region, std::string_view name_or_arn,
                std::string_view service, std::string_view source_arn) {
  const FunctionKey key = function_key(account, region, name_or_arn);
  const auto& grants = Store(account, region).policy_grants(key.name, key.qualifier);
  return std::ranges::any_of(
      grants, [&](const PolicyGrant& grant) { return grant.is_for(service, source_arn, account.number()); });
}

}  // namespace cloche::lambda
