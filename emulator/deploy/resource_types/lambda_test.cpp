#include "emulator/deploy/testing/stack_account.h"

namespace cloche::deploy {
namespace {

using testing::StackAccount;

const std::string type = "AWS::Lambda::Function";

Json function_of(const Json& more = Json::object()) {
  Json properties{{"Code", {{"ZipFile", "def handler(event, context): return event"}}},
                  {"Handler", "index.handler"},
                  {"Runtime", "python3.12"},
                  {"Role", "arn:aws:iam::000000000000:role/r"}};
  properties.update(more);
  return properties;
}

Json configuration_of(StackAccount& account, const Resource& function) {
  return account.ask("lambda", "GetFunctionConfiguration", {{"FunctionName", function.physical_id}});
}

TEST_CASE("a function of inline code is one of a file index") {
  StackAccount account;
  const Resource function = account.create(type, function_of({{"FunctionName", "f"}, {"MemorySize", "256"}}));
  CHECK(function.physical_id == "f");
  CHECK(function.attributes == Json{{"Arn", "arn:aws:lambda:us-east-1:000000000000:function:f"},
                                    {"SnapStartResponse.ApplyOn", "None"},
                                    {"SnapStartResponse.OptimizationStatus", "Off"}});
  CHECK(configuration_of(account, function)["MemorySize"] == 256);
  CHECK(configuration_of(account, function)["State"] == "Active");
}

TEST_CASE("a long name is shortened to Lambda's 64 characters") {
  StackAccount account;
  account.stack.name = std::string(100, 's');
  const Resource function = account.create(type, function_of(), std::string(90, 'L'));
  CHECK(function.physical_id.size() == 64);
}

TEST_CASE("code, settings, concurrency and tags change where the function is, and go back to the defaults") {
  StackAccount account;
  const Json first = function_of({{"FunctionName", "f"},
                                  {"Timeout", 10},
                                  {"Environment", {{"Variables", {{"NUMBER", 1}}}}},
                                  {"ReservedConcurrentExecutions", 2},
                                  {"Tags", {{{"Key", "a"}, {"Value", "b"}}}}});
  const Resource function = account.create(type, first);
  const Json before = configuration_of(account, function);
  CHECK(before["Environment"]["Variables"]["NUMBER"] == "1");
  const Json second = function_of({{"FunctionName", "f"},
                                   {"Code", {{"ZipFile", "def handler(event, context): return 2"}}},
                                   {"Description", "d"}});
  account.update(type, function, first, second);
  const Json after = configuration_of(account, function);
  CHECK(after["CodeSha256"] != before["CodeSha256"]);
  CHECK(after["Description"] == "d");
  CHECK(after["Timeout"] == 3);
  CHECK_FALSE(after.contains("Environment"));
  CHECK_FALSE(account.ask("lambda", "GetFunctionConcurrency", {{"FunctionName", "f"}})
                  .contains("ReservedConcurrentExecutions"));
  CHECK(account.ask("lambda", "ListTags", {{"Resource", function.attributes["Arn"]}})["Tags"].empty());
  CHECK(account.replaces(type, first, function_of({{"FunctionName", "g"}})));
  account.remove(type, function, second);
  CHECK_THROWS_AS(configuration_of(account, function), ApiError);
}

TEST_CASE("a version is published, and not where nothing has changed since the last one") {
  StackAccount account;
  account.create(type, function_of({{"FunctionName", "f"}}));
  const Json properties{{"FunctionName", "f"}, {"Description", "one"}};
  const Resource version = account.create("AWS::Lambda::Version", properties);
  CHECK(version.physical_id == "arn:aws:lambda:us-east-1:000000000000:function:f:1");
  CHECK(version.attributes["Version"] == "1");
  CHECK(account.wrong("AWS::Lambda::Version", properties) ==
        ": A version for this Lambda function exists ( 1 ). Modify the function to create a new version.");
  account.remove("AWS::Lambda::Version", version, properties);
}

TEST_CASE("an alias leads where it is told, with weights, and goes") {
  StackAccount account;
  account.create(type, function_of({{"FunctionName", "f"}}));
  account.create("AWS::Lambda::Version", {{"FunctionName", "f"}});
  const Json first{{"FunctionName", "f"}, {"FunctionVersion", "$LATEST"}, {"Name", "live"}};
  const Resource alias = account.create("AWS::Lambda::Alias", first);
  CHECK(alias.physical_id == "arn:aws:lambda:us-east-1:000000000000:function:f:live");
  const Json second{{"FunctionName", "f"}, {"FunctionVersion", "1"}, {"Name", "live"}, {"Description", "d"}};
  account.update("AWS::Lambda::Alias", alias, first, second);
  CHECK(account.ask("lambda", "GetAlias", {{"FunctionName", "f"}, {"Name", "live"}})["FunctionVersion"] ==
        "1");
  account.remove("AWS::Lambda::Alias", alias, second);
  CHECK_THROWS_AS(account.ask("lambda", "GetAlias", {{"FunctionName", "f"}, {"Name", "live"}}), ApiError);
}

TEST_CASE("a permission is a statement of the function's policy, and any change of it another one") {
  StackAccount account;
  account.create(type, function_of({{"FunctionName", "f"}}));
  const Json properties{
      {"FunctionName", "f"}, {"Action", "lambda:InvokeFunction"}, {"Principal", "s3.amazonaws.com"}};
  const Resource permission = account.create("AWS::Lambda::Permission", properties);
  const std::string policy = account.ask("lambda", "GetPolicy", {{"FunctionName", "f"}})["Policy"];
  CHECK(policy.find(permission.physical_id) != std::string::npos);
  Json other = properties;
  other["Principal"] = "sns.amazonaws.com";
  CHECK(account.replaces("AWS::Lambda::Permission", properties, other));
  account.remove("AWS::Lambda::Permission", permission, properties);
  CHECK_THROWS_AS(account.ask("lambda", "GetPolicy", {{"FunctionName", "f"}}), ApiError);
}

TEST_CASE("how events are tried again is configured") {
  StackAccount account;
  account.create(type, function_of({{"FunctionName", "f"}}));
  const Json first{{"FunctionName", "f"}, {"Qualifier", "$LATEST"}, {"MaximumRetryAttempts", 1}};
  const Resource config = account.create("AWS::Lambda::EventInvokeConfig", first);
  const Json second{{"FunctionName", "f"}, {"Qualifier", "$LATEST"}, {"MaximumRetryAttempts", "0"}};
  account.update("AWS::Lambda::EventInvokeConfig", config, first, second);
  CHECK(account.ask("lambda", "GetFunctionEventInvokeConfig",
                    {{"FunctionName", "f"}})["MaximumRetryAttempts"] == 0);
  account.remove("AWS::Lambda::EventInvokeConfig", config, second);
  CHECK_THROWS_AS(account.ask("lambda", "GetFunctionEventInvokeConfig", {{"FunctionName", "f"}}), ApiError);
}

TEST_CASE("a function's properties are checked") {
  StackAccount account;
  CHECK(account.wrong(type, {{"Code", {{"ZipFile", ""}}}}) == ": Property Role cannot be empty.");
  CHECK(account.wrong(type, function_of({{"Runtime", "provided.al2023"}})).starts_with("/Code/ZipFile: "));
  CHECK(account.wrong(type, function_of({{"Environment", {{"A", "b"}}}})) ==
        "/Environment/A: Encountered unsupported property A");
  CHECK(account.wrong(type, function_of({{"Timeout", "soon"}})) ==
        "/Timeout: Value of property Timeout must be of type Integer");
  CHECK(account.wrong(type, function_of({{"Timeout", 1000}})).find("'timeout'") != std::string::npos);
  CHECK(account.wrong(type, function_of({{"Code", {{"S3Bucket", "bucket"}, {"S3Key", "k"}}}}))
            .starts_with("NotEmulated"));
}

}  // namespace
}  // namespace cloche::deploy
