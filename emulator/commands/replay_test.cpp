// cloche replay as whoever starts it sees it.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "emulator/commands/process.h"
#include "emulator/net/server.h"
#include "fakes/core/temporary_directory.h"
#include "scenarios/engine/reader.h"

namespace cloche::commands {
namespace {

struct Files {
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder.path() / name) << text;
    return (folder.path() / name).string();
  }
  std::string path(const std::string& name) const { return (folder.path() / name).string(); }
  TemporaryDirectory folder;
};

struct Ran {
  int status;
  std::string said;
};

Ran replay(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "replay");
  Process cloche(arguments);
  std::string said = cloche.read_all();
  return {cloche.wait(), std::move(said)};
}

std::string scenario(const std::string& name, const std::string& steps) {
  return "{\n  \"name\": \"" + name + "\",\n  \"steps\": [\n    " + steps + "\n  ]\n}\n";
}
const std::string no_tables = R"({"call": "dynamodb.ListTables", "expect": {"result": {"TableNames": []}}})";
const std::string a_table =
    R"({"name": "A table is there", "call": "dynamodb.ListTables", "expect": {"result": {"TableNames": ["t"]}}})";

TEST_CASE("scenarios that hold end with 0, and each has an account of its own") {
  const Files files;
  const std::string make =
      R"({"call": {"service": "sqs", "operation": "CreateQueue", "parameters": {"QueueName": "q"}}},
    {"call": "sqs.ListQueues", "expect": {"result": {"QueueUrls": {"$length": 1}}}})";
  std::vector<std::string> names;
  for (int i = 0; i < 8; ++i)
    names.push_back(
        files.write("s" + std::to_string(i) + ".json", scenario("queue " + std::to_string(i), make)));
  const Ran ran = replay(names);
  CHECK(ran.status == 0);
  CHECK(ran.said.contains("replaying 8 scenarios"));
  CHECK(ran.said.contains("8 scenarios: 8 held ("));
}

TEST_CASE("a scenario that does not hold ends with 1, its step, its line and the difference") {
  const Files files;
  const std::string bad = files.write("bad.json", scenario("There is a table", a_table));
  const Ran ran = replay(
      {bad, files.write("good.json", scenario("There is none", no_tables)), "--junit", files.path("j.xml")});
  CHECK(ran.status == 1);
  CHECK(ran.said.contains("FAILED"));
  CHECK(ran.said.contains(bad + ":4:5: A table is there: it is not as expected\n      result.TableNames\n    "
                                "    expected 1 element: [\"t\"]\n        got      []\n"));
  CHECK(ran.said.contains("2 scenarios: 1 held, 1 failed ("));
  const std::string junit = scenarios::file_text(files.path("j.xml"));
  CHECK(junit.contains("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\""));
  CHECK(junit.contains("<testcase name=\"There is a table\" classname=\"" + bad + "\""));
  CHECK(junit.contains("<failure message=\"" + bad + ":4:5: A table is there: it is not as expected\">"));
}

TEST_CASE("a variable that has no value is said where it stands, and what it is") {
  const Files files;
  const std::string file =
      files.write("v.json",
                  "{\"name\": \"n\", \"steps\": [],\n \"variables\": {\"v\": {\"a\": 1},\n"
                  "   \"w\": \"${v.b}\"}}");
  const Ran ran = replay({file});
  CHECK(ran.status == 1);
  CHECK_MESSAGE(ran.said.contains(file + ":3:9: the variable w: "), ran.said);
}

TEST_CASE("the log of the functions is shown with a failure") {
  const Files files;
  files.write("index.py", "def handler(event, context):\n    print('what the function says')\n");
  const std::string steps =
      R"({"call": {"service": "iam", "operation": "CreateRole", "parameters": {"RoleName": "r", "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"}}},
    {"call": {"service": "lambda", "operation": "CreateFunction", "parameters": {"FunctionName": "f", "Runtime": "python3.11", "Handler": "index.handler", "Role": "arn:aws:iam::${account}:role/r",
      "Code": {"S3Bucket": "hot-reload", "S3Key": ")" +
      files.folder.path().string() + R"("}}}},
    {"invoke": "f", "expect": {"payload": 1}})";
  const Ran ran = replay({files.write("s.json", scenario("n", steps))});
  CHECK(ran.status == 1);
  CHECK(ran.said.contains("payload\n        expected 1\n        got      null"));
  CHECK(ran.said.contains("/aws/lambda/f:"));
  CHECK(ran.said.contains("what the function says"));
}

