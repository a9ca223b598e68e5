// Policies, tags, concurrency, and the configuration of asynchronous invocation.
#include <chrono>

#include "fakes/lambda/function.h"
#include "fakes/lambda/settings.h"
#include "fakes/lambda/testing/lambda_test.h"

namespace cloche::lambda {
namespace {

using namespace std::chrono_literals;
using testing::arn_of;
using testing::LambdaTest;

struct Function : LambdaTest {
  Function() { create("f"); }

  static Json permission(const std::string& sid, const Json& more = Json::object()) {
    Json request{{"FunctionName", "f"},
                 {"StatementId", sid},
                 {"Action", "lambda:InvokeFunction"},
                 {"Principal", "s3.amazonaws.com"}};
    request.update(more);
    return request;
  }
  std::string statement(const std::string& sid, const Json& more) {
    return call("AddPermission", permission(sid, more))["Statement"];
  }
};

TEST_CASE("a permission is written as Lambda writes it") {
  Function lambda;
  CHECK(
      lambda.statement("bucket", {{"SourceArn", "arn:aws:s3:::photos"}, {"SourceAccount", "000000000000"}}) ==
      R"({"Sid":"bucket","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction",)"
      R"("Resource":"arn:aws:lambda:us-east-1:000000000000:function:f",)"
      R"("Condition":{"StringEquals":{"AWS:SourceAccount":"000000000000"},"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::photos"}}})");
  CHECK(lambda.statement("account", {{"Principal", "123456789012"}})
            .find(R"("Principal":{"AWS":"arn:aws:iam::123456789012:root"})") != std::string::npos);
  CHECK(lambda.statement("all", {{"Principal", "*"}, {"PrincipalOrgID", "o-abcdefghij"}})
            .find(R"("Principal":"*")") != std::string::npos);
  CHECK(lambda.error("AddPermission", Function::permission("x", {{"Principal", "nobody"}})).message ==
        "The provided principal was invalid. Please check the principal and try again.");
  const Json policy =
      Json::parse(lambda.call("GetPolicy", {{"FunctionName", "f"}})["Policy"].get<std::string>());
  CHECK(policy["Version"] == "2012-10-17");
  CHECK(policy["Id"] == "default");
  REQUIRE(policy["Statement"].size() == 3);
  CHECK(policy["Statement"][2]["Sid"] == "all");
}

TEST_CASE("a statement id is used once, and removed by it") {
  Function lambda;
  const auto remove = [](const std::string& sid) {
    return Json{{"FunctionName", "f"}, {"StatementId", sid}};
  };
  CHECK(lambda.error("GetPolicy", {{"FunctionName", "f"}}).message ==
        "The resource you requested does not exist.");
  CHECK(lambda.error("RemovePermission", remove("s")).message ==
        "No policy is associated with the given resource.");
  lambda.call("AddPermission", Function::permission("s"));
  const ApiError again = lambda.error("AddPermission", Function::permission("s"));
  CHECK(again.code == "ResourceConflictException");
  CHECK(again.message ==
        "The statement id (s) provided already exists. Please provide a new statement id, or remove the "
        "existing "
        "statement.");
  CHECK(lambda.error("RemovePermission", remove("t")).message ==
        "Statement t is not found in resource policy.");
  lambda.call("RemovePermission", remove("s"));
  CHECK(lambda.error("GetPolicy", {{"FunctionName", "f"}}).code == "ResourceNotFoundException");
}

TEST_CASE("a version and an alias have policies of their own, $LATEST has none") {
  Function lambda;
  lambda.call("PublishVersion", {{"FunctionName", "f"}});
  lambda.call("CreateAlias", {{"FunctionName", "f"}, {"Name", "live"}, {"FunctionVersion", "1"}});
  CHECK(lambda.statement("s", {{"Qualifier", "live"}}).find(arn_of("f:live")) != std::string::npos);
  CHECK(lambda.error("GetPolicy", {{"FunctionName", "f"}}).code == "ResourceNotFoundException");
  CHECK(lambda.call("GetPolicy", {{"FunctionName", "f:live"}}).contains("Policy"));
  CHECK(lambda.error("AddPermission", Function::permission("s", {{"Qualifier", "$LATEST"}})).message ==
        "We currently do not support adding policies for $LATEST.");
  CHECK(lambda.error("AddPermission", Function::permission("s", {{"Qualifier", "9"}})).message ==
        "Function not found: " + arn_of("f:9"));
}

TEST_CASE("a policy is changed only at the revision that was asked for, and grows to 20 KB") {
  Function lambda;
  CHECK(lambda.error("AddPermission", Function::permission("s", {{"RevisionId", "x"}})).code ==
        "PreconditionFailedException");
  lambda.call("AddPermission", Function::permission("s"));
  const std::string revision = lambda.call("GetPolicy", {{"FunctionName", "f"}})["RevisionId"];
  lambda.call("AddPermission", Function::permission("t", {{"RevisionId", revision}}));
  CHECK(lambda.error("AddPermission", Function::permission("u", {{"RevisionId", revision}})).code ==
        "PreconditionFailedException");
  for (int i = 0; i < 200; ++i) {
    try {
      lambda.call("AddPermission", Function::permission("more" + std::to_string(i)));
    } catch (const ApiError& error) {
      CHECK(error.code == "PolicyLengthExceededException");
      CHECK(error.message.ends_with("is bigger than the limit (20480)."));
      return;
    }
  }
  FAIL("the policy has no limit");
}

TEST_CASE("a function has at most 50 tags") {
  Function lambda;
  const std::string arn = arn_of("f");
  lambda.call("TagResource", {{"Resource", arn}, {"Tags", {{"a", "1"}, {"b", "2"}}}});
  lambda.call("UntagResource", {{"Resource", arn}, {"TagKeys", {"a"}}});
  CHECK(lambda.call("ListTags", {{"Resource", arn}})["Tags"] == Json{{"b", "2"}});
  CHECK(lambda.call("GetFunction", {{"FunctionName", "f"}})["Tags"] == Json{{"b", "2"}});
  Json many = Json::object();
  for (int i = 0; i < 50; ++i) many["key" + std::to_string(i)] = "";
  CHECK(lambda.error("TagResource", {{"Resource", arn}, {"Tags", many}}).code ==
        "InvalidParameterValueException");
  CHECK(lambda.call("ListTags", {{"Resource", arn}})["Tags"].size() == 1);
  CHECK(lambda.error("ListTags", {{"Resource", arn + ":1"}}).message ==
        "Tags on function aliases and versions are not supported. Please specify a function ARN.");
  CHECK(lambda.error("ListTags", {{"Resource", arn_of("g")}}).message ==
        "Function not found: " + arn_of("g"));
  CHECK(lambda.error("TagResource", {{"Resource", arn}, {"Tags", {{"aws:x", ""}}}}).code ==
        "InvalidParameterValueException");
}

TEST_CASE("of the account's concurrency at least 100 stay unreserved") {
  Function lambda;
  lambda.create("g");
  const auto reserve = [](const std::string& name, int count) {
    return Json{{"FunctionName", name}, {"ReservedConcurrentExecutions", count}};
  };
  CHECK(lambda.call("GetFunctionConcurrency", {{"FunctionName", "f"}}).empty());
  CHECK(lambda.call("PutFunctionConcurrency", reserve("f", 900))["ReservedConcurrentExecutions"] == 900);
  CHECK(lambda.error("PutFunctionConcurrency", reserve("g", 1)).message ==
        "Specified ReservedConcurrentExecutions for function decreases account's "
        "UnreservedConcurrentExecution below its "
        "minimum value of [100].");
  CHECK(lambda.call("PutFunctionConcurrency", reserve("g", 0))["ReservedConcurrentExecutions"] == 0);
  CHECK(lambda.call("GetAccountSettings")["AccountLimit"]["UnreservedConcurrentExecutions"] == 100);
  CHECK(lambda.call("GetFunction", {{"FunctionName", "f"}})["Concurrency"]["ReservedConcurrentExecutions"] ==
        900);
  const auto of = [&](const char* name) {
    return lambda.account.transact([&] { return concurrency_limits(lambda.account, "us-east-1", name); });
  };
  CHECK(of("f").reserved == 900);
  CHECK(of("f").unreserved == 100);
  lambda.call("DeleteFunctionConcurrency", {{"FunctionName", "f"}});
  CHECK_FALSE(of("f").reserved);
  CHECK(of("f").unreserved == 1000);
  CHECK(of("g").reserved == 0);
  CHECK(lambda.error("PutFunctionConcurrency", reserve("f:1", 1))
            .message.starts_with("This operation is permitted on Lambda functions only."));
  lambda.account.transact([&] { set_concurrent_executions(lambda.account, 10); });
  CHECK(lambda.call("GetAccountSettings")["AccountLimit"]["ConcurrentExecutions"] == 10);
  CHECK(lambda.call("GetAccountSettings")["AccountUsage"]["FunctionCount"] == 2);
}

TEST_CASE("how asynchronous events are treated is configured for a qualifier") {
  Function lambda;
  const auto of = [&](const char* qualifier) {
    return lambda.account.transact(
        [&] { return event_invoke_config(lambda.account, "us-east-1", "f", qualifier); });
  };
  CHECK(of("").maximum_retry_attempts == 2);
  CHECK(of("").maximum_event_age == 6h);
  CHECK(lambda.error("GetFunctionEventInvokeConfig", {{"FunctionName", "f"}}).message ==
        "The function " + arn_of("f:$LATEST") + " doesn't have an EventInvokeConfig");
  CHECK(lambda.error("PutFunctionEventInvokeConfig", {{"FunctionName", "f"}}).message ==
        "You must specify at least one of error handling or destination setting.");
  const Json put =
      lambda.call("PutFunctionEventInvokeConfig", {{"FunctionName", "f"}, {"MaximumRetryAttempts", 0}});
  CHECK(put["FunctionArn"] == arn_of("f:$LATEST"));
  CHECK(put["DestinationConfig"] == Json{{"OnSuccess", Json::object()}, {"OnFailure", Json::object()}});
  CHECK_FALSE(put.contains("MaximumEventAgeInSeconds"));
  CHECK(of("$LATEST").maximum_retry_attempts == 0);

  const std::string queue = "arn:aws:sqs:us-east-1:000000000000:failed";
  const Json updated = lambda.call("UpdateFunctionEventInvokeConfig",
                                   {{"FunctionName", "f"},
                                    {"MaximumEventAgeInSeconds", 60},
                                    {"DestinationConfig", {{"OnFailure", {{"Destination", queue}}}}}});
  CHECK(updated["MaximumRetryAttempts"] == 0);
  CHECK(of("").on_failure == queue);
  CHECK(of("").on_success == "");
  CHECK(of("").maximum_event_age == 60s);
  CHECK(lambda.error("PutFunctionEventInvokeConfig", {{"FunctionName", "f"}, {"MaximumRetryAttempts", 3}})
            .code == "ValidationException");
  const auto refusal = [&](const std::string& target) {
    return lambda
        .error("PutFunctionEventInvokeConfig",
               {{"FunctionName", "f"}, {"DestinationConfig", {{"OnSuccess", {{"Destination", target}}}}}})
        .message;
  };
  CHECK(refusal("arn:aws:dynamodb:us-east-1:000000000000:table/x") ==
        "The provided destination config "
        "DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:dynamodb:us-east-1:"
        "000000000000:table/x), onFailure=null) is invalid.");
  CHECK(
      refusal("arn:aws:events:us-east-1:000000000000:rule/r").starts_with("The provided destination config"));
  CHECK(refusal(arn_of("f")) == "You can't specify the function as a destination for itself.");
  CHECK(lambda
            .error("PutFunctionEventInvokeConfig",
                   {{"FunctionName", "f"}, {"Qualifier", "9"}, {"MaximumRetryAttempts", 1}})
            .code == "ResourceNotFoundException");
  CHECK(lambda.call("ListFunctionEventInvokeConfigs", {{"FunctionName", "f"}})["FunctionEventInvokeConfigs"]
            .size() == 1);
  lambda.call("DeleteFunctionEventInvokeConfig", {{"FunctionName", "f"}});
  CHECK(lambda.error("DeleteFunctionEventInvokeConfig", {{"FunctionName", "f"}}).code ==
        "ResourceNotFoundException");
}

TEST_CASE("a function's updates of runtime and code signing are the defaults") {
  Function lambda;
  CHECK(lambda.call("GetRuntimeManagementConfig", {{"FunctionName", "f"}}) ==
        Json{{"UpdateRuntimeOn", "Auto"}, {"FunctionArn", arn_of("f:$LATEST")}});
  CHECK(lambda.call("GetFunctionCodeSigningConfig", {{"FunctionName", "f"}})["FunctionName"] == "f");
}

}  // namespace
}  // namespace cloche::lambda
