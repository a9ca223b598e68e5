// cloche up TEMPLATE, cloche deploy and cloche invoke, as whoever types them sees them.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "emulator/commands/process.h"
#include "emulator/net/server.h"
#include "fakes/core/temporary_directory.h"

namespace cloche::commands {
namespace {

constexpr const char* stack_template = R"(
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Greeting:
    Type: String
    Default: hello
Resources:
  Greet:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: greet
      Runtime: python3.11
      Handler: index.handler
      Role: arn:aws:iam::000000000000:role/greet
      Environment:
        Variables:
          GREETING: !Ref Greeting
      Code:
        ZipFile: |
          import os
          def handler(event, context):
              print("greeting", event)
              if event.get("fail"):
                  raise ValueError("as told")
              return os.environ["GREETING"] + " " + event.get("name", "world")
Outputs:
  Function:
    Value: !GetAtt Greet.Arn
)";

struct Templates {
  TemporaryDirectory directory;

  std::string write(const std::string& name, const std::string& text) {
    const auto path = directory.path() / name;
    std::ofstream(path) << text;
    return path.string();
  }
};

/// Runs a command to its end; its exit status and all that it said.
struct Ran {
  explicit Ran(std::vector<std::string> arguments) {
    Process process(std::move(arguments));
    said = process.read_all();
    status = process.wait();
  }
  bool says(const std::string& text) const { return said.find(text) != std::string::npos; }
  int status = 0;
  std::string said;
};

TEST_CASE("up deploys a template, and its function answers and logs") {
  Templates templates;
  Process cloche(
      {"up", templates.write("greetings.yaml", stack_template), "--port", "0", "--parameter", "Greeting=hi"});
  CHECK(cloche.read_until("  stack ").find("greetings (CREATE_COMPLETE)") != std::string::npos);
  CHECK(cloche.read_until("  function ").ends_with(" greet"));
  const std::string url = cloche.read_until("ready ");
  const Ran invoked(
      {"invoke", "greet", "--endpoint", url, "--event", templates.write("event.json", R"({"name":"Ada"})")});
  CHECK(invoked.status == 0);
  CHECK(invoked.says("\"hi Ada\""));
  CHECK(invoked.says("greeting {'name': 'Ada'}"));
  const Ran failing(
      {"invoke", "greet", "--endpoint", url, "--event", templates.write("fail.json", R"({"fail":1})")});
  CHECK(failing.status == 1);
  CHECK(failing.says("as told"));
  const Ran unknown({"invoke", "nobody", "--endpoint", url});
  CHECK(unknown.status == 1);
  CHECK(unknown.says("Function not found"));
}

TEST_CASE("deploy makes a stack, updates it, says that there is nothing to do, and deletes it") {
  Templates templates;
  const std::string file = templates.write("template.yaml", stack_template);
  Process cloche({"up", "--port", "0"});
  const std::string url = cloche.read_until("ready ");
  const auto deploy = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"deploy", file, "--stack-name", "s", "--endpoint", url};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Ran(arguments);
  };
  CHECK(deploy({}).says("s (CREATE_COMPLETE)"));
  CHECK(deploy({}).says("s (no change)"));
  const Ran updated = deploy({"--parameter", "Greeting=good day"});
  CHECK(updated.says("s (UPDATE_COMPLETE)"));
  CHECK(updated.says("arn:aws:lambda:us-east-1:000000000000:function:greet"));
  CHECK(Ran({"invoke", "greet", "--endpoint", url}).says("good day world"));
  CHECK(deploy({"--parameter", "Greeting"}).status == 2);
  const Ran deleted = deploy({"--delete"});
  CHECK(deleted.status == 0);
  CHECK(deleted.says("deleted s"));
  CHECK(deploy({"--delete"}).says("Stack with id s does not exist"));
  CHECK(Ran({"deploy", file, "--delete", "--stack-name", "a&b", "--endpoint", url}).says("a&b"));
}

TEST_CASE("a broken template is said with its place, and nothing serves it") {
  Templates templates;
  const std::string file = templates.write("broken.yaml", R"(Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      Visibility: 3
)");
  const Ran up({"up", file, "--port", "0"});
  CHECK(up.status == 1);
  CHECK(up.says(file + ":5:7: Queue: Encountered unsupported property Visibility"));
  CHECK_FALSE(up.says("ready"));
  CHECK(Ran({"up", file + ".gone", "--port", "0"}).status == 1);
  Process cloche({"up", "--port", "0"});
  const Ran deployed({"deploy", file, "--endpoint", cloche.read_until("ready ")});
  CHECK(deployed.status == 1);
  CHECK(deployed.says(":5:7: Queue: Encountered unsupported property Visibility"));
}

TEST_CASE("a parameter does not swallow the template that stands after it, and needs one") {
  Templates templates;
  const std::string file = templates.write("greetings.yaml", stack_template);
  Process cloche({"up", "--port", "0", "--parameter", "Greeting=hi", file});
  CHECK(cloche.read_until("  stack ").find("greetings (CREATE_COMPLETE)") != std::string::npos);
  const Ran none({"up", "--port", "0", "--parameter", "Greeting=hi"});
  CHECK(none.status == 2);
  CHECK(none.says("--parameter requires TEMPLATE"));
}

TEST_CASE("an answer that no Cloche gives is said, and so is what is no text") {
  Templates templates;
  const std::string file = templates.write("greetings.yaml", stack_template);
  net::Engine engine(1);
  const std::uint16_t port = engine.listen("127.0.0.1", 0, [](const net::Request&, net::Responder respond) {
    net::Response response;
    response.body = R"({"hello": 1})";
    respond(std::move(response));
  });
  const std::string endpoint = "http://127.0.0.1:" + std::to_string(port);
  for (const auto& command :
       std::vector<std::vector<std::string>>{{"deploy", file}, {"deploy", file, "--delete"}, {"logs", "f"}}) {
    auto arguments = command;
    arguments.insert(arguments.end(), {"--endpoint", endpoint});
    const Ran ran(arguments);
    CHECK(ran.status == 1);
    CHECK(ran.said == "cloche: what answers at " + endpoint + " is no Cloche\n");
    arguments.insert(arguments.end(), {"--account", "123456789012"});
    arguments[1] = "\xE9";
    if (command.size() == 2) CHECK(Ran(arguments).status == 2);
  }
}

TEST_CASE("a second start on the same data updates the stack") {
  Templates templates;
  const std::string data = (templates.directory.path() / "data").string();
  const std::string file = templates.write("greetings.yaml", stack_template);
  for (const char* status : {"CREATE_COMPLETE", "no change"}) {
    Process cloche({"up", file, "--port", "0", "--data", data});
    CHECK(cloche.read_until("  stack ").find(status) != std::string::npos);
    cloche.read_until("ready ");
    cloche.signal(SIGTERM);
    CHECK(cloche.wait() == 0);
  }
}

}  // namespace
}  // namespace cloche::commands