TEST_CASE("a file that is wrong ends with 2, with all of them named, and nothing is played") {
  const Files files;
  const std::string good = files.write("good.json", scenario("n", no_tables));
  const std::string wrong = files.write("wrong.json", scenario("n", R"({"cal": "dynamodb.ListTables"})"));
  const std::string broken = files.write("broken.json", "{\n \"name\" 1}");
  const Ran ran = replay({good, wrong, broken, files.path("none.json")});
  CHECK(ran.status == 2);
  CHECK(ran.said == wrong + ":4:6: a step has no member \"cal\"; did you mean \"call\"?\n" + broken +
                        ":2:9: expected ':' after \"name\", not '1'\n" + files.path("none.json") +
                        ": there is no such file\n");
}

TEST_CASE("a file that can't be read is named, and a pipe is one that can") {
  const Files files;
  std::filesystem::create_directory(files.path("folder.json"));
  const Ran ran = replay({files.folder.path().string()});
  CHECK(ran.status == 2);
  CHECK(ran.said == files.path("folder.json") + ": this is a directory\n");
  const std::string pipe = files.path("pipe");
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  Process cloche({"replay", pipe});
  std::ofstream(pipe) << scenario("comes through a pipe", no_tables);
  CHECK(cloche.read_all().contains("1 scenario: 1 held"));
  CHECK(cloche.wait() == 0);
}

TEST_CASE("misuse ends with 2") {
  const Files files;
  const std::string good = files.write("good.json", scenario("n", no_tables));
  CHECK(replay({}).status == 2);
  CHECK(replay({good, "--jobs", "0"}).status == 2);
  const Ran html = replay({good, "--html", files.path("r.html")});
  CHECK(html.status == 2);
  CHECK(html.said.contains("--html is not in this version"));
  CHECK(replay({good, "--target", "nowhere"}).status == 2);
  for (const char* seed : {"-1", "18446744073709551616", "x"})
    CHECK(replay({good, "--seed", seed}).status == 2);
  CHECK(replay({good, "--seed", "18446744073709551615"}).status == 0);
  const Ran junit = replay({good, "--junit", files.path("no/such/folder.xml")});
  CHECK(junit.status == 2);
  CHECK(junit.said == "cloche: --junit " + files.path("no/such/folder.xml") + ": it can't be written\n");
  const std::string of_before = files.write("before.xml", "<testsuites/>");
  CHECK(replay({good, "--target", "http://127.0.0.1:1", "--junit", of_before}).status == 1);
  CHECK_FALSE(std::filesystem::exists(of_before));
  CHECK(replay({good, "--target", "http://127.0.0.1:1/base"}).status == 2);
}

