#include "fakes/iam/service.h"
#include "fakes/wire/http_message.h"
#include "fakes/wire/operation_test.h"

namespace cloche::iam {
namespace {

const std::string trust =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
  "Action": "sts:AssumeRole"}]})";
const std::string permissions =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})";
const std::string lambda_basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

struct Iam : wire::OperationTest {
  Iam() : OperationTest({&definition()}) {}
  Json add(const std::string& name, const Json& more = Json::object()) {
    Json request{{"RoleName", name}, {"AssumeRolePolicyDocument", trust}};
    request.update(more);
    return call("CreateRole", request)["Role"];
  }
  Json role(const std::string& name) { return call("GetRole", {{"RoleName", name}})["Role"]; }
  std::vector<std::string> names(const Json& request = Json::object()) {
    std::vector<std::string> names;
    const Json answer = call("ListRoles", request);
    for (const Json& role : answer["Roles"]) names.push_back(role["RoleName"]);
    return names;
  }
};
using Names = std::vector<std::string>;

TEST_CASE("a role is created with its trust policy, and found as it was created") {
  Iam iam;
  const Json created = iam.add("Worker", {{"Path", "/team/"},
                                          {"Description", "does it"},
                                          {"MaxSessionDuration", 7200},
                                          {"Tags", {{{"Key", "a"}, {"Value", "b"}}}}});
  CHECK(created["Arn"] == "arn:aws:iam::000000000000:role/team/Worker");
  CHECK(created["RoleId"].get<std::string>().starts_with("AROA"));
  CHECK(created["RoleId"].get<std::string>().size() == 21);
  CHECK(wire::percent_decode(created["AssumeRolePolicyDocument"].get<std::string>()) == trust);
  Json found = iam.role("Worker");
  CHECK(found["RoleLastUsed"] == Json::object());
  found.erase("RoleLastUsed");
  CHECK(found == created);
  CHECK(!iam.add("Plain").contains("MaxSessionDuration"));
  const Json plain = iam.role("Plain");
  CHECK(plain["MaxSessionDuration"] == 3600);
  CHECK(!plain.contains("Description"));
  CHECK(!plain.contains("Tags"));
}

TEST_CASE("a role is refused that exists, has no name or no policy, or lasts too long") {
  Iam iam;
  iam.add("Worker");
  const ApiError taken =
      iam.error("CreateRole", {{"RoleName", "worker"}, {"AssumeRolePolicyDocument", trust}});
  CHECK(taken.code == "EntityAlreadyExistsException");
  CHECK(taken.message == "Role with name worker already exists.");
  CHECK(
      iam.error("CreateRole", {{"RoleName", "a b"}, {"AssumeRolePolicyDocument", trust}}).message ==
      "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the "
      "following: +=,.@_-");
  CHECK(iam.error("CreateRole", {{"RoleName", "x"}, {"AssumeRolePolicyDocument", permissions}}).message ==
        "Has prohibited field Resource");
  const ApiError duration = iam.error(
      "CreateRole", {{"RoleName", "x"}, {"AssumeRolePolicyDocument", trust}, {"MaxSessionDuration", 43201}});
  CHECK(duration.message ==
        "1 validation error detected: Value '43201' at 'maxSessionDuration' failed to satisfy constraint: "
        "Member "
        "must have value less than or equal to 43200");
  std::string long_trust = trust;
  long_trust.insert(long_trust.find("lambda.amazonaws.com"), std::string(2048, 'x'));
  CHECK(iam.error("CreateRole", {{"RoleName", "x"}, {"AssumeRolePolicyDocument", long_trust}}).message ==
        "Cannot exceed quota for ACLSizePerRole: 2048");
  CHECK(iam.error("GetRole", {{"RoleName", "x"}}).message == "The role with name x cannot be found.");
}

TEST_CASE("roles are listed by name, in pages and by path, without their tags") {
  Iam iam;
  for (const char* name : {"c", "A", "b"}) iam.add(name, {{"Tags", {{{"Key", "a"}, {"Value", "b"}}}}});
  iam.add("d", {{"Path", "/x/"}});
  CHECK(iam.names() == Names{"A", "b", "c", "d"});
  CHECK(iam.names({{"PathPrefix", "/x/"}}) == Names{"d"});
  const Json page = iam.call("ListRoles", {{"MaxItems", 3}});
  CHECK(page["IsTruncated"] == true);
  CHECK(!page["Roles"][0].contains("Tags"));
  CHECK(!page["Roles"][0].contains("RoleLastUsed"));
  CHECK(iam.names({{"Marker", page["Marker"]}}) == Names{"d"});
}

TEST_CASE("a role changes what it is asked to change") {
  Iam iam;
  iam.add("Worker", {{"Description", "before"}});
  iam.call("UpdateRole", {{"RoleName", "Worker"}, {"MaxSessionDuration", 7200}});
  CHECK(iam.role("Worker")["Description"] == "before");
  iam.call("UpdateRole", {{"RoleName", "Worker"}, {"Description", "after"}});
  CHECK(iam.role("Worker")["MaxSessionDuration"] == 7200);
  CHECK(iam.call("UpdateRoleDescription",
                 {{"RoleName", "Worker"}, {"Description", "last"}})["Role"]["Description"] == "last");
  const std::string other =
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]})";
  iam.call("UpdateAssumeRolePolicy", {{"RoleName", "Worker"}, {"PolicyDocument", other}});
  CHECK(wire::percent_decode(iam.role("Worker")["AssumeRolePolicyDocument"].get<std::string>()) == other);
  CHECK(iam.error("UpdateAssumeRolePolicy", {{"RoleName", "Worker"}, {"PolicyDocument", "{"}}).message ==
        "This policy contains invalid Json");
  CHECK(iam.error("UpdateAssumeRolePolicy", {{"RoleName", "x"}, {"PolicyDocument", "{"}}).code ==
        "NoSuchEntityException");
}

