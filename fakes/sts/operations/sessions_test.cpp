#include "fakes/iam/access_key_id.h"
#include "fakes/iam/credentials.h"
#include "fakes/iam/service.h"
#include "fakes/sts/service.h"
#include "fakes/wire/operation_test.h"

namespace cloche::sts {
namespace {

using namespace std::chrono_literals;

struct Sts : wire::OperationTest {
  Sts() : OperationTest({&definition(), &iam::definition()}) {}
  /// From now on, this credential calls.
  void sign_in(const std::string& access_key_id) {
    caller = account.transact([&] { return iam::find_secret(account, access_key_id)->principal; });
  }
  void sign_in_as_user(const std::string& name) {
    call("CreateUser", {{"UserName", name}});
    sign_in(call("CreateAccessKey", {{"UserName", name}})["AccessKey"]["AccessKeyId"]);
  }
};

TEST_CASE("root is told who it is") {
  Sts sts;
  CHECK(sts.call("GetCallerIdentity") == Json{{"UserId", "000000000000"},
                                              {"Account", "000000000000"},
                                              {"Arn", "arn:aws:iam::000000000000:root"}});
}

TEST_CASE("a user is told who it is, also in a session") {
  Sts sts;
  sts.sign_in_as_user("Bob");
  const Json user = sts.call("GetCallerIdentity");
  CHECK(user["Arn"] == "arn:aws:iam::000000000000:user/Bob");
  CHECK(user["UserId"] == sts.call("GetUser")["User"]["UserId"]);
  sts.sign_in(sts.call("GetSessionToken")["Credentials"]["AccessKeyId"]);
  CHECK(sts.call("GetCallerIdentity") == user);
}

TEST_CASE("a session lasts as long as it was asked for, and 12 hours else") {
  Sts sts;
  sts.sign_in_as_user("Bob");
  CHECK(sts.call("GetSessionToken")["Credentials"]["Expiration"] == to_millis(sts.wall + 12h));
  CHECK(sts.call("GetSessionToken", {{"DurationSeconds", 900}})["Credentials"]["Expiration"] ==
        to_millis(sts.wall + 15min));
  CHECK(sts.error("GetSessionToken", {{"DurationSeconds", 129601}}).code == "ValidationError");
}

TEST_CASE("root's session lasts an hour at most") {
  Sts sts;
  CHECK(sts.call("GetSessionToken")["Credentials"]["Expiration"] == to_millis(sts.wall + 1h));
  CHECK(sts.call("GetSessionToken", {{"DurationSeconds", 7200}})["Credentials"]["Expiration"] ==
        to_millis(sts.wall + 1h));
  CHECK(sts.call("GetSessionToken", {{"DurationSeconds", 900}})["Credentials"]["Expiration"] ==
        to_millis(sts.wall + 15min));
}

TEST_CASE("a session makes no sessions, and an MFA device is not emulated") {
  Sts sts;
  CHECK(sts.error("GetSessionToken",
                  {{"SerialNumber", "arn:aws:iam::000000000000:mfa/x"}, {"TokenCode", "123456"}})
            .status == 501);
  sts.sign_in(sts.call("GetSessionToken")["Credentials"]["AccessKeyId"]);
  const ApiError error = sts.error("GetSessionToken");
  CHECK(error.code == "AccessDenied");
  CHECK(error.status == 403);
  CHECK(error.message == "Cannot call GetSessionToken with session credentials");
}

TEST_CASE("the account of a key is read from its id, whether the key exists or not") {
  Sts sts;
  const std::string foreign = iam::new_access_key_id(sts.account.ids(), iam::long_term_key, "123456789012");
  CHECK(sts.call("GetAccessKeyInfo", {{"AccessKeyId", foreign}})["Account"] == "123456789012");
  CHECK(sts.error("GetAccessKeyInfo", {{"AccessKeyId", "AKIAIOSFODNN7EXAMPLE"}}).code == "ValidationError");
}

}  // namespace
}  // namespace cloche::sts
