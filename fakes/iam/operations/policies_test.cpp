#include "fakes/iam/service.h"
#include "fakes/wire/http_message.h"
#include "fakes/wire/operation_test.h"

namespace cloche::iam {
namespace {

const std::string permissions =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})";
const std::string trust =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]})";
const std::string aws_policy = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

struct Iam : wire::OperationTest {
  Iam() : OperationTest({&definition()}) {}
  std::string add(const std::string& name, const Json& more = Json::object()) {
    Json request{{"PolicyName", name}, {"PolicyDocument", permissions}};
    request.update(more);
    return call("CreatePolicy", request)["Policy"]["Arn"];
  }
  void add_role(const std::string& name) {
    call("CreateRole", {{"RoleName", name}, {"AssumeRolePolicyDocument", trust}});
  }
  void attach(const std::string& role, const std::string& arn) {
    call("AttachRolePolicy", {{"RoleName", role}, {"PolicyArn", arn}});
  }
  Json policy(const std::string& arn) { return call("GetPolicy", {{"PolicyArn", arn}})["Policy"]; }
};

TEST_CASE("a policy is created, read, and listed without its tags") {
  Iam iam;
  const std::string arn =
      iam.add("Read", {{"Path", "/team/"}, {"Description", "d"}, {"Tags", {{{"Key", "a"}, {"Value", "b"}}}}});
  CHECK(arn == "arn:aws:iam::000000000000:policy/team/Read");
  const Json policy = iam.policy(arn);
  CHECK(policy["PolicyId"].get<std::string>().starts_with("ANPA"));
  CHECK(policy["DefaultVersionId"] == "v1");
  CHECK(policy["AttachmentCount"] == 0);
  CHECK(policy["Description"] == "d");
  CHECK(policy["Tags"] == Json{{{"Key", "a"}, {"Value", "b"}}});
  const Json version =
      iam.call("GetPolicyVersion", {{"PolicyArn", arn}, {"VersionId", "v1"}})["PolicyVersion"];
  CHECK(wire::percent_decode(version["Document"].get<std::string>()) == permissions);
  CHECK(version["IsDefaultVersion"] == true);
  iam.add("All");
  const Json listed = iam.call("ListPolicies", {{"Scope", "Local"}})["Policies"];
  REQUIRE(listed.size() == 2);
  CHECK(listed[0]["PolicyName"] == "All");
  CHECK(!listed[1].contains("Tags"));
  CHECK(iam.unsupported.reported.empty());
  CHECK(iam.call("ListPolicies", {{"Scope", "Local"}, {"PathPrefix", "/team/"}})["Policies"].size() == 1);
  CHECK(iam.call("ListPolicies")["Policies"].size() == 2);  // without AWS's own, and that is said
  CHECK(iam.unsupported.reported.size() == 1);
}

TEST_CASE("policies that exist, are malformed, or too long, are refused") {
  Iam iam;
  iam.add("Read");
  CHECK(iam.error("CreatePolicy", {{"PolicyName", "read"}, {"Path", "/x/"}, {"PolicyDocument", permissions}})
            .message == "A policy called read already exists. Duplicate names are not allowed.");
  CHECK(iam.error("CreatePolicy", {{"PolicyName", "x"}, {"PolicyDocument", "{"}}).message ==
        "Syntax errors in policy.");
  const std::string long_policy =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::)" +
      std::string(6100, 'x') + "\"}}";
  CHECK(iam.error("CreatePolicy", {{"PolicyName", "x"}, {"PolicyDocument", long_policy}}).message ==
        "Cannot exceed quota for PolicySize: 6144");
  CHECK(iam.error("GetPolicy", {{"PolicyArn", "arn:aws:iam::000000000000:policy/None"}}).message ==
        "Policy arn:aws:iam::000000000000:policy/None was not found.");
  const ApiError error = iam.error("GetPolicy", {{"PolicyArn", "arn:aws:iam::000000000000:role/None"}});
  CHECK(error.code == "InvalidInputException");
  CHECK(error.message == "ARN arn:aws:iam::000000000000:role/None is not valid.");
  for (const char* operation : {"GetPolicy", "ListPolicyVersions", "ListPolicyTags"})
    CHECK_MESSAGE(iam.error(operation, {{"PolicyArn", aws_policy}}).status == 501, operation);
  CHECK(iam.error("GetPolicyVersion", {{"PolicyArn", aws_policy}, {"VersionId", "v1"}}).message ==
        "The content of AWS's own policy " + aws_policy + " is not emulated by Cloche.");
  CHECK(iam.error("ListPolicies", {{"Scope", "AWS"}}).status == 501);
}

