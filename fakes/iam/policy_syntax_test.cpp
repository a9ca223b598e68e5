#include "fakes/iam/policy_syntax.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "fakes/core/api_error.h"

namespace cloche::iam {
namespace {

std::string refusal(PolicyKind kind, const std::string& document) {
  try {
    check_policy(kind, document);
  } catch (const ApiError& error) {
    CHECK(error.code == "MalformedPolicyDocumentException");
    return error.message;
  }
  return "";
}

/// A policy of one statement, an ordinary one changed by a JSON merge patch.
std::string policy(PolicyKind kind, const char* patch) {
  Json statement{{"Effect", "Allow"}};
  if (kind == PolicyKind::trust) {
    statement["Principal"] = {{"Service", "lambda.amazonaws.com"}};
    statement["Action"] = "sts:AssumeRole";
  } else {
    statement["Action"] = {"s3:GetObject", "s3:Put*"};
    statement["Resource"] = "*";
  }
  statement.merge_patch(Json::parse(patch));
  return Json{{"Version", "2012-10-17"}, {"Statement", {statement}}}.dump();
}

TEST_CASE("ordinary policies are policies") {
  for (
      const char* patch :
      {"{}", R"({"Sid": "One"})", R"({"Effect": "Deny"})", R"({"Action": "*"})",
       R"({"Resource": ["arn:aws:s3:::bucket/*", "arn:aws:dynamodb:*:*:table/${aws:username}", "*"]})",
       R"({"Resource": null, "NotResource": "arn:aws:iam::*:role/x"})",
       R"({"Action": null, "NotAction": "iam:*"})",
       R"({"Condition": {"StringEquals": {"aws:SourceAccount": ["1", "2"]}, "Bool": {"aws:SecureTransport": true}}})"}) {
    CHECK(refusal(PolicyKind::identity, policy(PolicyKind::identity, patch)) == "");
    CHECK(refusal(PolicyKind::managed, policy(PolicyKind::managed, patch)) == "");
  }
  for (
      const char* patch :
      {"{}", R"({"Principal": "*"})", R"({"Principal": {"AWS": "*"}})",
       R"({"Principal": {"AWS": ["123456789012", "arn:aws:iam::123456789012:root"]}})",
       R"({"Principal": {"Federated": "cognito-identity.amazonaws.com"}, "Action": "sts:AssumeRoleWithWebIdentity"})",
       R"({"Action": ["sts:AssumeRole", "sts:TagSession"]})"}) {
    CHECK(refusal(PolicyKind::trust, policy(PolicyKind::trust, patch)) == "");
  }
  CHECK(refusal(PolicyKind::identity,
                R"({"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})") == "");
}

TEST_CASE("what is no policy at all is a syntax error") {
  for (const char* document :
       {"x", "null", "[]", "{}", R"({"Version": "2012-10-17"})",
        R"({"Version": "2013-01-01", "Statement": []})", R"({"Version": "2012-10-17", "Statement": []})",
        R"({"Version": "2012-10-17", "Statement": [1]})",
        R"({"Version": "2012-10-17", "Extra": 1, "Statement": []})"}) {
    CHECK(refusal(PolicyKind::identity, document) == "Syntax errors in policy.");
  }
  CHECK(refusal(PolicyKind::trust, "{") == "This policy contains invalid Json");
}

TEST_CASE("what a permissions policy has wrong is named") {
  const auto refused = [](const char* patch) {
    return refusal(PolicyKind::identity, policy(PolicyKind::identity, patch));
  };
  CHECK(refused(R"({"Effect": null})") == "Missing required field Effect");
  CHECK(refused(R"({"Effect": "allow"})") == "Invalid effect: allow");
  CHECK(refused(R"({"Action": null})") == "Policy statement must contain actions.");
  CHECK(refused(R"({"Resource": null})") == "Policy statement must contain resources.");
  CHECK(refused(R"({"Principal": "*"})") == "Policy document should not specify a principal.");
  CHECK(refused(R"({"Action": "GetObject"})") ==
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  CHECK(refused(R"({"Resource": "bucket"})") == "Resource bucket must be in ARN format or \"*\".");
  CHECK(refused(R"({"Resource": "arn:x:s3:::b"})") ==
        "Partition \"x\" is not valid for resource \"arn:x:s3:::b\".");
  CHECK(refused(R"({"Sid": "a-b"})") ==
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
        "[0-9A-Za-z]*");
  CHECK(refused(R"({"Unknown": "x"})") == "Syntax errors in policy.");
  CHECK(refused(R"({"NotAction": "s3:x"})") == "Syntax errors in policy.");
  CHECK(refused(R"({"Condition": {"StringEquals": "x"}})") == "Syntax errors in policy.");
  CHECK(refusal(PolicyKind::identity,
                R"({"Version": "2012-10-17", "Statement": [
                  {"Sid": "a", "Effect": "Allow", "Action": "s3:x", "Resource": "*"},
                  {"Sid": "a", "Effect": "Allow", "Action": "s3:x", "Resource": "*"}]})") ==
        "Statement IDs (SID) in a single policy must be unique.");
}

TEST_CASE("a managed policy needs today's version") {
  const char* const old =
      R"({"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})";
  CHECK(refusal(PolicyKind::managed, old) == "Policy document must be version 2012-10-17 or greater.");
  CHECK(refusal(PolicyKind::identity, old) == "");
}

TEST_CASE("a trust policy names principals, and no resources") {
  const auto refused = [](const char* patch) {
    return refusal(PolicyKind::trust, policy(PolicyKind::trust, patch));
  };
  CHECK(refused(R"({"Resource": "*"})") == "Has prohibited field Resource");
  CHECK(refused(R"({"Principal": null})") == "Missing required field Principal");
  CHECK(refused(R"({"Action": "s3:GetObject"})") ==
        "AssumeRole policy may only specify STS AssumeRole actions.");
  CHECK(refused(R"({"Principal": {"Service": "lambda"}})") ==
        "Invalid principal in policy: \"SERVICE\":\"lambda\"");
  CHECK(refused(R"({"Principal": {"AWS": "Bob"}})") == "Invalid principal in policy: \"AWS\":\"Bob\"");
  CHECK(refused(R"({"Principal": {"Robot": "x"}})") == "Syntax errors in policy.");
}

TEST_CASE("white space does not count") { CHECK(policy_size(" {\n\t\"a\": 1}\r\n") == 7); }

}  // namespace
}  // namespace cloche::iam
