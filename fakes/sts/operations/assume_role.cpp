#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "fakes/core/arn.h"
#include "fakes/iam/credentials.h"
#include "fakes/iam/policy_syntax.h"
#include "fakes/iam/role_store.h"
#include "fakes/sts/errors.h"
#include "fakes/sts/operations/operations.h"
#include "fakes/sts/session_document.h"

namespace cloche::sts {

namespace {

// The API reference: a session is for one hour unless it says otherwise, for as long as its role allows at
// most, and for one hour at most where a session of a role makes it.
constexpr std::int64_t usual_seconds = 3600;
constexpr std::int64_t chained_seconds = 3600;

constexpr std::size_t session_policy_characters = 2048;

/// The role, which must be this account's: no other account is known here. Throws AccessDenied, which is all
/// that AWS says of a role that is not there.
iam::Role role_to_assume(const Call& call, const std::string& role_arn) {
  const auto arn = Arn::parse(role_arn);
  if (!arn) throw validation_error(fmt::format("{} is invalid", role_arn));
  iam::RoleStore roles(call.account);
  const auto role = roles.find(iam::role_name_of(role_arn));
  if (!role || roles.arn_of(*role) != role_arn) {
    throw access_denied(fmt::format("User: {} is not authorized to perform: sts:AssumeRole on resource: {}",
                                    call.caller.arn, role_arn));
  }
  return *role;
}

bool is_role_session(const wire::Caller& caller) {
  return caller.arn.find(":assumed-role/") != std::string::npos;
}

void check_duration(const Call& call, const iam::Role& role, std::int64_t seconds) {
  if (is_role_session(call.caller) && seconds > chained_seconds) {
    throw validation_error(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
  }
  if (seconds > role.max_session_seconds) {
    throw validation_error("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
}

void report_what_is_not_applied(const Call& call, const Structure& request) {
  for (const char* member : {"Policy", "PolicyArns", "Tags", "TransitiveTagKeys", "ExternalId"}) {
    if (request.has(member)) {
      call.report_unsupported(fmt::format("AssumeRole.{}: policies are not enforced yet", member));
    }
  }
}

/// The per cent of the allowed size that session policies and tags take. AWS packs them in a way of its own;
/// assumed: their characters, unpacked.
std::int64_t packed_size(const Structure& request) {
  std::size_t characters = iam::policy_size(request.string_or("Policy", ""));
  for (const Structure& policy : request.structures("PolicyArns"))
    characters += policy.string_or("arn", "").size();
  for (const Structure& tag : request.structures("Tags")) {
    characters += tag.string("Key").size() + tag.string("Value").size();
  }
  return static_cast<std::int64_t>((characters * 100 + session_policy_characters - 1) /
                                   session_policy_characters);
}

}  // namespace

Answer assume_role(Call& call, const Structure& request) {
  if (request.has("SerialNumber") || request.has("TokenCode"))
    throw not_emulated("AssumeRole with an MFA device");
  const std::string& role_arn = request.string("RoleArn");
  const std::string& session_name = request.string("RoleSessionName");
  const std::int64_t seconds = request.integer_or("DurationSeconds", usual_seconds);
  if (const std::string* policy = request.find_string("Policy")) {
    iam::check_policy(iam::PolicyKind::identity, *policy);
  }
  const iam::Role role = role_to_assume(call, role_arn);
  check_duration(call, role, seconds);
  report_what_is_not_applied(call, request);

  const iam::NewSession session =
      iam::create_role_session(call.account, role_arn, session_name, std::chrono::seconds(seconds));
  Json answer{{"Credentials", credentials_document(session)},
              {"AssumedRoleUser",
               {{"AssumedRoleId", role.id + ":" + session_name},
                {"Arn", make_arn("sts", "", call.account.number(),
                                 "assumed-role/" + role.name + "/" + session_name)}}}};
  if (const std::int64_t size = packed_size(request); size > 0) answer["PackedPolicySize"] = size;
  if (const std::string* identity = request.find_string("SourceIdentity"))
    answer["SourceIdentity"] = *identity;
  return answer;
}

}  // namespace cloche::sts
