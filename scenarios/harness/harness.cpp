#include "scenarios/harness/harness.h"

#include <fmt/core.h>

#include <atomic>
#include <optional>
#include <set>

#include "emulator/front/emulator.h"
#include "emulator/net/client.h"
#include "scenarios/engine/deployment.h"
#include "scenarios/engine/failure_text.h"
#include "scenarios/engine/function_log.h"
#include "scenarios/engine/reader.h"
#include "scenarios/engine/sequence.h"

namespace cloche::harness {

struct Stack::Implementation {
  explicit Implementation(const std::filesystem::path& file, const Settings& settings)
      : emulator({.port = 0, .accounts = {.data = {}, .seed = settings.seed}}),
        region(settings.region),
        admin(client, fmt::format("http://127.0.0.1:{}", emulator.port())) {
    scenarios::Deployment deployment;
    deployment.file = file;
    deployment.file_place.file = deployment.stack_place.file = "this test";
    deployment.stack = settings.name;
    for (const auto& [name, value] : settings.parameters) deployment.parameters[name] = value;
    deployment.region = settings.region;
    deployment.clock = settings.clock;
    try {
      deployed = scenarios::deploy(client, admin, deployment);
    } catch (const std::exception& error) {
      throw Failed(error.what());
    }
  }

  front::Emulator emulator;
  net::Engine engine{1};
  net::Client client{engine};
  const std::string region;
  const scenarios::AdminClient admin;
  std::unique_ptr<scenarios::Deployed> deployed;
};

Stack::Stack() : Stack(std::filesystem::path(), Settings()) {}
Stack::Stack(const std::filesystem::path& template_file) : Stack(template_file, Settings()) {}
Stack::Stack(const std::filesystem::path& template_file, const Settings& settings)
    : implementation_(std::make_unique<Implementation>(template_file, settings)) {}
Stack::~Stack() = default;

std::string Stack::output(const std::string& name) const {
  const Json& outputs = implementation_->deployed->stack.outputs;
  const auto found = outputs.find(name);
  if (found == outputs.end()) throw Failed(fmt::format("the stack has no output {}", name));
  return found->is_string() ? found->get<std::string>() : found->dump();
}

std::string Stack::resource(const std::string& logical_id) const {
  for (const scenarios::StackResource& resource : implementation_->deployed->stack.resources) {
    if (resource.logical_id == logical_id) return resource.physical_id;
  }
  throw Failed(fmt::format("the stack has no resource {}", logical_id));
}

struct World::Implementation {
  explicit Implementation(Stack::Implementation& stack)
      : fork(stack.client, stack.deployed->account.admin()),
        site(stack.client, fork.endpoint(), stack.deployed->stack,
             {.account = fork.account(), .region = stack.region}) {}

  Json play(const scenarios::Step& step, bool takes_any) {
    try {
      return sequence.play(step, takes_any);
    } catch (const scenarios::StepFailed& failure) {
      scenarios::Played played;
      scenarios::Scenario scenario;
      scenario.file = "this test";
      played.scenario = &scenario;
      played.failure = failure;
      played.log = scenarios::last_lines_of_functions(site);
      throw Failed(scenarios::failure_text(played));
    }
  }

