#pragma once
// Runs operations of the fakes in an account, without HTTP, as the account's root: what a deployment makes
// resources by. A request is made to fit the operation's input shape as CloudFormation does with properties
// ("5" where a number is wanted, 5 where a text is, true and "true"), is checked against the model, and then
// runs inside the caller's unit of work (Account::transact): all that a deployment does is undone together.
#include <span>
#include <string>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/core/api_error.h"
#include "fakes/core/json.h"
#include "fakes/wire/service.h"

namespace cloche::deploy {

class Operations {
 public:
  using Fakes = std::span<const wire::ServiceDefinition* const>;

  /// `host` is by which clients reach the account ("localhost:4566"). All references outlive this.
  Operations(Fakes fakes, Account& account, std::string region, std::string host,
             wire::UnsupportedSettings& unsupported);
  Operations(const Operations&) = delete;

  /// Answers the document that the operation answers. `request` has the members of the operation's input; a
  /// name may begin with a capital where the model's begins with a small letter. Throws what the operation
  /// throws (ApiError), and PropertyError for a member that the model lacks or a value of another kind.
  Json call(std::string_view service, std::string_view operation, const Json& request);

  /// Whether there is a fake for it.
  bool has(std::string_view service, std::string_view operation) const;

  Account& account() { return account_; }
  const std::string& region() const { return region_; }

 private:
  const wire::ServiceDefinition* find(std::string_view service) const;

  const Fakes fakes_;
  Account& account_;
  const std::string region_;
  const std::string host_;
  const wire::Caller caller_;
  const std::string request_id_;
  wire::UnsupportedSettings& unsupported_;
};

/// `value` as it fits the shape; throws PropertyError, whose path begins with `path`.
Json fit_to_shape(const wire::model::Shape& shape, const Json& value, const std::string& path = "");

}  // namespace cloche::deploy
