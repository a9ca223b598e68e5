#include "fakes/iam/service.h"
#include "fakes/wire/http_message.h"
#include "fakes/wire/operation_test.h"

namespace cloche::iam {
namespace {

struct Iam : wire::OperationTest {
  Iam() : OperationTest({&definition()}) {}
  void add(const std::string& name, const std::string& path = "/") {
    call("CreateUser", {{"UserName", name}, {"Path", path}});
  }
  std::vector<std::string> names(Json request = Json::object()) {
    std::vector<std::string> names;
    const Json answer = call("ListUsers", request);
    for (const Json& user : answer["Users"]) names.push_back(user["UserName"]);
    return names;
  }
};

using Names = std::vector<std::string>;

TEST_CASE("a user is created with a unique id, and found as it was created") {
  Iam iam;
  const Json created =
      iam.call("CreateUser",
               {{"UserName", "Bob"}, {"Path", "/team/"}, {"Tags", {{{"Key", "a"}, {"Value", "b"}}}}})["User"];
  CHECK(created["UserName"] == "Bob");
  CHECK(created["Path"] == "/team/");
  CHECK(created["Arn"] == "arn:aws:iam::000000000000:user/team/Bob");
  CHECK(created["UserId"].get<std::string>().starts_with("AIDA"));
  CHECK(created["UserId"].get<std::string>().size() == 21);
  CHECK(created["CreateDate"] == to_millis(iam.wall));
  CHECK(created["Tags"] == Json{{{"Key", "a"}, {"Value", "b"}}});
  CHECK(iam.call("GetUser", {{"UserName", "Bob"}})["User"] == created);
}

TEST_CASE("a user without tags shows none, and is at the root of paths") {
  Iam iam;
  iam.add("Bob");
  const Json user = iam.call("GetUser", {{"UserName", "Bob"}})["User"];
  CHECK(!user.contains("Tags"));
  CHECK(user["Path"] == "/");
  CHECK(user["Arn"] == "arn:aws:iam::000000000000:user/Bob");
}

TEST_CASE("a name is taken whatever its case") {
  Iam iam;
  iam.add("Bob");
  const ApiError error = iam.error("CreateUser", {{"UserName", "bOB"}});
  CHECK(error.code == "EntityAlreadyExistsException");
  CHECK(error.message == "User with name bOB already exists.");
  CHECK(iam.error("GetUser", {{"UserName", "bOB"}}).message == "The user with name bOB cannot be found.");
}

TEST_CASE("without a name, GetUser shows who calls") {
  Iam iam;
  const Json root = iam.call("GetUser")["User"];
  CHECK(root["Arn"] == "arn:aws:iam::000000000000:root");
  CHECK(root["UserId"] == "000000000000");
  CHECK(!root.contains("UserName"));
  iam.add("Bob");
  iam.caller.user_id = iam.call("GetUser", {{"UserName", "Bob"}})["User"]["UserId"];
  CHECK(iam.call("GetUser")["User"]["UserName"] == "Bob");
  iam.caller.user_id = "AROAEXAMPLE:session";
  CHECK(iam.error("GetUser").message == "Must specify userName when calling with non-User credentials");
}

TEST_CASE("users are listed by name, in pages and by path") {
  Iam iam;
  for (const char* name : {"c", "A", "b", "d"}) iam.add(name, name[0] == 'd' ? "/x/" : "/");
  CHECK(iam.names() == Names{"A", "b", "c", "d"});
  CHECK(iam.names({{"PathPrefix", "/x"}}) == Names{"d"});
  const Json page = iam.call("ListUsers", {{"MaxItems", 3}});
  CHECK(page["IsTruncated"] == true);
  CHECK(iam.names({{"Marker", page["Marker"]}}) == Names{"d"});
  const Json last = iam.call("ListUsers", {{"MaxItems", 4}});
  CHECK(last["IsTruncated"] == false);
  CHECK(!last.contains("Marker"));
  CHECK(iam.error("ListUsers", {{"Marker", "?"}}).code == "ValidationError");
  CHECK(iam.error("ListUsers", {{"PathPrefix", "x"}}).code == "ValidationError");
  CHECK(iam.error("ListUsers", {{"MaxItems", 0}}).message ==
        "1 validation error detected: Value '0' at 'maxItems' failed to satisfy constraint: Member must have "
        "value greater than or "
        "equal to 1");
}

TEST_CASE("a user changes its name and path, and keeps its id") {
  Iam iam;
  iam.add("Bob");
  iam.add("Eve");
  const Json before = iam.call("GetUser", {{"UserName", "Bob"}})["User"];
  CHECK(iam.error("UpdateUser", {{"UserName", "Bob"}, {"NewUserName", "eve"}}).message ==
        "User with name eve already exists.");
  CHECK(iam.error("UpdateUser", {{"UserName", "None"}, {"NewPath", "/"}}).code == "NoSuchEntityException");
  iam.call("UpdateUser", {{"UserName", "Bob"}, {"NewUserName", "BOB"}});
  iam.call("UpdateUser", {{"UserName", "BOB"}, {"NewPath", "/x/"}});
  const Json after = iam.call("GetUser", {{"UserName", "BOB"}})["User"];
  CHECK(after["UserId"] == before["UserId"]);
  CHECK(after["Arn"] == "arn:aws:iam::000000000000:user/x/BOB");
}

TEST_CASE("a user is deleted when it has no keys") {
  Iam iam;
  iam.add("Bob");
  const Json key = iam.call("CreateAccessKey", {{"UserName", "Bob"}})["AccessKey"];
  const ApiError error = iam.error("DeleteUser", {{"UserName", "Bob"}});
  CHECK(error.code == "DeleteConflictException");
  CHECK(error.message == "Cannot delete entity, must delete access keys first.");
  iam.call("DeleteAccessKey", {{"UserName", "Bob"}, {"AccessKeyId", key["AccessKeyId"]}});
  iam.call("DeleteUser", {{"UserName", "Bob"}});
  CHECK(iam.error("DeleteUser", {{"UserName", "Bob"}}).message == "The user with name Bob cannot be found.");
}

TEST_CASE("a user has policies of its own and attached ones, and is deleted when it has none") {
  Iam iam;
  iam.add("Bob");
  const std::string document =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]})";
  const std::string arn =
      iam.call("CreatePolicy", {{"PolicyName", "Read"}, {"PolicyDocument", document}})["Policy"]["Arn"];
  const Json bob{{"UserName", "Bob"}};
  const auto with = [&](const char* member, const std::string& value) {
    return Json{{"UserName", "Bob"}, {member, value}};
  };
  iam.call("PutUserPolicy", {{"UserName", "Bob"}, {"PolicyName", "own"}, {"PolicyDocument", document}});
  iam.call("AttachUserPolicy", with("PolicyArn", arn));
  const Json own = iam.call("GetUserPolicy", with("PolicyName", "own"));
  CHECK(own["UserName"] == "Bob");
  CHECK(wire::percent_decode(own["PolicyDocument"].get<std::string>()) == document);
  CHECK(iam.call("ListUserPolicies", bob)["PolicyNames"] == Json::array({"own"}));
  CHECK(iam.call("ListAttachedUserPolicies", bob)["AttachedPolicies"] ==
        Json::array({Json{{"PolicyName", "Read"}, {"PolicyArn", arn}}}));
  CHECK(iam.call("GetPolicy", {{"PolicyArn", arn}})["Policy"]["AttachmentCount"] == 1);

  CHECK(iam.error("DeleteUser", bob).message == "Cannot delete entity, must detach all policies first.");
  iam.call("DetachUserPolicy", with("PolicyArn", arn));
  CHECK(iam.error("DeleteUser", bob).message == "Cannot delete entity, must delete policies first.");
  iam.call("DeleteUserPolicy", with("PolicyName", "own"));
  CHECK(iam.error("GetUserPolicy", with("PolicyName", "own")).message ==
        "The user policy with name own cannot be found.");
  CHECK(iam.call("ListGroupsForUser", bob)["Groups"].empty());
  iam.call("DeleteUser", bob);
  CHECK(iam.error("ListUserPolicies", bob).message == "The user with name Bob cannot be found.");
}

