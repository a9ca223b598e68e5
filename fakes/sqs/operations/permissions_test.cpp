#include "fakes/sqs/test_account.h"

namespace cloche::sqs {
namespace {

struct Permissions : Sqs {
  std::string url = create("one");

  void add(const std::string& label, const Json& accounts, const Json& actions) {
    on(url, "AddPermission", {{"Label", label}, {"AWSAccountIds", accounts}, {"Actions", actions}});
  }
  std::string complaint(const std::string& label, const Json& accounts, const Json& actions) {
    const ApiError error =
        error_on(url, "AddPermission", {{"Label", label}, {"AWSAccountIds", accounts}, {"Actions", actions}});
    return error.code + ": " + error.message;
  }
  Json policy() { return parse_json(attribute(url, "Policy")); }
};

TEST_CASE("a permission is a statement of the queue's policy") {
  Permissions sqs;
  sqs.add("first", {"111111111111"}, {"SendMessage"});
  CHECK(sqs.policy() == Json{{"Version", "2012-10-17"},
                             {"Id", "arn:aws:sqs:us-east-1:000000000000:one/SQSDefaultPolicy"},
                             {"Statement",
                              {{{"Sid", "first"},
                                {"Effect", "Allow"},
                                {"Principal", {{"AWS", "arn:aws:iam::111111111111:root"}}},
                                {"Action", "SQS:SendMessage"},
                                {"Resource", "arn:aws:sqs:us-east-1:000000000000:one"}}}}});
  sqs.add("second", {"111111111111", "222222222222"}, {"*", "ReceiveMessage"});
  CHECK(sqs.policy()["Statement"][1]["Principal"]["AWS"].size() == 2);
  CHECK(sqs.policy()["Statement"][1]["Action"] == Json{"SQS:*", "SQS:ReceiveMessage"});
  CHECK(sqs.complaint("first", {"111111111111"}, {"SendMessage"}) ==
        "InvalidParameterValue: Value first for parameter Label is invalid. Reason: Already exists.");
  for (const char* label : {"first", "second"}) sqs.on(sqs.url, "RemovePermission", {{"Label", label}});
  CHECK(sqs.attribute(sqs.url, "Policy") == "");
  CHECK(sqs.error_on(sqs.url, "RemovePermission", {{"Label", "first"}}).message ==
        "Value first for parameter Label is invalid. Reason: can't find label on existing policy.");
}

TEST_CASE("permissions are checked") {
  Permissions sqs;
  const Json actions{"SendMessage"};
  CHECK(sqs.complaint("", {"111111111111"}, actions) ==
        "MissingParameter: The request must contain the parameter Label.");
  CHECK(sqs.complaint("a", Json::array(), actions) ==
        "MissingParameter: The request must contain the parameter AWSAccountIds.");
  CHECK(sqs.complaint("a", {"1"}, actions) ==
        "InvalidParameterValue: Value [1] for parameter PrincipalId is invalid. Reason: Unable to verify.");
  CHECK(sqs.complaint("a", {"111111111111"}, {"CreateQueue"}) ==
        "InvalidParameterValue: Value SQS:CreateQueue for parameter ActionName is invalid. Reason: Only the "
        "queue owner is "
        "allowed to invoke this action.");
  CHECK(sqs.complaint("a", {"111111111111"}, {"Foo"}) ==
        "InvalidParameterValue: Value SQS:Foo for parameter ActionName is invalid. Reason: Please refer to "
        "the appropriate "
        "WSDL for a list of valid actions.");
  CHECK(sqs.complaint("a", {"111111111111"}, Json(Names(8, "SendMessage"))) ==
        "OverLimit: 8 Actions were found, maximum allowed is 7.");
}

}  // namespace
}  // namespace cloche::sqs
