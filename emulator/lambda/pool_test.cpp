#include "emulator/lambda/pool.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "emulator/lambda/testing/rig.h"
#include "fakes/core/json.h"

using namespace cloche;
using namespace cloche::lambda;
using namespace cloche::lambda::testing;
using namespace std::chrono_literals;

namespace {

using Kind = Outcome::Kind;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Handlers that say that they run, and wait to be let go: "wait DIRECTORY".
class Gate {
 public:
  explicit Gate(const std::filesystem::path& directory) : directory_(directory) {
    std::filesystem::create_directories(directory_);
    mkfifo((directory_ / "here").c_str(), 0600);
    mkfifo((directory_ / "go").c_str(), 0600);
    here_ = Descriptor(open((directory_ / "here").c_str(), O_RDWR | O_CLOEXEC));  // never at its end
  }
  std::string event() const { return "\"wait " + directory_.string() + "\""; }
  void wait_for(std::size_t handlers) const {
    std::vector<char> bytes(handlers);
    for (std::size_t got = 0; got < handlers;) {
      const ssize_t count = read(here_.get(), bytes.data(), handlers - got);
      REQUIRE(count > 0);
      got += static_cast<std::size_t>(count);
    }
  }
  /// Lets all go that wait now.
  void open_up() {
    go_ = Descriptor(open((directory_ / "go").c_str(), O_RDWR | O_CLOEXEC));
    feed();
  }

 private:
  void feed() const {
    const std::string bytes(4096, 'x');
    [[maybe_unused]] const ssize_t count = write(go_.get(), bytes.data(), bytes.size());
  }
  std::filesystem::path directory_;
  Descriptor here_;
  Descriptor go_;
};

}  // namespace

TEST_CASE("a function answers, and its environment is used again") {
  Rig rig;
  const auto function = rig.native();
  const Outcome first = rig.run(function, R"({"a":1})");
  CHECK(first.kind == Kind::returned);
  CHECK(first.payload == R"({"a":1})");
  CHECK(first.cold_start);
  CHECK(first.init_duration.has_value());
  const std::string pid = rig.run(function, "\"pid\"").payload;
  for (int i = 0; i < 20; ++i) {
    const Outcome next = rig.run(function, "\"pid\"");
    CHECK(next.payload == pid);
    CHECK_FALSE(next.cold_start);
    CHECK_FALSE(next.init_duration.has_value());
  }
  CHECK(rig.pool->environments() == 1);
}

TEST_CASE("the log has START, what was printed, END and REPORT") {
  Rig rig;
  const auto function = rig.native("says");
  const Outcome outcome = rig.run(function, "\"say hello\"", with_id("id-1"));
  REQUIRE(outcome.log.lines.size() == 6);
  CHECK(outcome.log.group == "/aws/lambda/thing");
  CHECK(outcome.log.stream.starts_with("2026/01/05/[$LATEST]"));
  CHECK(outcome.log.stream.size() == std::string_view("2026/01/05/[$LATEST]").size() + 32);
  CHECK(outcome.log.lines[0].text == "in init");
  CHECK(outcome.log.lines[1].text == "START RequestId: id-1 Version: $LATEST");
  CHECK(outcome.log.lines[2].text == "hello");
  CHECK(outcome.log.lines[3].text == "without an end to stderr");
  CHECK(outcome.log.lines[4].text == "END RequestId: id-1");
  CHECK(outcome.log.lines[5].text.starts_with("REPORT RequestId: id-1\tDuration: "));
  CHECK(contains(outcome.log.lines[5].text, " ms\tMemory Size: 512 MB\tMax Memory Used: "));
  CHECK(contains(outcome.log.lines[5].text, "\tInit Duration: "));
  CHECK(outcome.log.lines[5].text.ends_with(" ms\t"));
  CHECK(outcome.log.lines[0].at == rig.now.load());
  CHECK(outcome.max_memory_mb > 0);
}