TEST_CASE("the inline policies of a user have a size together") {
  Iam iam;
  iam.add("Bob");
  const std::string large =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::)" +
      std::string(2048, 'x') + "\"}}";
  const ApiError error =
      iam.error("PutUserPolicy", {{"UserName", "Bob"}, {"PolicyName", "a"}, {"PolicyDocument", large}});
  CHECK(error.code == "LimitExceededException");
  CHECK(error.message == "Maximum policy size of 2048 bytes exceeded for user Bob");
}

TEST_CASE("tags are put, replaced and taken off, whatever the case of their keys") {
  Iam iam;
  iam.add("Bob");
  iam.call("TagUser",
           {{"UserName", "Bob"}, {"Tags", {{{"Key", "a"}, {"Value", "1"}}, {{"Key", "b"}, {"Value", ""}}}}});
  iam.call("TagUser", {{"UserName", "Bob"}, {"Tags", {{{"Key", "A"}, {"Value", "2"}}}}});
  const Json tags = iam.call("ListUserTags", {{"UserName", "Bob"}});
  CHECK(tags["Tags"] == Json{{{"Key", "a"}, {"Value", "2"}}, {{"Key", "b"}, {"Value", ""}}});
  const Json page = iam.call("ListUserTags", {{"UserName", "Bob"}, {"MaxItems", 1}});
  CHECK(page["IsTruncated"] == true);
  CHECK(iam.call("ListUserTags", {{"UserName", "Bob"}, {"Marker", page["Marker"]}})["Tags"] ==
        Json{{{"Key", "b"}, {"Value", ""}}});
  iam.call("UntagUser", {{"UserName", "Bob"}, {"TagKeys", {"B", "none"}}});
  CHECK(iam.call("ListUserTags", {{"UserName", "Bob"}})["Tags"].size() == 1);
}