  const std::atomic<bool> never = false;
  scenarios::Fork fork;
  scenarios::Site site;
  scenarios::Play whole{.site = site, .stop = never};
  scenarios::Scope scope;
  scenarios::Sequence sequence{whole, scope, 1};
  std::set<std::string> saved;
};

World::World(Stack& stack) : implementation_(std::make_unique<Implementation>(*stack.implementation_)) {}
World::~World() = default;

std::string World::endpoint() const { return implementation_->fork.endpoint(); }

Json World::see(std::string_view kind, Json arguments) {
  scenarios::Step step;
  step.kind = scenarios::step_kind(kind);
  step.place.file = "this test";
  step.arguments = std::move(arguments);
  return implementation_->play(step, true);
}

Json World::play(std::string_view text) {
  try {
    const scenarios::Step step = scenarios::read_step(text, "step", implementation_->saved);
    Json seen = implementation_->play(step, false);
    for (const auto& [name, pointer] : step.save) implementation_->saved.insert(name);
    return seen;
  } catch (const scenarios::FileError& error) {
    throw Failed(error.what());
  }
}

Json World::request(const std::string& method_and_path, const Json& json, const Json& headers) {
  const auto space = method_and_path.find(' ');
  if (space == std::string::npos) throw Failed(fmt::format("not a method and a path: {}", method_and_path));
  Json arguments{{"method", method_and_path.substr(0, space)},
                 {"path", method_and_path.substr(space + 1)},
                 {"headers", headers}};
  if (!json.is_null()) arguments["json"] = json;
  return see("request", std::move(arguments));
}

Json World::call(const std::string& service, const std::string& operation, const Json& parameters) {
  Json seen = see("call", {{"service", service}, {"operation", operation}, {"parameters", parameters}});
  if (seen.contains("error"))
    throw Failed(fmt::format("{} {}: {}: {}", service, operation, seen["error"].get<std::string>(),
                             seen["message"].get<std::string>()));
  return std::move(seen["result"]);
}

std::string World::error_of(const std::string& service, const std::string& operation,
                            const Json& parameters) {
  const Json seen = see("call", {{"service", service}, {"operation", operation}, {"parameters", parameters}});
  if (!seen.contains("error"))
    throw Failed(fmt::format("{} {} succeeded: {}", service, operation, seen.dump()));
  return seen["error"];
}

Json World::invoke(const std::string& function, const Json& payload) {
  const Json seen = see("invoke", {{"function", function}, {"payload", payload}});
  if (seen.contains("error") || seen.contains("function_error")) {
    std::string text = fmt::format("{}: {}\n", function, seen.dump());
    for (const std::string& line : scenarios::last_lines_of_functions(implementation_->site))
      text += line + "\n";
    throw Failed(text);
  }
  return seen.value("payload", Json());
}

void World::invoke_later(const std::string& function, const Json& payload) {
  const Json seen = see("invoke", {{"function", function}, {"payload", payload}, {"type", "Event"}});
  if (seen.contains("error")) throw Failed(fmt::format("{}: {}", function, seen.dump()));
}

void World::advance(const std::string& duration) { see("clock", {{"advance", duration}}); }
void World::idle() { see("idle", Json::object()); }
Time World::now() { return implementation_->site.now(); }

Json World::items(const std::string& table) { return see("items", {{"table", table}})["items"]; }
Json World::item(const std::string& table, const Json& key) {
  return see("items", {{"table", table}, {"key", key}}).value("item", Json());
}
std::vector<std::string> World::logs(const std::string& function) {
  return see("logs", {{"function", function}})["lines"];
}
double World::metric(const std::string& function, const std::string& name, const std::string& statistic) {
  const Json seen = see("metrics", {{"function", function}, {"metric", name}, {"statistic", statistic}});
  if (!seen.contains("value")) throw Failed(fmt::format("{} has no data for {}", function, name));
  return seen["value"];
}
Json World::messages(const std::string& queue) { return see("queue", {{"queue", queue}})["messages"]; }
Json World::invocations(const std::string& function) {
  return see("invocations", {{"function", function}})["invocations"];
}
std::string World::alarm(const std::string& alarm) { return see("alarms", {{"alarm", alarm}})["state"]; }

std::string mismatch(const Json& got, std::string_view matcher) {
  std::string text;
  try {
    const auto located = scenarios::LocatedJson::parse(matcher, "the matcher");
    scenarios::check_matcher(located, "the matcher");
    for (const scenarios::Difference& one : scenarios::differences(located.json(), got))
      text += one.expected.empty() ? one.path + "\n"
                                   : fmt::format("{}: expected {}, got {}\n",
                                                 one.path.empty() ? "it" : one.path, one.expected, one.got);
  } catch (const scenarios::FileError& error) {
    return error.what();
  }
  return text;
}

}  // namespace cloche::harness
