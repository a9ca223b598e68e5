#pragma once
// Cloche for tests in C++: an emulator in this process, a stack on it, and a world of its own, a fork of that
// stack, for each test.
//
//   TEST_CASE("a question that was added can be read") {
//     static Stack stack("handlers/template.yaml");   // deployed once
//     World world(stack);                             // a few milliseconds
//     const Json added = world.request("POST /exams/cpp/questions", {{"text", "?"}});
//     CHECK(added["status"] == 201);
//     CHECK(world.items("Questions").size() == 1);
//     CHECK_JSON(added["json"], R"({"id": {"$type": "string"}})");
//   }
//
// What is called here does what the step of that name does in a scenario (docs/scenarios.md), over HTTP as
// any client would. Between two calls the account is idle. Names of functions, tables, queues and alarms are
// logical ids of the stack, or real ones. What can't be done throws Failed, whose text says why, with what
// the functions wrote: a test that does not catch it fails with that.
//
// Threads: a World is one test's; a Stack may be shared.
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/clock.h"
#include "fakes/core/json.h"

namespace cloche::harness {

class Failed : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Stack {
 public:
  struct Settings {
    std::string name = "test";
    std::map<std::string, std::string> parameters{};
    std::string region = "us-east-1";
    std::string clock = "2026-01-05T09:00:00Z";  // at which time stands still; "": it runs
    std::uint64_t seed = 1;
  };

  /// An empty account.
  Stack();
  /// Deploys the template. Throws Failed, with its file, line and column.
  explicit Stack(const std::filesystem::path& template_file);
  Stack(const std::filesystem::path& template_file, const Settings& settings);
  ~Stack();
  Stack(const Stack&) = delete;

  /// An output of the template; throws Failed where it has none such.
  std::string output(const std::string& name) const;
  /// The physical id of a resource.
  std::string resource(const std::string& logical_id) const;

 private:
  friend class World;
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

class World {
 public:
  explicit World(Stack& stack);
  ~World();
  World(const World&) = delete;

  /// "GET /exams/1", to the stack's API: {"status", "headers", "json", "body"}, whatever the status.
  Json request(const std::string& method_and_path, const Json& json = nullptr,
               const Json& headers = Json::object());
  /// The result of an operation.
  Json call(const std::string& service, const std::string& operation,
            const Json& parameters = Json::object());
  /// The code of the error with which an operation answers; throws Failed where it succeeds.
  std::string error_of(const std::string& service, const std::string& operation,
                       const Json& parameters = Json::object());
  /// What a function answers; throws Failed where it fails.
  Json invoke(const std::string& function, const Json& payload = nullptr);
  /// Hands it an event, and waits until it, and what it caused, has run.
  void invoke_later(const std::string& function, const Json& payload = nullptr);
  /// "90s", "1h30m", "7d". All that falls due on the way happens.
  void advance(const std::string& duration);
  /// Waits until nothing runs and nothing is due.
  void idle();
  Time now();

  /// The items of a table, as plain JSON.
  Json items(const std::string& table);
  /// The item with a key, or null.
  Json item(const std::string& table, const Json& key);
  /// The lines that a function wrote.
  std::vector<std::string> logs(const std::string& function);
  /// A metric of a function, over the life of this world.
  double metric(const std::string& function, const std::string& name, const std::string& statistic = "Sum");
  /// The messages that can be received from a queue, which stay there: [{"body", "json", "attributes", …}].
  Json messages(const std::string& queue);
  /// The invocations of a function that have ended: [{"duration_ms", "cold", "status", …}].
  Json invocations(const std::string& function);
  /// "OK", "ALARM", "INSUFFICIENT_DATA".
  std::string alarm(const std::string& alarm);

  /// Any step, as a scenario has it: {"items": "Notes", "expect": {"count": 1}, "save": {…}}. Answers what it
  /// saw; throws Failed where that is not as expected. What is saved is there for the next one.
  Json play(std::string_view step);

  /// "http://localhost:40123", for any other client.
  std::string endpoint() const;

 private:
  Json see(std::string_view kind, Json arguments);

  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// What of `got` does not match (docs/scenarios.md, "Matchers"), as text; "": it matches.
std::string mismatch(const Json& got, std::string_view matcher);

}  // namespace cloche::harness

/// Of doctest: checks that a value matches.
#define CHECK_JSON(got, matcher)                                             \
  do {                                                                       \
    const std::string mismatch_ = ::cloche::harness::mismatch(got, matcher); \
    CHECK_MESSAGE(mismatch_.empty(), mismatch_);                             \
  } while (false)
