#include "fakes/iam/credentials.h"
#include "fakes/iam/service.h"
#include "fakes/sts/service.h"
#include "fakes/wire/operation_test.h"

namespace cloche::sts {
namespace {

using namespace std::chrono_literals;

struct Sts : wire::OperationTest {
  Sts() : OperationTest({&definition(), &iam::definition()}) {}
  std::string add_role(const std::string& name, std::int64_t max_seconds = 3600) {
    return call(
        "CreateRole",
        {{"RoleName", name},
         {"Path", "/team/"},
         {"MaxSessionDuration", max_seconds},
         {"AssumeRolePolicyDocument",
          R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}})"}})
        ["Role"]["Arn"];
  }
  Json assume(const std::string& arn, const Json& more = Json::object()) {
    Json request{{"RoleArn", arn}, {"RoleSessionName", "session"}};
    request.update(more);
    return call("AssumeRole", request);
  }
  ApiError refusal(const std::string& arn, const Json& more = Json::object()) {
    Json request{{"RoleArn", arn}, {"RoleSessionName", "session"}};
    request.update(more);
    return error("AssumeRole", request);
  }
  void sign_in(const std::string& access_key_id) {
    caller = account.transact([&] { return iam::find_secret(account, access_key_id)->principal; });
  }
};

TEST_CASE("a role is assumed, and its session is told who it is") {
  Sts sts;
  const std::string role = sts.add_role("Worker");
  const std::string id = sts.call("GetRole", {{"RoleName", "Worker"}})["Role"]["RoleId"];
  const Json answer = sts.assume(role);
  CHECK(answer["AssumedRoleUser"]["AssumedRoleId"] == id + ":session");
  CHECK(answer["AssumedRoleUser"]["Arn"] == "arn:aws:sts::000000000000:assumed-role/Worker/session");
  CHECK(answer["Credentials"]["Expiration"] == to_millis(sts.wall + 1h));
  CHECK(!answer.contains("PackedPolicySize"));
  sts.sign_in(answer["Credentials"]["AccessKeyId"]);
  CHECK(sts.call("GetCallerIdentity") ==
        Json{{"UserId", id + ":session"},
             {"Account", "000000000000"},
             {"Arn", "arn:aws:sts::000000000000:assumed-role/Worker/session"}});
  CHECK(sts.error("GetUser").message == "Must specify userName when calling with non-User credentials");
}

TEST_CASE("a role's session ends as its role allows, and in an hour where a session makes it") {
  Sts sts;
  const std::string role = sts.add_role("Worker", 7200);
  CHECK(sts.assume(role, {{"DurationSeconds", 7200}})["Credentials"]["Expiration"] ==
        to_millis(sts.wall + 2h));
  const ApiError too_long = sts.refusal(role, {{"DurationSeconds", 7201}});
  CHECK(too_long.code == "ValidationError");
  CHECK(too_long.message ==
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  sts.sign_in(sts.assume(role)["Credentials"]["AccessKeyId"]);
  sts.assume(role);
  CHECK(sts.refusal(role, {{"DurationSeconds", 3601}}).message ==
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
}

TEST_CASE("a role that is not there is one that may not be assumed") {
  Sts sts;
  for (const char* arn : {"arn:aws:iam::000000000000:role/None", "arn:aws:iam::123456789012:role/Worker"}) {
    const ApiError error = sts.refusal(arn);
    CHECK(error.code == "AccessDenied");
    CHECK(error.status == 403);
    CHECK(error.message ==
          "User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on "
          "resource: " +
              std::string(arn));
  }
  CHECK(sts.refusal("this-is-no-arn-at-all").code == "ValidationError");
  CHECK(sts.refusal("arn:aws:iam::000000000000:role/x", {{"RoleSessionName", "a b"}}).message ==
        "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member "
        "must "
        "satisfy regular expression pattern: [\\w+=,.@-]*");
}

TEST_CASE("what narrows a session is checked, and said not to be applied") {
  Sts sts;
  const std::string role = sts.add_role("Worker");
  CHECK(sts.refusal(role, {{"Policy", "{"}}).code == "MalformedPolicyDocumentException");
  const Json answer = sts.assume(
      role,
      {{"Policy", R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})"},
       {"SourceIdentity", "Bob"}});
  CHECK(answer["PackedPolicySize"] == 5);
  CHECK(answer["SourceIdentity"] == "Bob");
  CHECK(sts.unsupported.reported.size() == 1);
}

}  // namespace
}  // namespace cloche::sts