TEST_CASE("the runtime gets all headers of an invocation") {
  Rig rig;
  Invocation invocation;
  invocation.request_id = "id-7";
  invocation.trace_id = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1";
  invocation.client_context = "{\"custom\":\n{}}";
  invocation.cognito_identity = R"({"cognitoIdentityId":"i"})";
  const std::string head =
      Json::parse(rig.run(rig.native(), "\"headers\"", invocation).payload).get<std::string>();
  CHECK(contains(head, "Lambda-Runtime-Aws-Request-Id: id-7 "));
  CHECK(contains(head, "Lambda-Runtime-Deadline-Ms: 1"));
  CHECK(contains(
      head, "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:thing "));
  CHECK(contains(head, "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent="));
  CHECK(contains(head, "Lambda-Runtime-Client-Context: {\"custom\": {}}"));
  CHECK(contains(head, "Lambda-Runtime-Cognito-Identity: {\"cognitoIdentityId\":\"i\"}"));
  CHECK(contains(head, "Content-Type: application/json"));
}

TEST_CASE("the process sees Lambda's variables and nothing of ours") {
  setenv("OF_CLOCHE_ITSELF", "1", 1);
  Rig rig;
  const auto function = rig.native("some.handler");
  function->environment = {{"MINE", "yes"}, {"AWS_REGION", "nowhere"}};
  function->region = "eu-central-1";
  std::string variables = "|" + Json::parse(rig.run(function, "\"environment\"").payload).get<std::string>();
  const std::string code = function->code.string();
  for (const std::string& expected : std::vector<std::string>{
           "MINE=yes", "_HANDLER=some.handler", "AWS_REGION=eu-central-1", "AWS_DEFAULT_REGION=eu-central-1",
           "AWS_LAMBDA_FUNCTION_NAME=thing", "AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
           "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512", "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
           "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/thing", "AWS_ACCESS_KEY_ID=ASIAEXAMPLE",
           "AWS_SECRET_ACCESS_KEY=secret", "AWS_SESSION_TOKEN=token", "TZ=:UTC", "LANG=en_US.UTF-8",
           "LAMBDA_TASK_ROOT=" + code, "AWS_ENDPOINT_URL=http://127.0.0.1:4566",
           "PATH=/usr/local/bin:/usr/bin/:/bin:/opt/bin"}) {
    CHECK_MESSAGE(contains(variables, "|" + expected + "|"), expected);
  }
  CHECK_FALSE(contains(variables, "OF_CLOCHE_ITSELF"));
  CHECK_FALSE(contains(variables, "HOME="));
  CHECK_FALSE(contains(variables, "AWS_EXECUTION_ENV"));
  CHECK(rig.run(function, "\"directory\"").payload == "\"" + code + "\"");
  CHECK(rig.run(function, "\"descriptors\"").payload == "\"0 1 2 3 \"");  // the last is its own socket
}

TEST_CASE("a handler's error passes through as it was posted") {
  Rig rig;
  const Outcome plain = rig.run(rig.native(), "\"fail\"");
  CHECK(plain.kind == Kind::failed);
  CHECK(plain.payload == R"({"errorMessage":"it fails","errorType":"Boom"})");
  CHECK(plain.error_type == "Boom");
  CHECK_FALSE(contains(text(plain.log), "Status:"));
  const Outcome typed = rig.run(rig.native(), "\"fail typed\"");
  CHECK(typed.error_type == "Runtime.Typed");
  CHECK(contains(text(typed.log), "\tStatus: error\tError Type: Runtime.Typed"));
  CHECK_FALSE(typed.cold_start);
}

TEST_CASE("an answer that is no JSON passes through as it is") {
  Rig rig;
  CHECK(rig.run(rig.native(), "\"raw {not json\"").payload == "{not json");
}

TEST_CASE("a function that takes too long is killed with all that it started") {
  Rig rig;
  const auto function = rig.native();
  function->timeout = 200ms;
  const Outcome outcome = rig.run(function, "\"hang-with-child\"", with_id("id-3"));
  CHECK(outcome.kind == Kind::failed);
  CHECK(
      outcome.payload ==
      R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: id-3 Error: Task timed out after 0.20 seconds"})");
  CHECK(outcome.error_type == "Sandbox.Timedout");
  CHECK(outcome.duration >= 200ms);
  const std::string log = text(outcome.log);
  CHECK(contains(
      log, "\n2026-01-05T09:00:00.000Z id-3 Task timed out after 0.20 seconds\n\nEND RequestId: id-3\n"));
  CHECK(contains(log, "\tStatus: timeout\n"));
  const std::size_t child = log.find("child ");
  REQUIRE(child != std::string::npos);
  CHECK(wait_for_end(std::atoi(log.c_str() + child + 6)));
  CHECK(rig.run(function, "1").cold_start);
}