TEST_CASE("a policy has five versions, of which one is the default") {
  Iam iam;
  const std::string arn = iam.add("Read");
  const auto add = [&](bool as_default) {
    return iam.call(
        "CreatePolicyVersion",
        {{"PolicyArn", arn}, {"PolicyDocument", permissions}, {"SetAsDefault", as_default}})["PolicyVersion"];
  };
  CHECK(add(true)["VersionId"] == "v2");
  CHECK(iam.policy(arn)["DefaultVersionId"] == "v2");
  CHECK(add(false)["IsDefaultVersion"] == false);
  add(false);
  add(false);
  const ApiError full =
      iam.error("CreatePolicyVersion", {{"PolicyArn", arn}, {"PolicyDocument", permissions}});
  CHECK(full.code == "LimitExceededException");
  CHECK(full.message ==
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an "
        "existing "
        "version.");
  CHECK(iam.error("DeletePolicyVersion", {{"PolicyArn", arn}, {"VersionId", "v2"}}).message ==
        "Cannot delete the default version of a policy.");
  iam.call("DeletePolicyVersion", {{"PolicyArn", arn}, {"VersionId", "v5"}});
  CHECK(add(false)["VersionId"] == "v6");
  iam.call("SetDefaultPolicyVersion", {{"PolicyArn", arn}, {"VersionId", "v1"}});
  Json versions = iam.call("ListPolicyVersions", {{"PolicyArn", arn}})["Versions"];
  CHECK(versions[0]["VersionId"] == "v6");
  CHECK(versions[4]["VersionId"] == "v1");
  CHECK(versions[4]["IsDefaultVersion"] == true);
  const Json page = iam.call("ListPolicyVersions", {{"PolicyArn", arn}, {"MaxItems", 2}});
  CHECK(iam.call("ListPolicyVersions", {{"PolicyArn", arn}, {"Marker", page["Marker"]}})["Versions"].size() ==
        3);
  CHECK(iam.error("GetPolicyVersion", {{"PolicyArn", arn}, {"VersionId", "v5"}}).code ==
        "NoSuchEntityException");
  CHECK(iam.error("DeletePolicy", {{"PolicyArn", arn}})
            .message.starts_with("This policy has more than one version."));
}