TEST_CASE("a directory is its scenarios, without a schema among them") {
  const Files files;
  files.write("a.json", scenario("a", no_tables));
  files.write("b.json", scenario("b", no_tables));
  files.write("schema.json", R"({"$schema": "http://json-schema.org/draft-07/schema#"})");
  files.write("notes.txt", "no scenario");
  const Ran ran = replay({files.folder.path().string()});
  CHECK(ran.status == 0);
  CHECK(ran.said.contains("2 scenarios: 2 held"));
  const Files none;
  CHECK(replay({none.folder.path().string()}).status == 2);
}

TEST_CASE("the seed repeats the order and the ids") {
  const Files files;
  std::vector<std::string> names;
  for (int i = 0; i < 6; ++i)
    names.push_back(files.write(
        "s" + std::to_string(i) + ".json",
        scenario("scenario " + std::to_string(i),
                 R"({"request": "GET /_cloche/clock", "expect": {"json": {"now": "${uuid}"}}})")));
  names.insert(names.end(), {"--jobs", "1", "--seed"});
  const auto with_seed = [&](const std::string& seed) {
    auto arguments = names;
    arguments.push_back(seed);
    std::string said = replay(arguments).said;
    std::string kept;  // without the times that it took
    for (std::size_t at = 0; at < said.size();) {
      const auto end = said.find('\n', at);
      const std::string line = said.substr(at, end - at);
      if (line.contains(" ms ")) kept += line.substr(line.find(" ms ")) + "\n";
      if (line.contains("expected \"")) kept += line + "\n";
      at = end == std::string::npos ? said.size() : end + 1;
    }
    return kept;
  };
  const std::string first = with_seed("1");
  CHECK(first.contains("scenario 5"));
  CHECK(first == with_seed("1"));
  CHECK(first != with_seed("2"));
}

TEST_CASE("at a target nothing is forked, and the steps use what is there") {
  Process up({"up", "--port", "0"});
  const std::string url = up.read_until("ready ");
  const Files files;
  const std::string make = files.write(
      "make.json",
      scenario(
          "make",
          R"({"call": {"service": "sqs", "operation": "CreateQueue", "parameters": {"QueueName": "q"}}})"));
  const std::string look = files.write(
      "look.json",
      scenario("look", R"({"call": "sqs.ListQueues", "expect": {"result": {"QueueUrls": {"$length": 1}}}})"));
  CHECK(replay({look, "--target", url}).status == 1);
  CHECK(replay({make, "--target", url}).status == 0);
  CHECK(replay({look, "--target", url}).status == 0);
  CHECK(replay({files.write("clock.json", scenario("clock", R"({"clock": "1h"}, {"idle": true})")),
                "--target", url})
            .status == 0);
  const std::string stack = files.write(
      "stack.json",
      R"({"name": "stack", "template": "none.yaml", "stack": "mine", "steps": [{"idle": true}]})");
  const auto missing = replay({stack, "--target", url});
  CHECK(missing.status == 1);
  CHECK(missing.said.contains(stack + ":1:53: the stack mine is not at " + url +
                              ": Stack with id mine does not exist"));
}

TEST_CASE("a target may be any HTTP server") {
  net::Engine engine(1);
  const std::uint16_t port = engine.listen("127.0.0.1", 0, [](const net::Request&, net::Responder respond) {
    net::Response response;
    response.body = R"({"hello": 1, "Datapoints": [{}]})";
    respond(std::move(response));
  });
  const std::string url = "http://127.0.0.1:" + std::to_string(port);
  const Files files;
  const std::string plain = files.write(
      "plain.json",
      scenario("plain", R"({"request": {"path": "/", "host": "me"}, "expect": {"json": {"hello": 1}}})"));
  const std::string clock = files.write("clock.json", scenario("clock", R"({"clock": "1h"})"));
  const Ran ran = replay({plain, clock, "--target", url});
  CHECK_MESSAGE(ran.status == 0, ran.said);
  CHECK(ran.said.contains("1 held, 1 skipped"));
  const Ran asking = replay(
      {files.write(
           "account.json",
           scenario("n", R"({"name": "${account}", "request": {"path": "/${account}", "host": "me"}})")),
       "--target", url});
  CHECK(asking.status == 1);
  CHECK_MESSAGE(asking.said.contains("${account}: no STS at the target says which it is"), asking.said);
  const std::string metrics =
      files.write("metrics.json", scenario("n", R"({"metrics": {"metric": "m", "namespace": "n"}})"));
  const Ran looking = replay({metrics, "--target", url});
  CHECK(looking.status == 1);
  CHECK_MESSAGE(looking.said.contains(metrics + ":4:5: metrics: an answer is not what AWS answers: "),
                looking.said);
}

TEST_CASE("JUnit's XML is text, whatever a file is called") {
  const Files files;
  const std::string file = files.write("caf\xE9.json", scenario("n", a_table));
  CHECK(replay({file, "--junit", files.path("j.xml")}).status == 1);
  CHECK(scenarios::file_text(files.path("j.xml")).contains("caf\xEF\xBF\xBD.json:4:5: "));
  CHECK_FALSE(scenarios::file_text(files.path("j.xml")).contains('\xE9'));
}

TEST_CASE("at a target it is the account of the credentials that is moved and looked into") {
  Process up({"up", "--port", "0"});
  const std::string url = up.read_until("ready ");
  const Files files;
  const std::string file = files.write("s.json",
                                       R"({"name": "n", "clock": "2026-01-05T09:00:00Z", "steps": [
    {"call": "sts.GetCallerIdentity", "expect": {"result": {"Account": "123456789012"}}},
    {"call": {"service": "sqs", "operation": "CreateQueue", "parameters": {"QueueName": "q"}}, "save": {"q": "/result/QueueUrl"}},
    {"call": {"service": "sqs", "operation": "SendMessage", "parameters": {"QueueUrl": "${q}", "MessageBody": "x", "DelaySeconds": 600}}},
    {"clock": "1h", "expect": {"now": "2026-01-05T10:00:00.000Z"}},
    {"queue": "q", "expect": {"count": 1}},
    {"requests": {"service": "sqs"}, "expect": {"count": 2}}]})");
  setenv("AWS_ACCESS_KEY_ID", "123456789012", 1);
  const Ran other = replay({file, "--target", url});
  unsetenv("AWS_ACCESS_KEY_ID");
  CAPTURE(other.said);
  CHECK(other.status == 0);
  const std::string running = files.write(
      "running.json",
      scenario("n", R"({"request": "GET /_cloche/clock", "expect": {"json": {"frozen": false}}})"));
  CHECK(replay({running, "--target", url}).status == 0);
}