TEST_CASE("a process that ends with an invocation fails it by how it ended") {
  Rig rig;
  const auto function = rig.native();
  struct Case {
    const char* event;
    const char* message;
  };
  for (const Case& one : {Case{"\"exit 0\"", "Runtime exited without providing a reason"},
                          Case{"\"exit 7\"", "Runtime exited with error: exit status 7"},
                          Case{"\"crash 11\"", "Runtime exited with error: signal: segmentation fault"},
                          Case{"\"crash 6\"", "Runtime exited with error: signal: aborted"}}) {
    const Outcome outcome = rig.run(function, one.event, with_id("id-4"));
    CHECK(outcome.kind == Kind::failed);
    CHECK(outcome.error_type == "Runtime.ExitError");
    CHECK(outcome.payload ==
          std::string(R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: id-4 Error: )") +
              one.message + "\"}");
    CHECK(contains(text(outcome.log),
                   std::string("RequestId: id-4 Error: ") + one.message + "\nRuntime.ExitError\n"));
    CHECK(contains(text(outcome.log), "\tStatus: error\tError Type: Runtime.ExitError\n"));
  }
}

TEST_CASE("more memory than the function has ends it") {
  Rig rig;
  const auto function = rig.native();
  function->memory_mb = 200;
  for (const char* event : {"\"allocate 300\"", "\"allocate-and-hang 300\""}) {
    const Outcome outcome = rig.run(function, event, with_id("id-5"));
    CHECK(outcome.kind == Kind::failed);
    CHECK(outcome.payload == R"({"errorType":"Runtime.ExitError","errorMessage":"RequestId: id-5 Error: )"
                             R"(Runtime exited with error: signal: killed"})");
    CHECK(outcome.max_memory_mb == 200);
  }
  const Outcome fits = rig.run(function, "\"allocate 100\"");
  CHECK(fits.kind == Kind::returned);
  CHECK(fits.max_memory_mb >= 100);
  CHECK(fits.max_memory_mb < 200);
}

TEST_CASE("an answer of more than 6 MB is refused") {
  Rig rig;
  CHECK(rig.run(rig.native(), "\"large 6291556\"").payload.size() == 6'291'556);
  const Outcome outcome = rig.run(rig.native(), "\"large 6291557\"");
  CHECK(outcome.kind == Kind::failed);
  CHECK(outcome.error_type == "Function.ResponseSizeTooLarge");
  CHECK(Json::parse(outcome.payload)["errorMessage"] ==
        "Response payload size exceeded maximum allowed payload size (6291556 bytes).");
}

TEST_CASE("the Runtime API refuses what the state does not allow") {
  Rig rig;
  const auto function = rig.native();
  CHECK(contains(rig.run(function, "\"wrong-id\"").payload, "InvalidRequestID"));
  CHECK(contains(rig.run(function, "\"next-while-busy\"").payload,
                 "State transition from Running to Ready failed"));
  CHECK(contains(rig.run(function, "\"init-error-late\"").payload,
                 "State transition from Running to InitError failed"));
  CHECK(rig.run(function, "\"nowhere\"").payload == "\"404\"");
  CHECK(rig.run(function, "\"wrong-method\"").payload == "\"405\"");
  CHECK(rig.run(function, "\"twice\"").kind == Kind::returned);
  const Outcome after =
      rig.run(function, "1");  // whose log begins with what the last one wrote after its answer
  CHECK_MESSAGE(
      contains(after.log.lines[0].text, "202 {\"errorMessage\":\"State transition from ResponseSent to"),
      text(after.log));
  CHECK(rig.pool->environments() == 1);
}

