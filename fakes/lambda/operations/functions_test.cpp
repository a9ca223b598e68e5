#include <chrono>

#include "fakes/lambda/code_store.h"
#include "fakes/lambda/settings.h"
#include "fakes/lambda/testing/lambda_test.h"

namespace cloche::lambda {
namespace {

using namespace std::chrono_literals;
using testing::arn_of;
using testing::LambdaTest;

TEST_CASE("a function is created with Lambda's defaults, pending, and active the next time it is looked at") {
  LambdaTest lambda;
  const Json created = lambda.create("thumbnails");
  CHECK(created["FunctionArn"] == arn_of("thumbnails"));
  CHECK(created["Version"] == "$LATEST");
  CHECK(created["State"] == "Pending");
  CHECK(created["StateReasonCode"] == "Creating");
  CHECK_FALSE(created.contains("LastUpdateStatus"));
  CHECK(created["Timeout"] == 3);
  CHECK(created["MemorySize"] == 128);
  CHECK(created["Description"] == "");
  CHECK(created["EphemeralStorage"]["Size"] == 512);
  CHECK(created["Architectures"] == Json{"x86_64"});
  CHECK(created["TracingConfig"]["Mode"] == "PassThrough");
  CHECK(created["PackageType"] == "Zip");
  CHECK(created["LoggingConfig"] == Json{{"LogFormat", "Text"}, {"LogGroup", "/aws/lambda/thumbnails"}});
  CHECK(created["LastModified"] == "2026-01-05T09:00:00.000+0000");
  CHECK(created["CodeSha256"].get<std::string>().size() == 44);

  const Json found = lambda.configuration("thumbnails");
  CHECK(found["State"] == "Active");
  CHECK(found["LastUpdateStatus"] == "Successful");
  CHECK_FALSE(found.contains("StateReason"));
  CHECK(found["RevisionId"] == created["RevisionId"]);
  CHECK(lambda.unsupported.reported.empty());
}

TEST_CASE("a function is found by each form of its name, and only in its account and region") {
  LambdaTest lambda;
  lambda.create("thumbnails");
  for (const char* name : {"thumbnails", "function:thumbnails", "000000000000:function:thumbnails",
                           "arn:aws:lambda:us-east-1:000000000000:function:thumbnails"}) {
    CHECK_MESSAGE(lambda.configuration(name)["FunctionArn"] == arn_of("thumbnails"), name);
  }
  CHECK(lambda.configuration("thumbnails:$LATEST")["FunctionArn"] == arn_of("thumbnails:$LATEST"));
  const ApiError missing = lambda.error("GetFunction", {{"FunctionName", "other"}});
  CHECK(missing.code == "ResourceNotFoundException");
  CHECK(missing.message == "Function not found: " + arn_of("other"));
  CHECK(missing.members["Type"] == "User");
  CHECK(lambda.error("GetFunction", {{"FunctionName", "thumbnails"}, {"Qualifier", "7"}}).message ==
        "Function not found: " + arn_of("thumbnails:7"));
  CHECK(lambda.error("GetFunction", {{"FunctionName", "thumbnails:1"}, {"Qualifier", "2"}}).message ==
        "The derived qualifier from the function name does not match the specified qualifier.");
  CHECK(lambda
            .error("GetFunction",
                   {{"FunctionName", "arn:aws:lambda:eu-west-1:000000000000:function:thumbnails"}})
            .message == "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')");
  CHECK(lambda.error("GetFunction", {{"FunctionName", "123456789012:function:thumbnails"}}).code ==
        "AccessDeniedException");
  lambda.region = "eu-west-1";
  CHECK(lambda.error("GetFunction", {{"FunctionName", "thumbnails"}}).code == "ResourceNotFoundException");
}

TEST_CASE("GetFunction says where the zip can be had, of a version too, and of a directory nowhere") {
  LambdaTest lambda;
  const std::string zip(blob_bytes(LambdaTest::zip()));
  lambda.create("thumbnails", {{"Publish", true}});
  lambda.call("UpdateFunctionCode", {{"FunctionName", "thumbnails"}, {"ZipFile", LambdaTest::zip("pass")}});
  const auto location = [&](const std::string& name) {
    const Json code = lambda.call("GetFunction", {{"FunctionName", name}})["Code"];
    CHECK(code["RepositoryType"] == "S3");
    return code.value("Location", "");
  };
  const std::string start = "http://localhost:4566" + std::string(code_path);
  REQUIRE(location("thumbnails:1").starts_with(start));
  CHECK(code_store(lambda.account).read_zip(location("thumbnails:1").substr(start.size())) == zip);
  CHECK(location("thumbnails") != location("thumbnails:1"));
  lambda.create("reloaded",
                {{"Code", {{"S3Bucket", "hot-reload"}, {"S3Key", lambda.directory.path().string()}}}});
  CHECK(location("reloaded").empty());
}

TEST_CASE("a payload that is no JSON is refused as Lambda does, which reads it with Jackson, as bytes") {
  LambdaTest lambda;
  lambda.create("thumbnails");
  const auto refusal = [&](const std::string& payload) {
    const ApiError error =
        lambda.error("Invoke", {{"FunctionName", "thumbnails"}, {"Payload", json_blob(payload)}});
    CHECK(error.code == "InvalidRequestContentException");
    return error.message;
  };
  CHECK(
      refusal("test data") ==
      "Could not parse request body into json: Could not parse payload into json: Unrecognized token 'test': "
      "was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: "
      "(byte[])\"test data\"; line: 1, column: 6]");
  CHECK(refusal("\"\xff\"") ==
        "Could not parse request body into json: Could not parse payload into json: Invalid UTF-8 start byte "
        "0xff\n at [Source: (byte[])\"\"\uFFFD\"\"; line: 1, column: 3]");
  const auto said = [&](const std::string& payload) {
    const std::string start = "Could not parse request body into json: Could not parse payload into json: ";
    const std::string message = refusal(payload);
    CHECK(message.starts_with(start));
    return message.substr(start.size());
  };
  CHECK(said("   ").starts_with("No content to map due to end-of-input"));
  CHECK(said("1 2").starts_with("Trailing token (of type VALUE_NUMBER_INT) found after value"));
  CHECK(said(std::string(1001, '[') + std::string(1001, ']')).starts_with("Document nesting depth (1001)"));
  CHECK(said("\"\xc0\xaf\"").starts_with("Invalid UTF-8"));
  CHECK(lambda.error("InvokeAsync", {{"FunctionName", "thumbnails"}, {"InvokeArgs", json_blob("")}})
            .message.ends_with(
                "No content to map due to end-of-input\n at [Source: (byte[])\"\"; line: 1, column: 0]"));
}

TEST_CASE("with a delay a function stays pending, and an update in progress, on the account's clock") {
  LambdaTest lambda;
  lambda.account.transact([&] { set_function_status_delay(lambda.account, 5s); });
  lambda.create("slow");
  lambda.advance(4s);
  CHECK(lambda.configuration("slow")["State"] == "Pending");
  CHECK(lambda.error("UpdateFunctionConfiguration", {{"FunctionName", "slow"}, {"Timeout", 9}}).message ==
        "The operation cannot be performed at this time. The function is currently in the following state: "
        "Pending");
  lambda.advance(1s);
  CHECK(lambda.configuration("slow")["State"] == "Active");

  const Json updated = lambda.call("UpdateFunctionConfiguration", {{"FunctionName", "slow"}, {"Timeout", 9}});
  CHECK(updated["LastUpdateStatus"] == "InProgress");
  CHECK(updated["Timeout"] == 9);
  const ApiError error =
      lambda.error("UpdateFunctionCode", {{"FunctionName", "slow"}, {"ZipFile", LambdaTest::zip("pass")}});
  CHECK(error.code == "ResourceConflictException");
  CHECK(error.message ==
        "The operation cannot be performed at this time. An update is in progress for resource: " +
            arn_of("slow"));
  lambda.advance(5s);
  CHECK(lambda.configuration("slow")["LastUpdateStatus"] == "Successful");
  CHECK(lambda.configuration("slow")["Timeout"] == 9);
}

}  // namespace
}  // namespace cloche::lambda
