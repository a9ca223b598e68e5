// Versions, aliases, and what an invocation by them runs.
#include <chrono>
#include <map>

#include "fakes/lambda/function.h"
#include "fakes/lambda/settings.h"
#include "fakes/lambda/testing/lambda_test.h"

namespace cloche::lambda {
namespace {

using namespace std::chrono_literals;
using testing::arn_of;
using testing::LambdaTest;

struct Versions : LambdaTest {
  Versions() { create("f"); }
  Json publish(const Json& more = Json::object()) {
    Json request{{"FunctionName", "f"}};
    request.update(more);
    return call("PublishVersion", request);
  }
  /// Changes the code and publishes it.
  std::string publish_change(const std::string& content) {
    return call("UpdateFunctionCode",
                {{"FunctionName", "f"}, {"ZipFile", zip(content)}, {"Publish", true}})["Version"];
  }
  Json alias(const std::string& operation, const std::string& name, const Json& more = Json::object()) {
    Json request{{"FunctionName", "f"}, {"Name", name}};
    request.update(more);
    return call(operation, request);
  }
  std::string alias_refusal(const std::string& operation, const std::string& name, const Json& more) {
    Json request{{"FunctionName", "f"}, {"Name", name}};
    request.update(more);
    return error(operation, request).message;
  }
  ResolvedFunction run(const std::string& name, const std::string& qualifier = "") {
    return account.transact(
        [&] { return resolve(account, region, name, qualifier.empty() ? nullptr : &qualifier); });
  }
};

TEST_CASE("publishing makes a version of what has changed, and none of what has not") {
  Versions lambda;
  const Json first = lambda.publish({{"Description", "one"}});
  CHECK(first["Version"] == "1");
  CHECK(first["FunctionArn"] == arn_of("f:1"));
  CHECK(first["Description"] == "one");
  CHECK(lambda.publish()["Version"] == "1");
  CHECK(lambda.publish_change("second") == "2");
  lambda.call("UpdateFunctionConfiguration", {{"FunctionName", "f"}, {"Timeout", 5}});
  CHECK(lambda.publish()["Version"] == "3");
  CHECK(lambda.configuration("f:1")["Timeout"] == 3);
  CHECK(lambda.configuration("f:3")["Timeout"] == 5);

  const Json listed = lambda.call("ListVersionsByFunction", {{"FunctionName", "f"}})["Versions"];
  REQUIRE(listed.size() == 4);
  CHECK(listed[0]["FunctionArn"] == arn_of("f:$LATEST"));
  CHECK(listed[3]["FunctionArn"] == arn_of("f:3"));
  CHECK_FALSE(listed[0].contains("State"));
}

TEST_CASE("a version is only published of the code and revision that were asked for") {
  Versions lambda;
  const std::string code = lambda.configuration("f")["CodeSha256"];
  const ApiError error = lambda.error("PublishVersion", {{"FunctionName", "f"}, {"CodeSha256", "other"}});
  CHECK(error.code == "InvalidParameterValueException");
  CHECK(error.message == "CodeSHA256 (other) is different from current CodeSHA256 in $LATEST (" + code +
                             "). Please try again with the CodeSHA256 in $LATEST.");
  CHECK(lambda.error("PublishVersion", {{"FunctionName", "f"}, {"RevisionId", "other"}}).code ==
        "PreconditionFailedException");
  CHECK(lambda.publish({{"CodeSha256", code}})["Version"] == "1");
}

TEST_CASE("a published version can't be changed") {
  Versions lambda;
  lambda.publish();
  CHECK(lambda.error("UpdateFunctionConfiguration", {{"FunctionName", "f:1"}, {"Timeout", 5}}).message ==
        "Current operation does not support versions other than $LATEST. Please set the version to $LATEST "
        "or do not set "
        "a version in your request.");
}

TEST_CASE("a version's number is never used again, not even after its function was deleted") {
  Versions lambda;
  lambda.publish();
  lambda.call("DeleteFunction", {{"FunctionName", "f"}, {"Qualifier", "1"}});
  CHECK(lambda.error("GetFunction", {{"FunctionName", "f:1"}}).code == "ResourceNotFoundException");
  CHECK(lambda.publish()["Version"] == "2");
  lambda.call("DeleteFunction", {{"FunctionName", "f"}});
  CHECK(lambda.error("GetFunction", {{"FunctionName", "f"}}).code == "ResourceNotFoundException");
  CHECK(lambda.create("f", {{"Publish", true}})["Version"] == "3");
}

TEST_CASE("what an alias leads to, and $LATEST, is not deleted by itself") {
  Versions lambda;
  lambda.publish();
  lambda.alias("CreateAlias", "live", {{"FunctionVersion", "1"}});
  const auto refusal = [&](const std::string& qualifier) {
    return lambda.error("DeleteFunction", {{"FunctionName", "f"}, {"Qualifier", qualifier}});
  };
  CHECK(refusal("1").code == "ResourceConflictException");
  CHECK(refusal("1").message ==
        "Unable to delete version because the following aliases reference it: [live]");
  CHECK(refusal("$LATEST").message == "$LATEST version cannot be deleted without deleting the function.");
  CHECK(refusal("9").message == "Function not found: " + arn_of("f:9"));
  CHECK(refusal("live").code == "InvalidParameterValueException");
}

TEST_CASE("an alias is created, found, updated, listed and deleted") {
  Versions lambda;
  lambda.publish();
  const Json live = lambda.alias("CreateAlias", "live", {{"FunctionVersion", "1"}});
  CHECK(live["AliasArn"] == arn_of("f:live"));
  CHECK(live["Description"] == "");
  CHECK(lambda.alias("GetAlias", "live") == live);
  CHECK(lambda.alias_refusal("CreateAlias", "live", {{"FunctionVersion", "1"}}) ==
        "Alias already exists: " + arn_of("f:live"));
  CHECK(lambda.alias_refusal("CreateAlias", "next", {{"FunctionVersion", "7"}}) ==
        "Function not found: " + arn_of("f:7"));
  CHECK(lambda.alias_refusal("GetAlias", "none", Json::object()) ==
        "Cannot find alias arn: " + arn_of("f:none"));
  CHECK(lambda.alias_refusal("CreateAlias", "7", {{"FunctionVersion", "1"}}).find("regular expression") !=
        std::string::npos);
  CHECK(lambda.alias_refusal("UpdateAlias", "live", {{"RevisionId", "x"}})
            .starts_with("The Revision Id provided"));
  const Json updated = lambda.alias("UpdateAlias", "live",
                                    {{"FunctionVersion", "$LATEST"}, {"RevisionId", live["RevisionId"]}});
  CHECK(updated["FunctionVersion"] == "$LATEST");
  CHECK(updated["RevisionId"] != live["RevisionId"]);
  lambda.alias("CreateAlias", "beta", {{"FunctionVersion", "1"}});
  const Json listed = lambda.call("ListAliases", {{"FunctionName", "f"}})["Aliases"];
  REQUIRE(listed.size() == 2);
  CHECK(listed[0]["Name"] == "beta");
  CHECK(lambda.call("ListAliases", {{"FunctionName", "f"}, {"FunctionVersion", "1"}})["Aliases"].size() == 1);
  lambda.alias("DeleteAlias", "live");
  lambda.alias("DeleteAlias", "live");
  CHECK(lambda.call("ListAliases", {{"FunctionName", "f"}})["Aliases"].size() == 1);
}

TEST_CASE("an alias may lead to two published versions, by weight") {
  Versions lambda;
  lambda.publish();
  lambda.publish_change("second");
  lambda.publish_change("third");
  const auto weights = [](const Json& map) { return Json{{"AdditionalVersionWeights", map}}; };
  lambda.alias("CreateAlias", "live", {{"FunctionVersion", "1"}, {"RoutingConfig", weights({{"2", 0.25}})}});
  std::map<std::string, int> counts;
  for (int i = 0; i < 1000; ++i) ++counts[lambda.run("f", "live").version->version];
  CHECK(counts["1"] + counts["2"] == 1000);
  CHECK(counts["2"] > 180);
  CHECK(counts["2"] < 320);
  CHECK(lambda.run("f:live").invoked_arn == arn_of("f:live"));

  const auto refusal = [&](const std::string& version, const Json& map) {
    return lambda.alias_refusal("UpdateAlias", "live",
                                {{"FunctionVersion", version}, {"RoutingConfig", weights(map)}});
  };
  CHECK(refusal("1", {{"2", 0.1}, {"3", 0.1}}) != "");
  CHECK(refusal("$LATEST", {{"1", 0.1}}) ==
        "$LATEST is not supported for an alias pointing to more than 1 version");
  CHECK(refusal("1", {{"1", 0.1}}) != "");
  CHECK(refusal("1", {{"9", 0.1}}) == "Function not found: " + arn_of("f:9"));
  CHECK(refusal("1", {{"2", 1.1}}).find("less than or equal to 1") != std::string::npos);
  lambda.alias("UpdateAlias", "live", {{"RoutingConfig", weights(Json::object())}});
  CHECK_FALSE(lambda.alias("GetAlias", "live").contains("RoutingConfig"));
}

TEST_CASE("what runs is found by name, version and alias, and is another after each change") {
  Versions lambda;
  lambda.publish();
  const ResolvedFunction latest = lambda.run("f");
  CHECK(latest.version->version == "$LATEST");
  CHECK(latest.invoked_arn == arn_of("f"));
  CHECK(latest.version->function_arn == arn_of("f"));
  CHECK(latest.version->runtime == "python3.12");
  CHECK(latest.version->timeout == 3s);
  CHECK(latest.version->log_group == "/aws/lambda/f");
  CHECK(std::filesystem::exists(latest.version->code / "app.py"));
  CHECK(lambda.run("f").version == latest.version);
  CHECK(lambda.run("f", "1").version->version == "1");
  CHECK(lambda.run("f", "$LATEST").invoked_arn == arn_of("f:$LATEST"));
  CHECK_THROWS_AS(lambda.run("f", "9"), ApiError);
  CHECK_THROWS_AS(lambda.run("f", "nothing"), ApiError);

  lambda.call("UpdateFunctionConfiguration",
              {{"FunctionName", "f"}, {"Environment", {{"Variables", {{"AB", "1"}}}}}});
  CHECK(lambda.run("f").version->revision != latest.version->revision);
  CHECK(lambda.run("f").version->environment.at("AB") == "1");
  CHECK(lambda.run("f", "1").version->environment.empty());
  const std::string revision = lambda.run("f").version->revision;
  lambda.call("AddPermission", {{"FunctionName", "f"},
                                {"StatementId", "s"},
                                {"Action", "lambda:InvokeFunction"},
                                {"Principal", "s3.amazonaws.com"}});
  CHECK(lambda.run("f").version->revision == revision);
}

TEST_CASE("while an update is under way, what was there before runs; while it is created, nothing does") {
  LambdaTest lambda;
  const auto run = [&] {
    return lambda.account.transact([&] { return resolve(lambda.account, "us-east-1", "f"); });
  };
  lambda.account.transact([&] { set_function_status_delay(lambda.account, 2s); });
  lambda.create("f");
  try {
    run();
    FAIL("a pending function was invoked");
  } catch (const ApiError& error) {
    CHECK(error.code == "ResourceConflictException");
  }
  lambda.advance(2s);
  const auto before = run().version;
  lambda.call("UpdateFunctionConfiguration", {{"FunctionName", "f"}, {"Timeout", 9}});
  CHECK(run().version->timeout == 3s);
  CHECK(run().version->revision == before->revision);
  lambda.advance(2s);
  CHECK(run().version->timeout == 9s);
}

TEST_CASE("functions are listed by name in pages of at most 50, with all versions where asked") {
  LambdaTest lambda;
  for (int i = 0; i < 52; ++i) lambda.create("f" + std::to_string(100 + i));
  lambda.call("PublishVersion", {{"FunctionName", "f100"}});
  const Json first = lambda.call("ListFunctions", {{"MaxItems", 1000}});
  CHECK(first["Functions"].size() == 50);
  CHECK(first["Functions"][0]["FunctionName"] == "f100");
  CHECK_FALSE(first["Functions"][0].contains("State"));
  const Json second = lambda.call("ListFunctions", {{"Marker", first["NextMarker"]}});
  CHECK(second["Functions"].size() == 2);
  CHECK_FALSE(second.contains("NextMarker"));

  std::vector<std::string> arns;
  Json request{{"FunctionVersion", "ALL"}, {"MaxItems", 1}};
  for (int i = 0; i < 3; ++i) {
    const Json page = lambda.call("ListFunctions", request);
    arns.push_back(page["Functions"][0]["FunctionArn"]);
    request["Marker"] = page["NextMarker"];
  }
  CHECK(arns == std::vector<std::string>{arn_of("f100:$LATEST"), arn_of("f100:1"), arn_of("f101:$LATEST")});
}

}  // namespace
}  // namespace cloche::lambda