TEST_CASE("an init that fails is tried again with the invocation") {
  Rig rig;
  struct Case {
    const char* handler;
    const char* type;
    const char* message;
  };
  for (const Case& one :
       {Case{"exit", "Runtime.ExitError", "Runtime exited with error: exit status 3"},
        Case{"crash", "Runtime.ExitError", "Runtime exited with error: signal: segmentation fault"}}) {
    const Outcome outcome = rig.run(rig.native(one.handler), "1", with_id("id-6"));
    CHECK(outcome.kind == Kind::failed);
    CHECK(outcome.error_type == one.type);
    CHECK(Json::parse(outcome.payload)["errorMessage"] ==
          std::string("RequestId: id-6 Error: ") + one.message);
    REQUIRE(outcome.log.lines.size() == 6);
    CHECK(outcome.log.lines[0].text.starts_with("INIT_REPORT Init Duration: "));
    CHECK(outcome.log.lines[0].text.ends_with(std::string(" ms\tPhase: init\tStatus: error\tError Type: ") +
                                              one.type));
    CHECK(outcome.log.lines[1].text.ends_with(std::string(" ms\tPhase: invoke\tStatus: error\tError Type: ") +
                                              one.type));
    CHECK(outcome.log.lines[2].text == "START RequestId: id-6 Version: $LATEST");
    CHECK(outcome.log.lines[5].text.ends_with(std::string("\tStatus: error\tError Type: ") + one.type));
  }
}

TEST_CASE("an init error that the runtime posts is the answer") {
  Rig rig;
  const Outcome outcome = rig.run(rig.native("error"), "1");
  CHECK(outcome.kind == Kind::failed);
  CHECK(outcome.payload == R"({"errorMessage":"no","errorType":"Runtime.NoSuchHandler"})");
  CHECK(outcome.error_type == "Runtime.NoSuchHandler");
  CHECK(contains(text(outcome.log), "cannot begin\nINIT_REPORT Init Duration: "));
}

TEST_CASE("an init that takes too long is tried again within the function's own time-out") {
  Rig rig({.clock = {}, .seed = 1, .idle_limit = 10min, .init_limit = 200ms, .leftover_log = {}});
  const Outcome second = rig.run(rig.native("hang-once"), "\"pid\"");
  CHECK(second.kind == Kind::returned);
  CHECK_FALSE(second.init_duration.has_value());
  CHECK(contains(text(second.log), " ms\tPhase: init\tStatus: timeout\nSTART"));

  const auto never = rig.native("hang");
  never->revision = "2";
  never->timeout = 300ms;
  const Outcome outcome = rig.run(never, "1");
  CHECK(outcome.error_type == "Sandbox.Timedout");
  CHECK(contains(text(outcome.log), " ms\tPhase: invoke\tStatus: timeout\nSTART"));
}

TEST_CASE("an init's time is without what it waited for a processor") {
  Rig rig({.clock = {}, .seed = 1, .idle_limit = 10min, .init_limit = 300ms, .leftover_log = {}});
  const auto function = rig.native("works");  // for 100 ms
  std::vector<std::future<Outcome>> running;
  for (unsigned i = 0; i < 8 * std::thread::hardware_concurrency(); ++i)
    running.push_back(rig.start(function, "1"));
  for (auto& one : running) CHECK(one.get().init_duration.has_value());
}

TEST_CASE("an init that takes too much memory is killed") {
  Rig rig;
  const auto function = rig.native("greedy");
  function->memory_mb = 200;
  const Outcome outcome = rig.run(function, "1");
  CHECK(outcome.error_type == "Runtime.ExitError");
  CHECK(contains(outcome.payload, "signal: killed"));
}

TEST_CASE("code without a bootstrap that can run says so") {
  Rig rig;
  const auto message = [&](const std::filesystem::path& code) {
    const Outcome outcome = rig.run(rig.function("provided.al2023", "x", code), "1", with_id("i"));
    CHECK(outcome.kind == Kind::failed);
    rig.pool->retire("arn:aws:lambda:us-east-1:000000000000:function:thing");
    return outcome.payload;
  };
  const auto code = rig.make_code("empty");
  CHECK(message(code) == R"({"errorType":"Runtime.InvalidEntrypoint","errorMessage":"RequestId: i Error: )"
                         R"(Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"})");
  write_file(code / "bootstrap", "no program");
  CHECK(contains(message(code), "fork/exec /var/task/bootstrap: permission denied"));
  std::filesystem::permissions(code / "bootstrap", std::filesystem::perms(0755));
  CHECK(contains(message(code), "fork/exec /var/task/bootstrap: exec format error"));
  write_file(code / "bootstrap", "#!/nowhere/sh\n");
  CHECK(contains(message(code), "fork/exec /var/task/bootstrap: no such file or directory"));
  CHECK(contains(message(code.parent_path() / "gone"), "Runtime.InvalidWorkingDir"));
}

