#include "scenarios/engine/reader.h"

#include <doctest/doctest.h>

#include <map>

namespace cloche::scenarios {
namespace {

using Files = std::map<std::string, std::string>;

Scenario read(const Files& files, const std::string& name = "f.json") {
  return read_scenario(name, [&](const std::filesystem::path& path) {
    const auto found = files.find(path.string());
    if (found == files.end()) throw std::runtime_error("there is no such file");
    return found->second;
  });
}

std::string refusal(const Files& files, const std::string& name = "f.json") {
  try {
    read(files, name);
    return "";
  } catch (const FileError& error) {
    return error.what();
  }
}

/// A scenario with one step, on a line of its own, and what is wrong with it.
std::string step_refusal(const std::string& step) {
  std::string text = refusal({{"f.json", "{\"name\": \"n\", \"steps\": [\n" + step + "\n]}"}});
  if (text.starts_with("f.json:2:")) text.erase(0, 9);
  return text;
}

TEST_CASE("a scenario is read with all that it says") {
  const Scenario scenario = read(
      {{"dir/f.json",
        R"({"name": "n", "description": "d", "template": "../t.yaml", "stack": "s", "parameters": {"A": 1, "B": "x", "C": true},
    "region": "eu-west-1", "clock": "2026-03-02T08:00:00+01:00", "seed": 7, "variables": {"v": 1, "w": "${v}"},
    "steps": [{"name": "first", "request": "GET /a", "expect": {"status": 200, "headers": {"Content-Type": "x"}}, "save": {"id": "/json/id", "to": "/headers/Location"}, "idle": false},
              {"idle": true}]})"}},
      "dir/f.json");
  CHECK(scenario.name == "n");
  CHECK(scenario.deployment.file == "t.yaml");
  CHECK(scenario.deployment.parameters == Json::parse(R"({"A": "1", "B": "x", "C": "true"})"));
  CHECK(scenario.deployment.region == "eu-west-1");
  CHECK(scenario.deployment.clock == "2026-03-02T07:00:00.000Z");
  CHECK(scenario.seed == 7);
  REQUIRE(scenario.steps.size() == 2);
  const Step& step = scenario.steps[0];
  CHECK(step.kind->name == "request");
  CHECK(step.arguments == Json::parse(R"({"method": "GET", "path": "/a"})"));
  CHECK(step.expect == Json::parse(R"({"status": 200, "headers": {"Content-Type": "x"}})"));
  CHECK(step.save ==
        std::vector<std::pair<std::string, std::string>>{{"id", "/json/id"}, {"to", "/headers/location"}});
  CHECK(!step.idle);
  CHECK(step.place.text() == "dir/f.json:3:15");
  CHECK(scenario.steps[1].kind->name == "idle");
}

TEST_CASE("time stands still at a moment of its own, unless it runs") {
  CHECK(read({{"f.json", R"({"name": "n", "steps": []})"}}).deployment.clock == "2026-01-05T09:00:00.000Z");
  CHECK(read({{"f.json", R"({"name": "n", "clock": "running", "steps": []})"}}).deployment.clock == "");
  CHECK(refusal({{"f.json", R"({"name": "n", "clock": "now", "steps": []})"}}) ==
        "f.json:1:24: \"clock\" is a time like \"2026-01-05T09:00:00Z\", or \"running\"");
}

TEST_CASE("the members of a scenario are checked") {
  CHECK(refusal({}) == "f.json: there is no such file");
  CHECK(refusal({{"f.json", "{"}}) ==
        "f.json:1:2: expected a member's name in quotes, not the end of the file");
  CHECK(refusal({{"f.json", "[]"}}) == "f.json:1:1: expected a scenario, an object");
  CHECK(refusal({{"f.json", R"({"name": "n"})"}}) == "f.json:1:1: a scenario needs a member \"steps\"");
  CHECK(
      refusal({{"f.json", R"({"steps": []})"}}) ==
      "f.json:1:1: expected a member \"name\": a file without one is a list of steps for others to include");
  CHECK(refusal({{"f.json", "{\"name\": \"n\",\n \"step\": []}"}}) ==
        "f.json:2:2: a scenario has no member \"step\"; did you mean \"steps\"?");
  CHECK(refusal({{"f.json", R"({"name": 1, "steps": []})"}}) == "f.json:1:10: \"name\" is a string");
  CHECK(refusal({{"f.json", R"({"name": "n", "steps": {}})"}}) ==
        "f.json:1:24: \"steps\" is an array of steps");
  CHECK(refusal({{"f.json", R"({"name": "n", "seed": -1, "steps": []})"}}) ==
        "f.json:1:23: \"seed\" is a whole number from 0 to 1000000000");
  CHECK(refusal({{"f.json", R"({"name": "n", "parameters": {"A": ["x"]}, "steps": []})"}}) ==
        "f.json:1:35: a template's parameter is a string (a list is \"a,b\"), number or boolean");
  CHECK(refusal({{"f.json", R"({"name": "n", "variables": {"a-b": 1}, "steps": []})"}}) ==
        "f.json:1:29: \"a-b\" is no name: letters, digits and _ only, a letter first");
  CHECK(refusal({{"f.json", R"({"name": "n", "variables": {"now": 1}, "steps": []})"}}) ==
        "f.json:1:29: ${now} is always there, with another meaning: take another name");
}

TEST_CASE("what is wrong with variables is said with its line and column") {
  const auto variables = [](const std::string& value) {
    return refusal({{"f.json", "{\"name\": \"n\", \"steps\": [],\n  \"variables\": " + value + "}"}});
  };
  CHECK(variables("[]") == "f.json:2:16: \"variables\" is an object");
  CHECK(variables(R"("v")") == "f.json:2:16: \"variables\" is an object");
  CHECK(variables(R"("${v}")") == "f.json:2:16: \"variables\" is an object");
  CHECK(variables("{\"v\":\n[1, \"${later}\"], \"later\": 1}")
            .starts_with("f.json:3:5: nothing before this makes ${later}; known are "));
  CHECK(variables(R"({"v": "${now"})").starts_with("f.json:2:22: "));
  CHECK(refusal({{"f.json", R"({"name": "n", "seed": "${v}", "steps": []})"}}) ==
        "f.json:1:23: \"seed\" is a whole number from 0 to 1000000000");
  CHECK(refusal({{"f.json", R"({"name": "n", "parameters": "${v}", "steps": []})"}}) ==
        "f.json:1:29: \"parameters\" is an object of strings, numbers, booleans or arrays of them");
  CHECK(refusal({{"f.json", R"({"name": "n", "steps": [{"include": "g.json"}]})"},
                 {"g.json", R"({"parameters": "${v}", "steps": []})"}}) ==
        "g.json:1:16: \"parameters\" is an object");
}

TEST_CASE("a step is one thing that is known") {
  CHECK(step_refusal("1") == "1: expected a step, an object");
  CHECK(step_refusal("{}").starts_with("1: expected a step to do one of request, call, invoke"));
  CHECK(step_refusal(R"({"requst": "GET /"})") ==
        "2: a step has no member \"requst\"; did you mean \"request\"?");
  CHECK(step_refusal(R"({"request": "GET /", "invoke": "f"})") ==
        "22: a step is one thing: \"request\" or \"invoke\"");
  CHECK(step_refusal(R"({"request": "GET /", "expct": {}})") ==
        "22: a step with \"request\" has no member \"expct\"; did you mean \"expect\"?");
  CHECK(step_refusal(R"({"request": "GET /", "idle": "no"})") == "30: \"idle\" is true or false");
  CHECK(step_refusal(R"({"idle": false})").starts_with("1: expected a step to do one of"));
  CHECK(step_refusal(R"({"request": "GET /", "count": 2})") ==
        "31: a step has a count in a burst only; a repeat plays others several times");
  CHECK(step_refusal(R"({"repeat": {"count": 1, "steps": []}, "expect": {}})")
            .starts_with("39: a step with \"repeat\" has no member \"expect\""));
}

TEST_CASE("each kind checks what is its own") {
  CHECK(step_refusal(R"({"request": "/a"})") ==
        "13: \"request\" in short is a method and a path, like \"GET /exams/1\"");
  CHECK(step_refusal(R"({"request": {"method": "GET"}})") == "13: \"request\" needs a member \"path\"");
  CHECK(step_refusal(R"({"request": {"path": "a"}})") == "13: a path begins with /");
  CHECK(step_refusal(R"({"request": {"path": "/", "json": 1, "body": ""}})") ==
        "13: a request has one of json, body and base64");
  CHECK(step_refusal(R"({"request": {"path": "/", "headers": {"a": {}}}})") ==
        "38: \"headers\" is an object of strings, numbers, booleans or arrays of them");
  CHECK(step_refusal(R"({"call": "dynamodb"})") ==
        "10: \"call\" in short is a service and an operation, like \"dynamodb.ListTables\"");
  CHECK(step_refusal(R"({"call": "dynamo.ListTables"})").starts_with("10: there is no service \"dynamo\""));
  CHECK(step_refusal(R"({"call": {"service": "dynamodb", "operation": "PutItm"}})") ==
        "47: dynamodb has no operation \"PutItm\"; did you mean \"PutItem\"?");
  CHECK(step_refusal(R"({"call": {"service": "s3", "operation": "ListBuckets"}})")
            .starts_with("22: s3 can't be played"));
  CHECK(
      step_refusal(
          R"({"call": {"service": "dynamodb", "operation": "PutItem", "parameters": {"Tablename": "t"}}})") ==
      "73: PutItemInput has no member \"Tablename\"; did you mean \"TableName\"?");
  CHECK(
      step_refusal(
          R"({"call": {"service": "events", "operation": "PutEvents", "parameters": {"Entries": [{"Source": 1}]}}})") ==
      "96: Source is a string");
  CHECK(step_refusal(R"({"invoke": {"function": "f", "type": "event"}})") ==
        "38: \"type\" is RequestResponse, Event or DryRun");
  CHECK(step_refusal(R"({"clock": "soon"})") ==
        "11: \"clock\" in short is a duration like \"90s\", \"15m\", \"7d\" or \"1h30m\"");
  CHECK(step_refusal(R"({"clock": {}})") == "11: \"clock\" needs advance, set or freeze");
  CHECK(step_refusal(R"({"clock": {"advance": "1s", "set": "2026-01-05T09:00:00Z"}})") ==
        "11: \"clock\" has advance or set, not both");
  CHECK(step_refusal(R"({"logs": {}})") == "10: \"logs\" has either function or group");
  CHECK(step_refusal(R"({"metrics": {"metric": "Errors"}})") ==
        "13: \"metrics\" needs a namespace, or a function, whose metrics are in AWS/Lambda");
  CHECK(step_refusal(R"({"alarms": {"alarm": "a", "prefix": "b"}})") ==
        "12: \"alarms\" has an alarm or a prefix, not both");
  CHECK(step_refusal(R"({"items": {"table": "t", "key": {}, "index": "i"}})") ==
        "11: an item with a key is one, and neither looked for in an index nor by \"where\"");
  CHECK(step_refusal(R"({"repeat": {"steps": []}})") == "12: \"repeat\" has either count or each");
  CHECK(step_refusal(R"({"repeat": {"count": 2.0, "steps": []}})") == "");  // whole, as for a schema
  CHECK(step_refusal(R"({"repeat": {"count": 2.5, "steps": []}})") ==
        "22: \"count\" is a whole number from 0 to 10000000");
  CHECK(step_refusal(R"({"burst": {"steps": [{"clock": "1s"}]}})") ==
        "23: a burst is of requests, calls and invocations, not of \"clock\" (repeat with at_once is)");
}

TEST_CASE("what is expected and saved is what the kind sees") {
  CHECK(step_refusal(R"({"request": "GET /", "expect": {"stauts": 1}})") ==
        "33: what a \"request\" sees has no member \"stauts\"; did you mean \"status\"?");
  CHECK(step_refusal(R"({"request": "GET /", "expect": {"json": {"$typ": 1}}})") ==
        "42: there is no matcher $typ; did you mean \"$type\"?");
  CHECK(step_refusal(R"({"request": "GET /", "save": {"id": "json/id"}})") ==
        "37: what is saved is a JSON Pointer into what the step saw, such as \"/json/id\"");
  CHECK(step_refusal(R"({"request": "GET /", "save": {"id": "/json/~2"}})") ==
        "37: what is saved is a JSON Pointer into what the step saw, such as \"/json/id\"");
  CHECK(step_refusal(R"({"request": "GET /", "save": {"id": "/json/a~1b~0"}})") == "");
  CHECK(step_refusal(R"({"request": "GET /", "save": {"id": "/jsn/id"}})") ==
        "37: a \"request\" does not see \"jsn\"; did you mean \"json\"?");
  CHECK(step_refusal(R"({"request": "GET /", "save": {"region": "/json"}})") ==
        "31: ${region} is always there, with another meaning: take another name");
}

std::string reference_refusal(const std::string& steps) {
  return refusal({{"f.json", R"({"name": "n", "variables": {"v": 1}, "steps": [)" + steps + "]}"}});
}

TEST_CASE("a reference is to what was made before it") {
  CHECK(reference_refusal(R"({"request": "GET /${v}/${now}/${output.X}"})") == "");
  CHECK(reference_refusal(
            R"({"request": "GET /", "save": {"exam": "/json"}}, {"request": "GET /${exam.id}"})") == "");
  CHECK(reference_refusal(R"({"request": "GET /", "save": {"exam": "/json"}}, {"request": "GET /${exm.id}"})")
            .ends_with("nothing before this makes ${exm}; did you mean \"exam\"?"));
  CHECK(reference_refusal(R"({"request": "GET /${id}", "save": {"id": "/json"}})")
            .contains("nothing before this makes ${id}"));
  CHECK(reference_refusal(R"({"request": "GET /", "expect": {"json": {"a": [{"b": "${c}"}]}}})")
            .contains("nothing before this makes ${c}"));
  CHECK(reference_refusal(R"({"request": "GET /${i}"})").contains("nothing before this makes ${i}"));
  CHECK(reference_refusal(R"({"request": "GET /${now.year}"})")
            .contains("of now there is date, seconds and millis"));
  CHECK(reference_refusal(R"({"request": "GET /${v"})").contains("has no \"}\""));
}

TEST_CASE("rounds have values of their own, and keep what they save only one by one") {
  CHECK(reference_refusal(R"({"burst": {"steps": [{"request": "GET /${i}", "count": 2}]}})") == "");
  CHECK(reference_refusal(
            R"({"repeat": {"count": 2, "as": "day", "steps": [{"request": "GET /${day}"}]}})") == "");
  CHECK(reference_refusal(R"({"repeat": {"each": [1], "steps": [{"request": "GET /${item}/${i}"}]}})") == "");
  CHECK(reference_refusal(R"({"repeat": {"each": [1], "as": "x", "steps": [{"request": "GET /${item}"}]}})")
            .contains("nothing before this makes ${item}"));
  const std::string saves =
      R"("steps": [{"request": "GET /", "save": {"s": "/json"}}]}}, {"request": "GET /${s}"})";
  CHECK(reference_refusal(R"({"repeat": {"count": 2, )" + saves) == "");
  CHECK(reference_refusal(R"({"repeat": {"count": 2, "at_once": 2, )" + saves)
            .contains("nothing before this makes ${s}"));
  CHECK(reference_refusal(R"({"burst": {"count": 2, )" + saves).contains("nothing before this makes ${s}"));
  CHECK(reference_refusal(R"({"repeat": {"count": 2, "as": "a b", "steps": []}})")
            .contains("\"a b\" is no name"));
  CHECK(reference_refusal(R"({"repeat": {"count": 2, "as": "now", "steps": []}})")
            .contains("${now} is always there"));
  CHECK(
      reference_refusal(
          R"({"burst": {"steps": [{"request": "GET /", "save": {"s": "/json"}}, {"request": "GET /${s}"}]}})")
          .contains("nothing before this makes ${s}"));
}

TEST_CASE("what is saved under a name that is given around it would be lost") {
  CHECK(reference_refusal(
            R"({"repeat": {"count": 2, "steps": [{"request": "GET /", "save": {"i": "/json"}}]}})")
            .ends_with(": ${i} is given by the \"repeat\" around it, and what is saved under its name would "
                       "be lost: take another name"));
  const auto included = [](const std::string& parameters, const std::string& step) {
    return refusal(
        {{"f.json",
          R"({"name": "n", "steps": [{"repeat": {"count": 2, "steps": [{"include": "a.json"}]}}]})"},
         {"a.json", R"({"parameters": {)" + parameters + R"(}, "steps": [)" + step + "]}"}});
  };
  CHECK(included(R"("p": 1)", R"({"request": "GET /", "save": {"p": "/json"}})")
            .contains("${p} is given by the parameters of this file"));
  CHECK(included("", R"({"request": "GET /", "save": {"i": "/json"}})")
            .contains("${i} is given by the \"repeat\" around it"));
  CHECK(included(R"("p": 1)", R"({"request": "GET /", "save": {"q": "/json"}})") == "");
}

TEST_CASE("what is needed before anything is played has no references") {
  const auto with = [](const std::string& member) {
    return refusal({{"f.json", R"({"name": "n", )" + member + R"(, "steps": []})"}});
  };
  CHECK(with(R"("parameters": "${now}")").starts_with("f.json:1:29: \"parameters\" is an object of"));
  CHECK(with(R"("variables": "${now}")") == "f.json:1:28: \"variables\" is an object");
  CHECK(with(R"("seed": "${now}")") == "f.json:1:23: \"seed\" is a whole number from 0 to 1000000000");
  CHECK(
      with(R"("parameters": {"A": "x${now}"})") ==
      "f.json:1:35: a template's parameter is known before anything is played: no ${…} ($${ is a plain ${)");
  CHECK(with(R"("template": "${now}.yaml")").starts_with("f.json:1:27: a template is known before"));
  CHECK(read({{"f.json", R"({"name": "n", "parameters": {"A": "$${x}"}, "steps": []})"}})
            .deployment.parameters == Json({{"A", "${x}"}}));
  CHECK(with(R"("clock": "9999-12-31T23:59:59Z")") ==
        "f.json:1:24: \"clock\" is between the years 0 and 9999");
  CHECK(step_refusal(R"({"request": "GET /", "idle": "${now}"})") == "30: \"idle\" is true or false");
  CHECK(step_refusal(R"({"metrics": {"metric": "m", "namespace": "x", "dimensions": {"a": 1}}})") ==
        "61: \"dimensions\" is an object of strings");
  CHECK(step_refusal(R"({"request": "GET /", "expect": {"json": {"$oneOf": []}}})") ==
        "52: $oneOf takes at least one to match");
}

TEST_CASE("a file includes others, with their parameters") {
  const std::string common =
      R"({"parameters": {"exam": null, "who": "ada"}, "steps": [{"request": "GET /${exam}/${who}", "save": {"page": "/json"}}]})";
  const auto with = [&](const std::string& include, const std::string& then = "") {
    return Files{{"d/f.json", R"({"name": "n", "steps": [{"include": )" + include + "}" + then + "]}"},
                 {"d/common/a.json", common}};
  };
  const Scenario scenario = read(
      with(R"({"file": "common/a.json", "parameters": {"exam": "e-1"}})", R"(, {"request": "GET /${page}"})"),
      "d/f.json");
  REQUIRE(scenario.steps.size() == 2);
  CHECK(scenario.steps[0].steps[0].place.text() == "d/common/a.json:1:56");
  CHECK(scenario.steps[0].parameters ==
        std::vector<std::pair<std::string, Json>>{{"exam", "e-1"}, {"who", "ada"}});

  CHECK(refusal(with(R"("common/a.json")"), "d/f.json") ==
        "d/f.json:1:37: d/common/a.json needs the parameter \"exam\"");
  CHECK(refusal(with(R"({"file": "common/a.json", "parameters": {"exm": 1, "exam": 1}})"), "d/f.json") ==
        "d/f.json:1:78: d/common/a.json has no parameter \"exm\"; did you mean \"exam\"?");
  CHECK(refusal(with(R"("common/b.json")"), "d/f.json") ==
        "d/f.json:1:37: d/common/b.json: there is no such file");
  CHECK(refusal(with(R"({"file": "common/a.json", "parameters": {"exam": "e"}})",
                     R"(, {"request": "GET /${exam}"})"),
                "d/f.json")
            .contains("nothing before this makes ${exam}"));
  CHECK(refusal({{"f.json", R"({"name": "n", "include": "a.json", "steps": []})"},
                 {"a.json", R"({"steps": [{"include": "a.json"}]})"}}) ==
        "a.json:1:24: a.json includes itself");
  CHECK(refusal({{"f.json", R"({"name": "n", "include": ["a.json"], "steps": []})"},
                 {"a.json", R"({"steps": [{"requst": 1}]})"}})
            .starts_with("a.json:1:13: a step has no member"));
}

TEST_CASE("a JSON Schema among scenarios is known as one") {
  CHECK(is_json_schema(R"({"$schema": "http://json-schema.org/draft-07/schema#"})"));
  CHECK(!is_json_schema(R"({"$schema": "./schema.json", "name": "n"})"));
  CHECK(!is_json_schema("nonsense"));
  CHECK(!is_json_schema(R"({"$schema": "https://json-schema.org/x", "name": "n", "steps": []})"));
}

}  // namespace
}  // namespace cloche::scenarios