TEST_CASE("policies are attached to roles and detached") {
  Iam iam;
  iam.add_role("Worker");
  const std::string arn = iam.add("Read");
  iam.attach("Worker", arn);
  iam.attach("Worker", arn);
  iam.attach("Worker", aws_policy);
  CHECK(iam.policy(arn)["AttachmentCount"] == 1);
  const Json attached = iam.call("ListAttachedRolePolicies", {{"RoleName", "Worker"}})["AttachedPolicies"];
  CHECK(attached == Json{{{"PolicyName", "Read"}, {"PolicyArn", arn}},
                         {{"PolicyName", "AWSLambdaBasicExecutionRole"}, {"PolicyArn", aws_policy}}});
  CHECK(iam.call("ListAttachedRolePolicies",
                 {{"RoleName", "Worker"}, {"PathPrefix", "/service-role/"}})["AttachedPolicies"]
            .size() == 1);
  CHECK(iam.call("ListPolicies", {{"Scope", "Local"}, {"OnlyAttached", true}})["Policies"].size() == 1);
  CHECK(iam.call("ListEntitiesForPolicy", {{"PolicyArn", arn}})["PolicyRoles"][0]["RoleName"] == "Worker");
  CHECK(iam.call("ListEntitiesForPolicy", {{"PolicyArn", arn}, {"EntityFilter", "User"}})["PolicyRoles"]
            .empty());
  iam.call("CreateUser", {{"UserName", "Bob"}});
  iam.call("AttachUserPolicy", {{"UserName", "Bob"}, {"PolicyArn", arn}});
  const Json first = iam.call("ListEntitiesForPolicy", {{"PolicyArn", arn}, {"MaxItems", 1}});
  CHECK(first["PolicyUsers"][0]["UserName"] == "Bob");
  CHECK(first["PolicyRoles"].empty());
  CHECK(first["IsTruncated"] == true);
  const Json second = iam.call("ListEntitiesForPolicy", {{"PolicyArn", arn}, {"Marker", first["Marker"]}});
  CHECK(second["PolicyUsers"].empty());
  CHECK(second["PolicyRoles"][0]["RoleName"] == "Worker");
  CHECK(second["IsTruncated"] == false);
  CHECK(iam.call("ListEntitiesForPolicy", {{"PolicyArn", arn}, {"EntityFilter", "Role"}})["PolicyUsers"]
            .empty());
  iam.call("DetachUserPolicy", {{"UserName", "Bob"}, {"PolicyArn", arn}});
  const ApiError in_use = iam.error("DeletePolicy", {{"PolicyArn", arn}});
  CHECK(in_use.code == "DeleteConflictException");
  CHECK(in_use.message == "Cannot delete a policy attached to entities.");
  iam.call("DetachRolePolicy", {{"RoleName", "Worker"}, {"PolicyArn", arn}});
  CHECK(iam.error("DetachRolePolicy", {{"RoleName", "Worker"}, {"PolicyArn", arn}}).message ==
        "Policy " + arn + " was not found.");
  iam.call("DeletePolicy", {{"PolicyArn", arn}});
  CHECK(iam.error("AttachRolePolicy", {{"RoleName", "Worker"}, {"PolicyArn", arn}}).message ==
        "Policy " + arn + " does not exist or is not attachable.");
}

TEST_CASE("a role has ten managed policies at most") {
  Iam iam;
  iam.add_role("Worker");
  for (int i = 0; i < 10; ++i) iam.attach("Worker", aws_policy + std::to_string(i));
  CHECK(iam.error("AttachRolePolicy", {{"RoleName", "Worker"}, {"PolicyArn", aws_policy}}).message ==
        "Cannot exceed quota for PoliciesPerRole: 10");
}

TEST_CASE("AWS's own policies are not changed") {
  Iam iam;
  const ApiError error = iam.error("DeletePolicy", {{"PolicyArn", aws_policy}});
  CHECK(error.code == "AccessDenied");
  CHECK(error.status == 403);
  CHECK(error.message ==
        "User: arn:aws:iam::000000000000:root is not authorized to perform: iam:DeletePolicy on "
        "resource: policy " +
            aws_policy);
}

TEST_CASE("tags of a policy are put, listed and taken off") {
  Iam iam;
  const std::string arn = iam.add("Read");
  iam.call("TagPolicy",
           {{"PolicyArn", arn}, {"Tags", {{{"Key", "a"}, {"Value", "1"}}, {{"Key", "b"}, {"Value", "2"}}}}});
  iam.call("UntagPolicy", {{"PolicyArn", arn}, {"TagKeys", {"a"}}});
  CHECK(iam.call("ListPolicyTags", {{"PolicyArn", arn}})["Tags"] == Json{{{"Key", "b"}, {"Value", "2"}}});
}

}  // namespace
}  // namespace cloche::iam