TEST_CASE("a role is deleted when it has no policies") {
  Iam iam;
  iam.add("Worker");
  const Json role{{"RoleName", "Worker"}};
  iam.call("PutRolePolicy", {{"RoleName", "Worker"}, {"PolicyName", "p"}, {"PolicyDocument", permissions}});
  iam.call("AttachRolePolicy", {{"RoleName", "Worker"}, {"PolicyArn", lambda_basic}});
  CHECK(iam.error("DeleteRole", role).code == "DeleteConflictException");
  CHECK(iam.error("DeleteRole", role).message == "Cannot delete entity, must detach all policies first.");
  iam.call("DetachRolePolicy", {{"RoleName", "Worker"}, {"PolicyArn", lambda_basic}});
  CHECK(iam.error("DeleteRole", role).message == "Cannot delete entity, must delete policies first.");
  iam.call("DeleteRolePolicy", {{"RoleName", "Worker"}, {"PolicyName", "p"}});
  CHECK(iam.call("ListInstanceProfilesForRole", role)["InstanceProfiles"].empty());
  iam.call("DeleteRole", role);
  CHECK(iam.error("ListInstanceProfilesForRole", role).code == "NoSuchEntityException");
  CHECK(iam.error("DeleteRole", role).message == "The role with name Worker cannot be found.");
}

TEST_CASE("inline policies are put, replaced, read, listed and deleted") {
  Iam iam;
  iam.add("Worker");
  const auto put = [&](const char* name, const std::string& document) {
    iam.call("PutRolePolicy", {{"RoleName", "Worker"}, {"PolicyName", name}, {"PolicyDocument", document}});
  };
  put("b", permissions + " ");
  put("b", permissions);
  put("a", permissions);
  const Json read = iam.call("GetRolePolicy", {{"RoleName", "Worker"}, {"PolicyName", "b"}});
  CHECK(wire::percent_decode(read["PolicyDocument"].get<std::string>()) == permissions);
  CHECK(iam.call("ListRolePolicies", {{"RoleName", "Worker"}})["PolicyNames"] == Json{"a", "b"});
  const Json page = iam.call("ListRolePolicies", {{"RoleName", "Worker"}, {"MaxItems", 1}});
  CHECK(page["PolicyNames"] == Json::array({"a"}));
  CHECK(iam.call("ListRolePolicies", {{"RoleName", "Worker"}, {"Marker", page["Marker"]}})["PolicyNames"] ==
        Json::array({"b"}));
  iam.call("DeleteRolePolicy", {{"RoleName", "Worker"}, {"PolicyName", "b"}});
  for (const char* operation : {"GetRolePolicy", "DeleteRolePolicy"}) {
    CHECK(iam.error(operation, {{"RoleName", "Worker"}, {"PolicyName", "b"}}).message ==
          "The role policy with name b cannot be found.");
  }
  CHECK(iam.error("PutRolePolicy", {{"RoleName", "Worker"}, {"PolicyName", "c"}, {"PolicyDocument", trust}})
            .message == "Policy document should not specify a principal.");
}

TEST_CASE("the inline policies of a role have a size together") {
  Iam iam;
  iam.add("Worker");
  const auto policy = [](std::size_t length) {
    return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::)" +
           std::string(length, 'x') + "\"}}";
  };
  iam.call("PutRolePolicy", {{"RoleName", "Worker"}, {"PolicyName", "a"}, {"PolicyDocument", policy(9000)}});
  const ApiError error = iam.error(
      "PutRolePolicy", {{"RoleName", "Worker"}, {"PolicyName", "b"}, {"PolicyDocument", policy(1100)}});
  CHECK(error.code == "LimitExceededException");
  CHECK(error.message == "Maximum policy size of 10240 bytes exceeded for role Worker");
  CHECK(iam.call("ListRolePolicies", {{"RoleName", "Worker"}})["PolicyNames"] == Json::array({"a"}));
}

TEST_CASE("tags of a role are put, listed and taken off") {
  Iam iam;
  iam.add("Worker");
  iam.call("TagRole", {{"RoleName", "Worker"},
                       {"Tags", {{{"Key", "a"}, {"Value", "1"}}, {{"Key", "b"}, {"Value", ""}}}}});
  CHECK(iam.call("ListRoleTags", {{"RoleName", "Worker"}})["Tags"].size() == 2);
  iam.call("UntagRole", {{"RoleName", "Worker"}, {"TagKeys", {"A"}}});
  CHECK(iam.role("Worker")["Tags"] == Json{{{"Key", "b"}, {"Value", ""}}});
  Json tags = Json::array();
  for (int i = 0; i < 50; ++i) tags.push_back({{"Key", std::to_string(i)}, {"Value", ""}});
  CHECK(iam.error("TagRole", {{"RoleName", "Worker"}, {"Tags", tags}}).message ==
        "Cannot exceed quota for TagsPerRole: 50");
}

}  // namespace
}  // namespace cloche::iam