TEST_CASE("an environment is frozen between invocations") {
  Rig rig;
  const auto function = rig.native();
  const std::string pid = rig.run(function, "\"pid\"").payload;
  const auto state = [&] {
    std::ifstream stat("/proc/" + pid + "/stat");
    std::string line;
    std::getline(stat, line);
    return line.substr(line.rfind(')') + 2, 1);
  };
  // It is stopped as soon as it asks for the next one, which is soon but not now.
  const auto limit = std::chrono::steady_clock::now() + 10s;
  while (state() != "T" && std::chrono::steady_clock::now() < limit) std::this_thread::yield();
  CHECK(state() == "T");
  CHECK(rig.run(function, "\"pid\"").payload == pid);
}

TEST_CASE("a runtime that leaves after its answer, or never asks again, harms nobody") {
  Rig rig;
  const auto function = rig.native();
  CHECK(rig.run(function, "\"leave\"").kind == Kind::returned);
  CHECK(rig.run(function, "1").kind == Kind::returned);
  CHECK(rig.run(function, "\"linger\"").kind == Kind::returned);
  CHECK(rig.run(function, "1").cold_start);
}

TEST_CASE("one invocation at a time in each environment, and the most recent first") {
  Rig rig;
  const auto function = rig.native();
  Gate gate(rig.directory.path() / "gate");
  auto first = rig.start(function, gate.event());
  auto second = rig.start(function, gate.event());
  gate.wait_for(2);
  CHECK(rig.pool->running() == 2);
  CHECK(rig.pool->running(function->function_arn) == 2);
  gate.open_up();
  CHECK(first.get().kind == Kind::returned);
  CHECK(second.get().kind == Kind::returned);
  const std::string pid = rig.run(function, "\"pid\"").payload;
  for (int i = 0; i < 5; ++i) CHECK(rig.run(function, "\"pid\"").payload == pid);
  CHECK(rig.pool->environments() == 2);
  CHECK(rig.pool->running() == 0);
}

TEST_CASE("a thousand run at once, and the next is throttled") {
  Rig rig;
  const auto function = rig.native();
  function->timeout = 300s;
  Gate gate(rig.directory.path() / "gate");
  std::vector<std::future<Outcome>> running;
  for (int i = 0; i < 1000; ++i) running.push_back(rig.start(function, gate.event()));
  gate.wait_for(1000);
  const Outcome refused = rig.run(function, "1");
  CHECK(refused.kind == Kind::throttled);
  CHECK(refused.throttle == Throttle::account);
  CHECK(throttle_reason(*refused.throttle) == "ConcurrentInvocationLimitExceeded");
  CHECK(rig.pool->environments() == 1000);
  gate.open_up();
  for (auto& one : running) CHECK(one.get().kind == Kind::returned);
  CHECK(rig.run(function, "1").kind == Kind::returned);
}

TEST_CASE("reserved concurrency throttles its function alone") {
  Rig rig;
  const auto function = rig.native();
  Invocation none;
  none.limits.reserved = 0;
  const Outcome refused = rig.run(function, "1", none);
  CHECK(refused.kind == Kind::throttled);
  CHECK(throttle_reason(*refused.throttle) == "ReservedFunctionConcurrentInvocationLimitExceeded");
  CHECK(rig.run(function, "1").kind == Kind::returned);
}

TEST_CASE("a change of code or configuration takes effect with the next invocation") {
  Rig rig;
  const auto before = rig.native();
  const std::string old = rig.run(before, "\"pid\"").payload;
  Gate gate(rig.directory.path() / "gate");
  auto at_work = rig.start(before, gate.event());
  gate.wait_for(1);
  const auto after = rig.native();
  after->revision = "2";
  const std::string fresh = rig.run(after, "\"pid\"").payload;
  CHECK(fresh != old);
  gate.open_up();
  CHECK(at_work.get().kind == Kind::returned);  // it ends after its invocation
  CHECK(wait_for_end(std::atoi(old.c_str())));
  CHECK(rig.run(after, "\"pid\"").payload == fresh);
  rig.pool->retire(after->function_arn);
  CHECK(wait_for_end(std::atoi(fresh.c_str())));
  CHECK(rig.run(after, "1").cold_start);
}

