#include "fakes/iam/credentials.h"
#include "fakes/iam/service.h"
#include "fakes/wire/operation_test.h"

namespace cloche::iam {
namespace {

struct Iam : wire::OperationTest {
  Iam() : OperationTest({&definition()}) { call("CreateUser", {{"UserName", "Bob"}}); }
  Json add_key() { return call("CreateAccessKey", {{"UserName", "Bob"}})["AccessKey"]; }
  Json keys(Json request = {{"UserName", "Bob"}}) {
    return call("ListAccessKeys", request)["AccessKeyMetadata"];
  }
};

TEST_CASE("a key is created with a secret, which is shown once") {
  Iam iam;
  const Json key = iam.add_key();
  CHECK(key["UserName"] == "Bob");
  CHECK(key["Status"] == "Active");
  CHECK(key["CreateDate"] == to_millis(iam.wall));
  CHECK(key["SecretAccessKey"].get<std::string>().size() == 40);
  Json shown = key;
  shown.erase("SecretAccessKey");
  CHECK(iam.keys() == Json::array({shown}));
}

TEST_CASE("a user has two keys at most, and so has root") {
  Iam iam;
  iam.add_key();
  iam.wall += std::chrono::hours(1);
  iam.add_key();
  const ApiError error = iam.error("CreateAccessKey", {{"UserName", "Bob"}});
  CHECK(error.code == "LimitExceededException");
  CHECK(error.message == "Cannot exceed quota for AccessKeysPerUser: 2");
  CHECK(!iam.call("CreateAccessKey")["AccessKey"].contains("UserName"));
  iam.call("CreateAccessKey");
  CHECK(iam.error("CreateAccessKey").code == "LimitExceededException");
}

TEST_CASE("keys are listed in the order in which they were made, in pages") {
  Iam iam;
  const Json first = iam.add_key();
  iam.wall += std::chrono::hours(1);
  const Json second = iam.add_key();
  CHECK(iam.keys()[0]["AccessKeyId"] == first["AccessKeyId"]);
  const Json page = iam.call("ListAccessKeys", {{"UserName", "Bob"}, {"MaxItems", 1}});
  CHECK(page["IsTruncated"] == true);
  const Json rest = iam.keys({{"UserName", "Bob"}, {"Marker", page["Marker"]}});
  REQUIRE(rest.size() == 1);
  CHECK(rest[0]["AccessKeyId"] == second["AccessKeyId"]);
  CHECK(iam.keys(Json::object()).empty());
}

TEST_CASE("a key is switched off and on, and deleted") {
  Iam iam;
  const Json id = iam.add_key()["AccessKeyId"];
  const auto valid = [&] {
    return iam.account.transact([&] { return find_secret(iam.account, id.get<std::string>())->valid; });
  };
  CHECK(valid());
  iam.call("UpdateAccessKey", {{"UserName", "Bob"}, {"AccessKeyId", id}, {"Status", "Inactive"}});
  CHECK(iam.keys()[0]["Status"] == "Inactive");
  CHECK(!valid());
  iam.call("UpdateAccessKey", {{"UserName", "Bob"}, {"AccessKeyId", id}, {"Status", "Active"}});
  CHECK(valid());
  iam.call("DeleteAccessKey", {{"UserName", "Bob"}, {"AccessKeyId", id}});
  CHECK(!valid());
  CHECK(iam.keys().empty());
}

TEST_CASE("a key is found only under its own user") {
  Iam iam;
  iam.call("CreateUser", {{"UserName", "Eve"}});
  const std::string id = iam.add_key()["AccessKeyId"];
  const std::string message = "The Access Key with id " + id + " cannot be found.";
  CHECK(iam.error("DeleteAccessKey", {{"UserName", "Eve"}, {"AccessKeyId", id}}).message == message);
  CHECK(iam.error("DeleteAccessKey", {{"AccessKeyId", id}}).message == message);
  CHECK(iam.error("UpdateAccessKey", {{"UserName", "Eve"}, {"AccessKeyId", id}, {"Status", "Active"}})
            .message == message);
  CHECK(iam.error("DeleteAccessKey", {{"UserName", "None"}, {"AccessKeyId", id}}).message ==
        "The user with name None cannot be found.");
  CHECK(iam.error("UpdateAccessKey", {{"UserName", "Bob"}, {"AccessKeyId", id}, {"Status", "Off"}}).code ==
        "ValidationError");
}

TEST_CASE("the last use of a key is told, or that there was none") {
  Iam iam;
  const std::string id = iam.add_key()["AccessKeyId"];
  Json answer = iam.call("GetAccessKeyLastUsed", {{"AccessKeyId", id}});
  CHECK(answer ==
        Json{{"UserName", "Bob"}, {"AccessKeyLastUsed", {{"ServiceName", "N/A"}, {"Region", "N/A"}}}});
  iam.account.transact([&] { note_use(iam.account, id, "s3", "eu-west-1"); });
  answer = iam.call("GetAccessKeyLastUsed", {{"AccessKeyId", id}});
  CHECK(answer["AccessKeyLastUsed"] ==
        Json{{"LastUsedDate", to_millis(iam.wall)}, {"ServiceName", "s3"}, {"Region", "eu-west-1"}});
  CHECK(iam.error("GetAccessKeyLastUsed", {{"AccessKeyId", "AKIAIOSFODNN7EXAMPLE"}}).code ==
        "NoSuchEntityException");
}

}  // namespace
}  // namespace cloche::iam
