// What a function may be given: CreateFunction, UpdateFunctionConfiguration, UpdateFunctionCode.
#include "fakes/lambda/function.h"
#include "fakes/lambda/testing/lambda_test.h"

namespace cloche::lambda {
namespace {

using testing::arn_of;
using testing::LambdaTest;

std::string refusal(LambdaTest& lambda, const Json& more) {
  return lambda.error("CreateFunction", LambdaTest::function("refused", more)).message;
}

TEST_CASE("names, sizes and times outside of Lambda's limits are refused in its words") {
  LambdaTest lambda;
  const std::string long_name(65, 'a');
  const ApiError name = lambda.error("CreateFunction", LambdaTest::function(long_name));
  CHECK(name.code == "InvalidParameterValueException");
  CHECK(name.message ==
        "1 validation error detected: Value '" + long_name +
            "' at 'functionName' failed to satisfy constraint: Member must have length less than or "
            "equal to 64");
  CHECK(lambda.create(std::string(64, 'a'))["FunctionName"] == std::string(64, 'a'));
  CHECK(lambda.error("CreateFunction", LambdaTest::function("a b")).code == "ValidationException");
  CHECK(refusal(lambda, {{"Timeout", 901}}) ==
        "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must "
        "have value "
        "less than or equal to 900");
  CHECK(refusal(lambda, {{"MemorySize", 127}}) ==
        "1 validation error detected: Value '127' at 'memorySize' failed to satisfy constraint: Member must "
        "have value "
        "greater than or equal to 128");
  CHECK(
      refusal(lambda, {{"MemorySize", 10241}}) ==
      "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 10240");
  CHECK(refusal(lambda, {{"EphemeralStorage", {{"Size", 511}}}}).ends_with("greater than or equal to 512"));
  CHECK(lambda.error("CreateFunction", LambdaTest::function("f", {{"Role", "me"}})).code ==
        "ValidationException");
  CHECK(lambda.create("largest", {{"Timeout", 900}, {"MemorySize", 10240}})["MemorySize"] == 10240);
}

TEST_CASE(
    "a runtime that Lambda does not know or no longer takes is refused in its words, one that does not run "
    "here says so") {
  LambdaTest lambda;
  CHECK(refusal(lambda, {{"Runtime", "python4"}})
            .starts_with("Value python4 at 'runtime' failed to satisfy constraint: Member must satisfy enum "
                         "value set: ["));
  CHECK(refusal(lambda, {{"Runtime", "nodejs12.x"}}) ==
        "The runtime parameter of nodejs12.x is no longer supported for creating or updating AWS Lambda "
        "functions. We "
        "recommend you use a supported runtime while creating or updating functions.");
  const ApiError java = lambda.error("CreateFunction", LambdaTest::function("f", {{"Runtime", "java21"}}));
  CHECK(java.status == 501);
  CHECK(java.message.starts_with("The runtime java21 is not emulated by Cloche"));
  for (const char* runtime : {"python3.14", "nodejs24.x", "provided.al2023", "provided.al2", "provided"}) {
    CHECK_MESSAGE(lambda.create(std::string("f-") + std::to_string(std::hash<std::string>()(runtime)),
                                {{"Runtime", runtime}})["Runtime"] == runtime,
                  runtime);
  }
  Json nothing = LambdaTest::function("f");
  nothing.erase("Runtime");
  CHECK(lambda.error("CreateFunction", nothing).message ==
        "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
}

TEST_CASE("what the machine lacks for a runtime is said when a function is created") {
  LambdaTest lambda;
  Account account(Database::in_memory(), lambda.schemas,
                  {.seed = 1, .runtime_refusal = [](std::string_view runtime) -> std::optional<std::string> {
                     if (runtime.starts_with("node")) return "The runtime needs node.";
                     return std::nullopt;
                   }});
  CHECK(account.runtime_refusal("nodejs22.x") == "The runtime needs node.");
  CHECK_FALSE(account.runtime_refusal("python3.12"));
  CHECK(account.fork()->runtime_refusal("nodejs22.x"));
}

TEST_CASE("variables that Lambda sets itself, and more than 4 KB of them, are refused") {
  LambdaTest lambda;
  const auto with = [](const Json& variables) { return Json{{"Environment", {{"Variables", variables}}}}; };
  CHECK(refusal(lambda, with({{"AWS_REGION", "x"}, {"OK", "x"}, {"AWS_ACCESS_KEY_ID", "x"}})) ==
        "Lambda was unable to configure your environment variables because the environment variables you "
        "have provided "
        "contains reserved keys that are currently not supported for modification. Reserved keys used in "
        "this request: "
        "AWS_ACCESS_KEY_ID, AWS_REGION");
  CHECK(refusal(lambda, with({{"1A", "x"}})).find("Map keys must satisfy constraint") != std::string::npos);
  // {"BIG":"…"} is ten characters around the value.
  CHECK(refusal(lambda, with({{"BIG", std::string(4087, 'x')}}))
            .starts_with(
                "Lambda was unable to configure your environment variables because the environment variables "
                "you have provided exceeded the 4KB limit. String measured: {\"BIG\":\"xx"));
  const Json created = lambda.create("f", with({{"BIG", std::string(4086, 'x')}}));
  CHECK(created["Environment"]["Variables"]["BIG"].get<std::string>().size() == 4086);
  const Json updated = lambda.call("UpdateFunctionConfiguration",
                                   {{"FunctionName", "f"}, {"Environment", {{"Variables", Json::object()}}}});
  CHECK_FALSE(updated.contains("Environment"));
}

TEST_CASE("an update keeps what it does not name") {
  LambdaTest lambda;
  lambda.create("f",
                {{"Description", "first"}, {"Environment", {{"Variables", {{"AB", "1"}}}}}, {"Timeout", 7}});
  const Json updated =
      lambda.call("UpdateFunctionConfiguration", {{"FunctionName", "f"}, {"MemorySize", 256}});
  CHECK(updated["MemorySize"] == 256);
  CHECK(updated["Timeout"] == 7);
  CHECK(updated["Description"] == "first");
  CHECK(updated["Environment"]["Variables"]["AB"] == "1");
  CHECK(updated["LastUpdateStatus"] == "InProgress");
  CHECK(lambda.configuration("f")["LastUpdateStatus"] == "Successful");
}

TEST_CASE("a change with another revision than the function's is refused") {
  LambdaTest lambda;
  const Json created = lambda.create("f");
  const ApiError error = lambda.error("UpdateFunctionConfiguration",
                                      {{"FunctionName", "f"}, {"Timeout", 5}, {"RevisionId", "another"}});
  CHECK(error.code == "PreconditionFailedException");
  const Json updated =
      lambda.call("UpdateFunctionConfiguration",
                  {{"FunctionName", "f"}, {"Timeout", 5}, {"RevisionId", created["RevisionId"]}});
  CHECK(updated["RevisionId"] != created["RevisionId"]);
}

TEST_CASE("code comes as a zip, from a directory, or is missing") {
  LambdaTest lambda;
  CHECK(refusal(lambda, {{"Code", Json::object()}}) == "Please provide a source for function code.");
  CHECK(refusal(lambda, {{"Code", {{"ZipFile", LambdaTest::zip()}, {"S3Bucket", "abc"}, {"S3Key", "k"}}}}) ==
        "Please do not provide other FunctionCode parameters when providing a ZipFile.");
  CHECK(lambda
            .error("CreateFunction",
                   LambdaTest::function("f", {{"Code", {{"S3Bucket", "abc"}, {"S3Key", "k"}}}}))
            .code == "NotEmulated");
  CHECK(refusal(lambda, {{"Code", {{"ZipFile", Json::binary({'n', 'o'})}}}}).starts_with("Could not unzip"));
  // What was refused left nothing.
  CHECK(lambda.error("GetFunction", {{"FunctionName", "f"}}).code == "ResourceNotFoundException");

  const std::string directory = lambda.directory.path().string();
  lambda.create("hot", {{"Code", {{"S3Bucket", "hot-reload"}, {"S3Key", directory}}}});
  const auto resolved = lambda.account.transact([&] { return resolve(lambda.account, "us-east-1", "hot"); });
  CHECK(resolved.version->code_is_watched);
  CHECK(resolved.version->code == directory);
  for (const char* wrong : {"relative", "/no/such/directory"}) {
    CHECK(refusal(lambda, {{"Code", {{"S3Bucket", "hot-reload"}, {"S3Key", wrong}}}}).find("absolute") !=
          std::string::npos);
  }
}

TEST_CASE("updated code has another hash, and a dry run changes nothing") {
  LambdaTest lambda;
  const Json created = lambda.create("f");
  const Json request{{"FunctionName", "f"}, {"ZipFile", LambdaTest::zip("another")}};
  Json dry = request;
  dry["DryRun"] = true;
  CHECK(lambda.call("UpdateFunctionCode", dry)["CodeSha256"] != created["CodeSha256"]);
  CHECK(lambda.configuration("f")["CodeSha256"] == created["CodeSha256"]);
  const Json updated = lambda.call("UpdateFunctionCode", request);
  CHECK(updated["CodeSha256"] == lambda.configuration("f")["CodeSha256"]);
  CHECK(updated["CodeSha256"] != created["CodeSha256"]);
  CHECK(updated["FunctionArn"] == arn_of("f"));
}

TEST_CASE("what is kept and not applied is said, and what is not emulated is refused") {
  LambdaTest lambda;
  lambda.create("f", {{"VpcConfig", {{"SubnetIds", {"subnet-1"}}, {"SecurityGroupIds", {"sg-1"}}}},
                      {"KMSKeyArn", "arn:aws:kms:us-east-1:000000000000:key/x"},
                      {"TracingConfig", {{"Mode", "Active"}}},
                      {"SnapStart", {{"ApplyOn", "PublishedVersions"}}},
                      {"LoggingConfig", {{"LogFormat", "JSON"}, {"LogGroup", "mine"}}}});
  CHECK(lambda.unsupported.reported.size() == 5);
  const Json found = lambda.configuration("f");
  CHECK(found["VpcConfig"]["SubnetIds"] == Json{"subnet-1"});
  CHECK(found["LoggingConfig"]["ApplicationLogLevel"] == "INFO");
  CHECK(found["LoggingConfig"]["LogGroup"] == "mine");
  for (const Json& more :
       {Json{{"Layers", {"arn:aws:lambda:us-east-1:000000000000:layer:x:1"}}}, Json{{"PackageType", "Image"}},
        Json{{"ImageConfig", {{"WorkingDirectory", "/"}}}}}) {
    CHECK_MESSAGE(lambda.error("CreateFunction", LambdaTest::function("g", more)).status == 501, more.dump());
  }
}

TEST_CASE("dead letters go to a queue or a topic") {
  LambdaTest lambda;
  const std::string queue = "arn:aws:sqs:us-east-1:000000000000:dead";
  CHECK(lambda.create("f", {{"DeadLetterConfig", {{"TargetArn", queue}}}})["DeadLetterConfig"]["TargetArn"] ==
        queue);
  CHECK(lambda.account.transact([&] { return resolve(lambda.account, "us-east-1", "f"); })
            .version->dead_letter_target == queue);
  for (const char* wrong : {"arn:aws:s3:::bucket", "arn:aws:sqs:eu-west-1:000000000000:dead",
                            "arn:aws:sqs:us-east-1:000000000000:"}) {
    CHECK_MESSAGE(refusal(lambda, {{"DeadLetterConfig", {{"TargetArn", wrong}}}}).ends_with(wrong), wrong);
  }
  CHECK_FALSE(lambda
                  .call("UpdateFunctionConfiguration",
                        {{"FunctionName", "f"}, {"DeadLetterConfig", {{"TargetArn", ""}}}})
                  .contains("DeadLetterConfig"));
}

TEST_CASE("a function that exists is not created again") {
  LambdaTest lambda;
  lambda.create("f");
  const ApiError error = lambda.error("CreateFunction", LambdaTest::function("f"));
  CHECK(error.code == "ResourceConflictException");
  CHECK(error.message == "Function already exist: f");
}

}  // namespace
}  // namespace cloche::lambda
