#include "emulator/deploy/testing/stack_account.h"

namespace cloche::deploy {
namespace {

using testing::StackAccount;

const std::string type = "AWS::IAM::Role";

const Json trust{{"Version", "2012-10-17"},
                 {"Statement",
                  {{{"Effect", "Allow"},
                    {"Principal", {{"Service", "lambda.amazonaws.com"}}},
                    {"Action", "sts:AssumeRole"}}}}};
const Json permission{{"Version", "2012-10-17"},
                      {"Statement", {{{"Effect", "Allow"}, {"Action", "s3:*"}, {"Resource", "*"}}}}};
const std::string managed = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

Json inline_policy(const char* name) { return {{"PolicyName", name}, {"PolicyDocument", permission}}; }

TEST_CASE("a role has its policies, and loses those that it is no longer to have") {
  StackAccount account;
  const Json first{{"AssumeRolePolicyDocument", trust},
                   {"Policies", {inline_policy("a"), inline_policy("b")}},
                   {"ManagedPolicyArns", {managed}},
                   {"Tags", {{{"Key", "k"}, {"Value", "v"}}}}};
  const Resource role = account.create(type, first);
  CHECK(role.physical_id.starts_with("stack-Thing-"));
  CHECK(role.attributes["Arn"] == "arn:aws:iam::000000000000:role/" + role.physical_id);
  CHECK(role.attributes["RoleId"].get<std::string>().starts_with("AROA"));
  const Json who{{"RoleName", role.physical_id}};
  CHECK(account.ask("iam", "ListRolePolicies", who)["PolicyNames"] == Json{"a", "b"});

  const Json second{{"AssumeRolePolicyDocument", trust},
                    {"Description", "d"},
                    {"MaxSessionDuration", 7200},
                    {"Policies", {inline_policy("b"), inline_policy("c")}}};
  account.update(type, role, first, second);
  CHECK(account.ask("iam", "ListRolePolicies", who)["PolicyNames"] == Json{"b", "c"});
  CHECK(account.ask("iam", "ListAttachedRolePolicies", who)["AttachedPolicies"].empty());
  CHECK(account.ask("iam", "GetRole", who)["Role"]["MaxSessionDuration"] == 7200);
  CHECK(account.ask("iam", "ListRoleTags", who)["Tags"].empty());
  account.remove(type, role, second);
  CHECK(account.ask("iam", "ListRoles")["Roles"].empty());
  CHECK(account.replaces(type, first, {{"AssumeRolePolicyDocument", trust}, {"Path", "/p/"}}));
}

TEST_CASE("a policy is that of its roles") {
  StackAccount account;
  const Resource a = account.create(type, {{"AssumeRolePolicyDocument", trust}, {"RoleName", "a"}});
  const Resource b = account.create(type, {{"AssumeRolePolicyDocument", trust}, {"RoleName", "b"}});
  Json first = inline_policy("p");
  first["Roles"] = {"a"};
  const Resource policy = account.create("AWS::IAM::Policy", first);
  CHECK(account.ask("iam", "ListRolePolicies", {{"RoleName", "a"}})["PolicyNames"] == Json{"p"});
  Json second = inline_policy("q");
  second["Roles"] = {"b", "a"};
  account.update("AWS::IAM::Policy", policy, first, second);
  for (const char* role : {"a", "b"})
    CHECK(account.ask("iam", "ListRolePolicies", {{"RoleName", role}})["PolicyNames"] == Json{"q"});
  account.remove("AWS::IAM::Policy", policy, second);
  CHECK(account.ask("iam", "ListRolePolicies", {{"RoleName", "b"}})["PolicyNames"].empty());
}

TEST_CASE("a managed policy gets a new version for a new document, however many it has had") {
  StackAccount account;
  account.create(type, {{"AssumeRolePolicyDocument", trust}, {"RoleName", "r"}});
  const std::string policy_type = "AWS::IAM::ManagedPolicy";
  Json before{{"ManagedPolicyName", "m"}, {"PolicyDocument", permission}, {"Roles", {"r"}}};
  Resource policy = account.create(policy_type, before);
  CHECK(policy.physical_id == "arn:aws:iam::000000000000:policy/m");
  CHECK(policy.attributes["DefaultVersionId"] == "v1");
  for (int i = 0; i < 7; ++i) {
    Json after = before;
    after["PolicyDocument"]["Statement"][0]["Action"] = "s3:Get" + std::to_string(i);
    policy = account.update(policy_type, policy, before, after);
    before = after;
  }
  CHECK(policy.attributes["DefaultVersionId"] == "v8");
  CHECK(account.ask("iam", "GetPolicy", {{"PolicyArn", policy.physical_id}})["Policy"]["DefaultVersionId"] ==
        "v8");
  account.remove(policy_type, policy, before);
  CHECK(account.ask("iam", "ListPolicies", {{"Scope", "Local"}})["Policies"].empty());
}

TEST_CASE("a user has a key, whose secret the stack knows") {
  StackAccount account;
  const Resource user = account.create("AWS::IAM::User", {{"UserName", "u"}});
  CHECK(user.attributes["Arn"] == "arn:aws:iam::000000000000:user/u");
  const Json properties{{"UserName", "u"}, {"Status", "Inactive"}};
  const Resource key = account.create("AWS::IAM::AccessKey", properties);
  CHECK(key.attributes["SecretAccessKey"].get<std::string>().size() == 40);
  CHECK(account.ask("iam", "ListAccessKeys", {{"UserName", "u"}})["AccessKeyMetadata"][0]["Status"] ==
        "Inactive");
  account.remove("AWS::IAM::AccessKey", key, properties);
  account.remove("AWS::IAM::User", user, {{"UserName", "u"}});
}

TEST_CASE("a role's properties are checked") {
  StackAccount account;
  CHECK(account.wrong(type, Json::object()) == ": Property AssumeRolePolicyDocument cannot be empty.");
  CHECK(account.wrong(type, {{"AssumeRolePolicyDocument", {{"Statement", "x"}}}})
            .starts_with("MalformedPolicyDocument"));
}

}  // namespace
}  // namespace cloche::deploy