TEST_CASE("an environment that is never idle ends after some hours on the account's clock all the same") {
  Rig rig;
  const auto function = rig.native();
  const std::string pid = rig.run(function, "\"pid\"").payload;
  for (int i = 0; i < 44; ++i) {
    rig.now = rig.now.load() + 8min;
    CHECK(rig.run(function, "\"pid\"").payload == pid);
  }
  rig.now = rig.now.load() + 8min;  // six hours
  CHECK(rig.run(function, "\"pid\"").payload != pid);
  CHECK(wait_for_end(std::atoi(pid.c_str())));
}

TEST_CASE("idle environments end after a time on the account's clock") {
  Rig rig;
  const auto function = rig.native();
  const std::string pid = rig.run(function, "\"pid\"").payload;
  rig.now = rig.now.load() + 9min;
  rig.pool->end_idle();
  CHECK(rig.run(function, "\"pid\"").payload == pid);
  rig.now = rig.now.load() + 10min;
  rig.pool->end_idle();
  CHECK(wait_for_end(std::atoi(pid.c_str())));
}

TEST_CASE(
    "an environment that was idle for the limit is not used again, though nobody has looked after it since") {
  Rig rig;
  const auto function = rig.native();
  const std::string pid = rig.run(function, "\"pid\"").payload;
  rig.now = rig.now.load() + 24h;
  CHECK(rig.run(function, "\"pid\"").payload != pid);
  CHECK(wait_for_end(std::atoi(pid.c_str())));
}

TEST_CASE("a changed file of a watched directory takes effect with the next invocation") {
  Rig rig;
  const auto function = rig.native();
  function->code_is_watched = true;
  const auto other = rig.native();
  other->function_arn += "-other";
  other->code = rig.make_code("other");
  std::filesystem::create_symlink(CLOCHE_TEST_BOOTSTRAP, other->code / "bootstrap");
  other->code_is_watched = true;
  const std::string pid = rig.run(function, "\"pid\"").payload;
  const std::string other_pid = rig.run(other, "\"pid\"").payload;
  CHECK(rig.run(function, "\"pid\"").payload == pid);
  write_file(function->code / "deep" / "er" / "file", "1");
  const std::string second = rig.run(function, "\"pid\"").payload;
  CHECK(second != pid);
  CHECK(rig.run(function, "\"pid\"").payload == second);
  write_file(function->code / "deep" / "er" / "file", "2");
  CHECK(rig.run(function, "\"pid\"").payload != second);
  CHECK(rig.run(other, "\"pid\"").payload == other_pid);
}

TEST_CASE("nothing is left when the pool ends") {
  std::vector<pid_t> pids;
  std::future<Outcome> aborted;
  {
    Rig rig;
    const auto function = rig.native();
    pids.push_back(std::atoi(rig.run(function, "\"pid\"").payload.c_str()));
    pids.push_back(std::atoi(rig.run(function, "\"child\"").payload.c_str()));
    pids.push_back(std::atoi(rig.run(function, "\"child away\"").payload.c_str()));
    aborted = rig.start(function, "\"hang\"");
  }
  for (const pid_t pid : pids) CHECK(wait_for_end(pid));
  CHECK(aborted.get().kind == Kind::aborted);
}

TEST_CASE("a pool can be emptied and used again") {
  Rig rig;
  const auto function = rig.native();
  const std::string pid = rig.run(function, "\"pid\"").payload;
  auto hangs = rig.start(function, "\"hang\"");
  std::promise<void> empty;
  rig.pool->end_all([&] { empty.set_value(); });
  empty.get_future().wait();
  CHECK(rig.pool->environments() == 0);
  CHECK(hangs.get().kind == Kind::aborted);
  CHECK(rig.run(function, "\"pid\"").payload != pid);
}

TEST_CASE("nothing is left when Cloche is killed") {
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  pid_t holder = -1;
  std::string program = CLOCHE_TEST_HOLDER;
  char* const arguments[] = {program.data(), nullptr};
  REQUIRE(posix_spawn(&holder, program.c_str(), &actions, nullptr, arguments, environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  FILE* output = fdopen(ends[0], "r");
  pid_t pids[3] = {};
  REQUIRE(std::fscanf(output, "%d %d %d", &pids[0], &pids[1], &pids[2]) == 3);
  std::fclose(output);
  kill(holder, SIGKILL);
  waitpid(holder, nullptr, 0);
  for (const pid_t pid : pids) CHECK(wait_for_end(pid));
}
