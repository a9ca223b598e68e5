#include "fakes/iam/service.h"
#include "fakes/wire/operation_test.h"

namespace cloche::iam {
namespace {

struct Iam : wire::OperationTest {
  Iam() : OperationTest({&definition()}) {}
  Json add(const std::string& name, const std::string& path = "/") {
    return call("CreateGroup", {{"GroupName", name}, {"Path", path}})["Group"];
  }
  void join(const std::string& user, const std::string& group) {
    call("AddUserToGroup", {{"UserName", user}, {"GroupName", group}});
  }
  static std::vector<std::string> names(const Json& list, const char* member) {
    std::vector<std::string> names;
    for (const Json& element : list) names.push_back(element[member]);
    return names;
  }
};
using Names = std::vector<std::string>;

TEST_CASE("a group is created with a unique id, found, renamed, and listed by name and path") {
  Iam iam;
  const Json created = iam.add("Admins", "/team/");
  CHECK(created["Arn"] == "arn:aws:iam::000000000000:group/team/Admins");
  CHECK(created["GroupId"].get<std::string>().starts_with("AGPA"));
  CHECK(iam.call("GetGroup", {{"GroupName", "Admins"}})["Group"] == created);
  const ApiError taken = iam.error("CreateGroup", {{"GroupName", "admins"}});
  CHECK(taken.code == "EntityAlreadyExistsException");
  CHECK(taken.message == "Group with name admins already exists.");
  CHECK(iam.error("CreateGroup", {{"GroupName", "a b"}})
            .message.starts_with("The specified value for groupName is invalid."));
  iam.add("Readers");
  CHECK(Iam::names(iam.call("ListGroups")["Groups"], "GroupName") == Names{"Admins", "Readers"});
  CHECK(Iam::names(iam.call("ListGroups", {{"PathPrefix", "/team/"}})["Groups"], "GroupName") ==
        Names{"Admins"});
  CHECK(iam.error("UpdateGroup", {{"GroupName", "Admins"}, {"NewGroupName", "readers"}}).code ==
        "EntityAlreadyExistsException");
  iam.call("UpdateGroup", {{"GroupName", "Admins"}, {"NewGroupName", "Owners"}, {"NewPath", "/"}});
  CHECK(iam.call("GetGroup", {{"GroupName", "Owners"}})["Group"]["GroupId"] == created["GroupId"]);
  CHECK(iam.error("GetGroup", {{"GroupName", "Admins"}}).message ==
        "The group with name Admins cannot be found.");
}

TEST_CASE("users join groups and leave them, and neither goes before") {
  Iam iam;
  iam.add("Admins");
  iam.add("Readers");
  for (const char* user : {"Ann", "Bob"}) iam.call("CreateUser", {{"UserName", user}});
  iam.join("Bob", "Admins");
  iam.join("Ann", "Admins");
  iam.join("Ann", "Admins");
  iam.join("Ann", "Readers");
  const Json first = iam.call("GetGroup", {{"GroupName", "Admins"}, {"MaxItems", 1}});
  CHECK(Iam::names(first["Users"], "UserName") == Names{"Ann"});
  CHECK(Iam::names(iam.call("GetGroup", {{"GroupName", "Admins"}, {"Marker", first["Marker"]}})["Users"],
                   "UserName") == Names{"Bob"});
  CHECK(Iam::names(iam.call("ListGroupsForUser", {{"UserName", "Ann"}})["Groups"], "GroupName") ==
        Names{"Admins", "Readers"});
  CHECK(iam.error("DeleteGroup", {{"GroupName", "Admins"}}).message ==
        "Cannot delete entity, must remove users from group first.");
  CHECK(iam.error("DeleteUser", {{"UserName", "Bob"}}).message ==
        "Cannot delete entity, must remove users from group first.");
  CHECK(iam.error("AddUserToGroup", {{"UserName", "Eve"}, {"GroupName", "Admins"}}).message ==
        "The user with name Eve cannot be found.");
  for (const char* user : {"Ann", "Bob"})
    iam.call("RemoveUserFromGroup", {{"UserName", user}, {"GroupName", "Admins"}});
  iam.call("DeleteUser", {{"UserName", "Bob"}});
  iam.call("DeleteGroup", {{"GroupName", "Admins"}});
  CHECK(Iam::names(iam.call("ListGroups")["Groups"], "GroupName") == Names{"Readers"});
}

TEST_CASE("a user is in ten groups at most") {
  Iam iam;
  iam.call("CreateUser", {{"UserName", "Ann"}});
  for (int i = 0; i < 11; ++i) iam.add("g" + std::to_string(i));
  for (int i = 0; i < 10; ++i) iam.join("Ann", "g" + std::to_string(i));
  CHECK(iam.error("AddUserToGroup", {{"UserName", "Ann"}, {"GroupName", "g10"}}).message ==
        "Cannot exceed quota for GroupsPerUser: 10");
  iam.join("Ann", "g9");
}

TEST_CASE("a group has policies as users and roles have them") {
  Iam iam;
  iam.add("Admins");
  const std::string document =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]})";
  const std::string arn =
      iam.call("CreatePolicy", {{"PolicyName", "Read"}, {"PolicyDocument", document}})["Policy"]["Arn"];
  iam.call("PutGroupPolicy", {{"GroupName", "Admins"}, {"PolicyName", "own"}, {"PolicyDocument", document}});
  iam.call("AttachGroupPolicy", {{"GroupName", "Admins"}, {"PolicyArn", arn}});
  CHECK(iam.call("GetGroupPolicy", {{"GroupName", "Admins"}, {"PolicyName", "own"}})["GroupName"] ==
        "Admins");
  CHECK(iam.call("ListGroupPolicies", {{"GroupName", "Admins"}})["PolicyNames"] == Json::array({"own"}));
  CHECK(iam.call("ListAttachedGroupPolicies", {{"GroupName", "Admins"}})["AttachedPolicies"].size() == 1);
  CHECK(iam.call("ListEntitiesForPolicy", {{"PolicyArn", arn}})["PolicyGroups"][0]["GroupName"] == "Admins");
  CHECK(iam.error("DeleteGroup", {{"GroupName", "Admins"}}).message ==
        "Cannot delete entity, must detach all policies first.");
  iam.call("DetachGroupPolicy", {{"GroupName", "Admins"}, {"PolicyArn", arn}});
  CHECK(iam.error("DeleteGroup", {{"GroupName", "Admins"}}).message ==
        "Cannot delete entity, must delete policies first.");
  iam.call("DeleteGroupPolicy", {{"GroupName", "Admins"}, {"PolicyName", "own"}});
  CHECK(iam.error("GetGroupPolicy", {{"GroupName", "Admins"}, {"PolicyName", "own"}}).message ==
        "The group policy with name own cannot be found.");
  iam.call("DeleteGroup", {{"GroupName", "Admins"}});
}

}  // namespace
}  // namespace cloche::iam
