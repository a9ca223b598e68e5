#pragma once
// How a function is named in a request: by its name, a partial ARN ("123456789012:function:name"), an ARN,
// each with
// ":qualifier" behind it or not; and the Qualifier beside it. A qualifier is "$LATEST", the number of a
// version, or an alias.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/account.h"

namespace cloche::lambda {

inline constexpr std::string_view latest = "$LATEST";

struct FunctionName {
  std::string region;   // "": not said
  std::string account;  // "": not said
  std::string name;
  std::string qualifier;  // "": none

  /// Reads `text`, which the model has checked.
  static FunctionName parse(std::string_view text);
};

/// A function in the account and region of a call, which need not exist.
struct FunctionKey {
  std::string region;
  std::string name;
  std::string qualifier;  // "": none

  /// "arn:aws:lambda:us-east-1:000000000000:function:thumbnails", without the qualifier.
  std::string arn(const Account& account) const;
  /// With the qualifier, where there is one.
  std::string qualified_arn(const Account& account) const;
};

/// What `name` and `qualifier` (nullptr: none) of a request in `region` mean. InvalidParameterValueException
/// where the two contradict each other, ResourceNotFoundException for a function of another region,
/// AccessDeniedException for one of another account.
FunctionKey function_key(const Account& account, std::string_view region, std::string_view name,
                         const std::string* qualifier = nullptr);

/// "function:name", or "function:name:qualifier", as an ARN.
std::string function_arn(const Account& account, std::string_view region, std::string_view name,
                         std::string_view qualifier = "");

/// The number by which a version is kept: 0 for "" and "$LATEST"; nullopt where the qualifier names an alias.
std::optional<std::int64_t> version_number(std::string_view qualifier);

}  // namespace cloche::lambda