TEST_CASE("tags that are too many or come twice are refused, and none is put") {
  Iam iam;
  iam.add("Bob");
  CHECK(iam.error("TagUser", {{"UserName", "Bob"},
                              {"Tags", {{{"Key", "a"}, {"Value", "1"}}, {{"Key", "A"}, {"Value", "1"}}}}})
            .code == "InvalidInputException");
  Json tags = Json::array();
  for (int i = 0; i < 50; ++i) tags.push_back({{"Key", std::to_string(i)}, {"Value", ""}});
  iam.call("TagUser", {{"UserName", "Bob"}, {"Tags", tags}});
  CHECK(iam.error("TagUser", {{"UserName", "Bob"}, {"Tags", {{{"Key", "a"}, {"Value", "1"}}}}}).message ==
        "Cannot exceed quota for TagsPerUser: 50");
  CHECK(iam.call("ListUserTags", {{"UserName", "Bob"}})["Tags"].size() == 50);
}

TEST_CASE("names and paths are refused in IAM's words") {
  Iam iam;
  CHECK(iam.error("CreateUser", {{"UserName", "a b"}}).message ==
        "The specified value for userName is invalid. It must contain only alphanumeric characters and/or "
        "the following: +=,.@_-");
  for (const char* path : {"x", "/x", "x/", "/a b/"}) {
    CHECK(iam.error("CreateUser", {{"UserName", "Bob"}, {"Path", path}}).message ==
          "The specified value for path is invalid. It must begin and end with / and contain only "
          "alphanumeric characters and/or / "
          "characters.");
  }
  CHECK(iam.error("CreateUser").message ==
        "1 validation error detected: Value null at 'userName' failed to satisfy constraint: Member must not "
        "be null");
  CHECK(iam.error("CreateUser", {{"UserName", "Bob"}, {"PermissionsBoundary", "arn:aws:iam::aws:policy/x"}})
            .status == 501);
  CHECK(iam.names().empty());
}

}  // namespace
}  // namespace cloche::iam
