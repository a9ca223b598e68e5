#include "fakes/lambda/function_name.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "fakes/core/arn.h"
#include "fakes/lambda/errors.h"

namespace cloche::lambda {

namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "us-east-1", "us-gov-west-1".
bool is_region(std::string_view text) {
  const auto last = text.rfind('-');
  return last != std::string_view::npos && std::ranges::count(text, '-') >= 2 && text.find('-') == 2 &&
         text.size() == last + 2 && is_digits(text.substr(last + 1));
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto colon = text.find(':');
    parts.push_back(text.substr(0, colon));
    if (colon == std::string_view::npos) return parts;
    text.remove_prefix(colon + 1);
  }
}

}  // namespace

FunctionName FunctionName::parse(std::string_view text) {
  const std::vector<std::string_view> parts = parts_of(text);
  FunctionName result;
  std::size_t at = text.starts_with("arn:") && parts.size() > 3 ? 3 : 0;
  const auto has_next = [&] { return at + 1 < parts.size(); };
  if (has_next() && is_region(parts[at])) result.region = parts[at++];
  if (has_next() && parts[at].size() == 12 && is_digits(parts[at])) result.account = parts[at++];
  if (has_next() && parts[at] == "function") ++at;
  result.name = parts[at++];
  if (at < parts.size()) result.qualifier = parts[at];
  return result;
}

std::string FunctionKey::arn(const Account& account) const { return function_arn(account, region, name); }

std::string FunctionKey::qualified_arn(const Account& account) const {
  return function_arn(account, region, name, qualifier);
}

FunctionKey function_key(const Account& account, std::string_view region, std::string_view name,
                         const std::string* qualifier) {
  FunctionName said = FunctionName::parse(name);
  if (!said.qualifier.empty() && qualifier != nullptr && said.qualifier != *qualifier) {
    throw invalid_parameter(
        "The derived qualifier from the function name does not match the specified qualifier.");
  }
  if (qualifier != nullptr) said.qualifier = *qualifier;
  if (!said.region.empty() && said.region != region) {
    throw resource_not_found(
        fmt::format("Functions from '{}' are not reachable in this region ('{}')", said.region, region));
  }
  FunctionKey key{std::string(region), std::move(said.name), std::move(said.qualifier)};
  if (!said.account.empty() && said.account != account.number()) {
    // Assumed: the action that AWS names is that of the call, and the caller is named.
    throw ApiError(
        "AccessDeniedException",
        fmt::format("User: arn:aws:iam::{}:root is not authorized to perform this action on resource: {} "
                    "because no resource-based policy allows it",
                    account.number(), make_arn("lambda", region, said.account, "function:" + key.name)),
        403);
  }
  return key;
}

std::string function_arn(const Account& account, std::string_view region, std::string_view name,
                         std::string_view qualifier) {
  return make_arn("lambda", region, account.number(),
                  fmt::format("function:{}{}{}", name, qualifier.empty() ? "" : ":", qualifier));
}

std::optional<std::int64_t> version_number(std::string_view qualifier) {
  if (qualifier.empty() || qualifier == latest) return 0;
  std::int64_t number = 0;
  const char* const end = qualifier.data() + qualifier.size();
  const auto [stop, error] = std::from_chars(qualifier.data(), end, number);
  if (stop != end || error == std::errc::invalid_argument) return std::nullopt;
  return error == std::errc() && number > 0 ? number : -1;  // a number that no version has
}

}  // namespace cloche::lambda
