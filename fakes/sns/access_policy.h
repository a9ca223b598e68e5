#pragma once
// The access policy of a topic: the one that it has from the start, and the statements that AddPermission and
// RemovePermission put in and take out. It is kept and shown; it is not enforced here.
#include <string>
#include <string_view>
#include <vector>

namespace cloche::sns {

/// The policy of a topic whose owner has set none, as the service writes it.
std::string default_policy(std::string_view topic_arn, std::string_view account);

/// Throws AttributeError where `policy` is none.
void check_policy(const std::string& policy);

/// `policy` with one statement more. `actions` are names without the service: "Publish". Throws ApiError
/// where the label is taken, or an action is none of SNS's topics.
std::string add_statement(const std::string& policy, std::string_view topic_arn, const std::string& label,
                          const std::vector<std::string>& accounts, const std::vector<std::string>& actions);

/// `policy` without the statement of that label. Throws ApiError where it has none.
std::string remove_statement(const std::string& policy, const std::string& label);

}  // namespace cloche::sns
