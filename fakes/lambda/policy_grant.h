#pragma once
// What a statement of a function's resource policy grants to another service of AWS that invokes the function
// for one of the account's resources (API Gateway for a method of an API).
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/account.h"

namespace cloche::lambda {

struct PolicyGrant {
  std::string principal;       // "apigateway.amazonaws.com"; "*": everyone
  std::string source_arn;      // pattern, with * and ?; "": any
  std::string source_account;  // "": any
  bool invokes = false;        // whether it grants lambda:InvokeFunction, without conditions of another kind

  /// Reads a statement as Lambda writes it (resource_policy.h).
  static PolicyGrant parse(std::string_view statement);
  bool is_for(std::string_view service, std::string_view source_arn, std::string_view source_account) const;
};

/// Whether the policy of the function, version or alias that `name_or_arn` names lets `service` invoke it for
/// the resource `source_arn` of this account. Runs inside a unit of work. Throws as resolve() (function.h),
/// but not where the function is not there.
bool may_invoke(Account& account, std::string_view region, std::string_view name_or_arn,
                std::string_view service, std::string_view source_arn);

}  // namespace cloche::lambda