TEST_CASE("a stack that can't be deployed is said with the line that asks for it") {
  const Files files;
  const std::string missing =
      files.write("missing.json", "{\"name\": \"n\",\n \"template\": \"none.yaml\", \"steps\": []}");
  const Ran ran = replay({missing});
  CHECK(ran.status == 2);
  CHECK(ran.said.contains(missing + ":2:14: there is no template "));
  files.write("t.yaml", "Resources:\n  Q:\n    Type: AWS::SQS::Nothing\n");
  const Ran wrong =
      replay({files.write("wrong.json", "{\"name\": \"n\",\n \"template\": \"t.yaml\", \"steps\": []}")});
  CHECK(wrong.status == 2);
  CHECK(wrong.said.contains(files.path("t.yaml") + ":3:"));
}

TEST_CASE("a signal stops it, and what was not played is said") {
  const Files files;
  std::vector<std::string> arguments{"replay", "--jobs", "1"};
  for (int i = 0; i < 4; ++i)
    arguments.push_back(
        files.write("s" + std::to_string(i) + ".json",
                    scenario("long " + std::to_string(i),
                             R"({"repeat": {"count": 1000000, "steps": [)" + no_tables + "]}}")));
  Process cloche(arguments);
  cloche.read_until("replaying");
  cloche.signal(SIGINT);
  const std::string said = cloche.read_all();
  CHECK(cloche.wait() == 1);
  CHECK(said.contains("stopped\n"));
  CHECK(said.contains("4 not played to the end"));
}

TEST_CASE("a signal stops a step that waits, and what was played is written") {
  const Files files;
  const std::string steps =
      R"steps({"call": {"service": "events", "operation": "PutRule", "parameters": {"Name": "r", "ScheduleExpression": "rate(1 minute)"}}},
    {"clock": "2000d"})steps";
  const std::string waits = files.write("waits.json", scenario("waits", steps));
  const std::string holds = files.write("holds.json", scenario("holds", no_tables));
  Process cloche({"replay", waits, holds, "--jobs", "2", "--junit", files.path("j.xml")});
  cloche.read_until("  held ");
  cloche.signal(SIGTERM);
  const std::string said = cloche.read_all();
  CHECK(cloche.wait() == 1);
  CHECK(said.contains("2 scenarios: 1 held, 1 not played to the end"));
  const std::string junit = scenarios::file_text(files.path("j.xml"));
  CHECK(junit.contains("tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"1\""));
}

}  // namespace
}  // namespace cloche::commands
