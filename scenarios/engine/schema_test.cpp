// The published schema and the reader are of one mind: they know the same members, and take the same files.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "scenarios/engine/reader.h"
#include "scenarios/engine/step_kind.h"

namespace cloche::scenarios {
namespace {

using Path = std::filesystem::path;

const Path root = CLOCHE_SOURCE_DIR;

const Json& schema() {
  static const Json document = Json::parse(file_text(root / "scenarios/schema.json"));
  return document;
}
const Json& definition(std::string_view name) { return schema().at("definitions").at(std::string(name)); }

std::set<std::string> names(const Json& object) {
  std::set<std::string> result;
  for (const auto& [name, value] : object.items()) result.insert(name);
  return result;
}
std::set<std::string> names(std::span<const MemberRule> rules) {
  std::set<std::string> result;
  for (const MemberRule& rule : rules) result.insert(std::string(rule.name));
  return result;
}
std::set<std::string> required(const Json& object) {
  const auto list = object.value("required", std::vector<std::string>());
  return {list.begin(), list.end()};
}
std::set<std::string> required(std::span<const MemberRule> rules) {
  std::set<std::string> result;
  for (const MemberRule& rule : rules) {
    if (rule.required) result.insert(std::string(rule.name));
  }
  return result;
}

void check_same(const Json& object, std::span<const MemberRule> rules) {
  CHECK(names(object.at("properties")) == names(rules));
  CHECK(required(object) == required(rules));
  CHECK(object.at("additionalProperties") == Json(false));
}

std::string schema_problem(const Json& document) {
  static const auto compiled = [] {
    auto result = std::make_unique<valijson::Schema>();
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema()), *result);
    return result;
  }();
  valijson::Validator validator;
  valijson::ValidationResults results;
  if (validator.validate(*compiled, valijson::adapters::NlohmannJsonAdapter(document), &results)) return "";
  std::string text;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const std::string& part : error.context) text += part;
    text += ": " + error.description + "\n";
  }
  return text;
}

TEST_CASE("the schema has the members that the reader knows") {
  check_same(definition("scenario"), scenario_members());
  check_same(definition("include_file"), include_file_members());
  check_same(definition("include").at("anyOf").at(1), include_members());
}

TEST_CASE("the schema has every kind of step, with its members and what it sees") {
  std::set<std::string> listed;
  for (const Json& one : definition("step").at("oneOf")) listed.insert(one.at("$ref").get<std::string>());
  CHECK(listed.size() == step_kinds().size());
  for (const StepKind* kind : step_kinds()) {
    CAPTURE(kind->name);
    const std::string name = kind->name == "idle" ? "wait_step" : std::string(kind->name) + "_step";
    CHECK(listed.contains("#/definitions/" + name));
    const Json& step = definition(name);
    std::set<std::string> expected{std::string(kind->name), "name", "idle"};
    if (!kind->facets.empty()) expected.insert({"expect", "save"});
    if (kind->in_burst) expected.insert("count");
    if (kind->name == "repeat" || kind->name == "include" || kind->name == "idle") {
      expected.erase("expect");
      expected.erase("save");
    }
    CHECK(names(step.at("properties")) == expected);
    CHECK(step.at("additionalProperties") == Json(false));
    if (!kind->members.empty()) check_same(definition(kind->name), kind->members);
    if (kind->facets.empty()) continue;
    std::set<std::string> facets;
    for (const Facet& facet : kind->facets) facets.insert(std::string(facet.name));
    CHECK(names(step.at("properties").at("expect").at("properties")) == facets);
    std::string first;  // what a pointer of "save" may begin with
    for (const Facet& facet : kind->facets) first += (first.empty() ? "" : "|") + std::string(facet.name);
    const Json& saved = step.at("properties").at("save").at("allOf").at(1).at("additionalProperties");
    CHECK(saved.at("pattern") == "^(/(" + first + ")(/|$)|$)");
    const bool has_short = !kind->short_member.empty() || kind->read_short != nullptr;
    const Json& given = step.at("properties").at(std::string(kind->name));
    CHECK(has_short == given.contains("anyOf"));
  }
}

std::string read_problem(const Path& file) {
  try {
    if (Json::parse(file_text(file), nullptr, false).contains("name")) read_scenario(file);
    return "";
  } catch (const FileError& error) {
    return error.what();
  }
}

void check_files(const Path& folder) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const Path& file = entry.path();
    const bool is_client = file.string().contains("/clients/") || file.string().contains("node_modules");
    if (file.extension() != ".json" || is_client || is_json_schema(file_text(file))) continue;
    CAPTURE(file.string());
    CHECK(schema_problem(Json::parse(file_text(file))) == "");
    CHECK(read_problem(file) == "");
  }
}

TEST_CASE("every scenario of the repository is one by the schema, and by the reader") {
  check_files(root / "scenarios");
}

/// The ```json blocks of a document.
std::vector<std::string> examples(const Path& document) {
  const std::string text = file_text(document);
  std::vector<std::string> blocks;
  constexpr std::string_view begin = "```json\n", end = "\n```";
  for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
    at += begin.size();
    blocks.push_back(text.substr(at, text.find(end, at) - at));
  }
  return blocks;
}

TEST_CASE("the examples in the documents are scenarios, or steps") {
  std::size_t count = 0;
  for (const char* document :
       {"docs/scenarios.md", "docs/adding-a-scenario-step.md", "scenarios/README.md", "README.md"}) {
    if (!std::filesystem::exists(root / document)) continue;
    for (const std::string& example : examples(root / document)) {
      CAPTURE(document);
      CAPTURE(example);
      const Json given = Json::parse(example);
      const bool is_file = given.contains("steps");
      const Json file = is_file ? given : Json{{"name", "n"}, {"steps", Json::array({given})}};
      CHECK(schema_problem(file) == "");
      if (file.contains("name"))
        CHECK_NOTHROW(
            read_scenario(root / "scenarios/example.json", [&](const Path&) { return file.dump(); }));
      ++count;
    }
  }
  CHECK(count >= 4);
}

/// Whether the schema and the reader take a file of these members.
void check_verdict(const std::string& members, bool taken) {
  const std::string text = "{" + members + "}";
  const Json document = Json::parse(text);
  CAPTURE(text);
  CHECK((schema_problem(document) == "") == taken);
  const ReadFile read = [&](const Path& path) {
    return path == "f.json" ? text : R"({"parameters": {"a": 1}, "steps": []})";
  };
  if (taken) {
    CHECK_NOTHROW(read_scenario("f.json", read));
  } else {
    CHECK_THROWS_AS(read_scenario("f.json", read), FileError);
  }
}

TEST_CASE("what the reader refuses of a file, the schema does too, and the other way round") {
  const std::string more = R"(, "name": "n", "steps": [])";
  for (const char* refused :
       {R"("template": "${x}")", R"("stack": "a${x}")", R"("region": "${region}")", R"("clock": "soon")",
        R"("clock": "${x}")", R"("seed": 1.5)", R"("seed": -1)", R"("parameters": {"A": ["b"]})",
        R"("parameters": {"A": "${x}"})", R"("variables": {"now": 1})", R"("variables": {"a-b": 1})",
        R"("variables": {"1": 1})", R"("include": "${x}.json")", R"("include": {"file": "${x}.json"})",
        R"("include": [["a"]])", R"("setps": [])"})
    check_verdict(refused + more, false);
  for (const char* taken :
       {R"("template": "$${x}")", R"("stack": "a$")", R"("clock": "2026-01-05")", R"("clock": "running")",
        R"("seed": 7)", R"("parameters": {"A": "b", "B": 1, "C": true, "D": "$${x}"})",
        R"("variables": {"_a1": null})",
        R"("include": ["a.json", {"file": "b.json", "parameters": {"a": 2}}])"})
    check_verdict(taken + more, true);
}

TEST_CASE("what the reader refuses of steps, the schema does too, and the other way round") {
  const auto check = [](const std::string& step, bool taken) {
    check_verdict(R"("name": "n", "steps": [)" + step + "]", taken);
  };
  for (const char* refused : {R"({"requst": "GET /"})",
                              R"({"request": "GET /", "invoke": "f"})",
                              R"({"request": "GET"})",
                              R"({"request": {"path": "/", "foo": 1}})",
                              R"({"request": {"path": "/", "query": {"a": [[1]]}}})",
                              R"({"request": {"path": "/", "query": {"a": [null]}}})",
                              R"({"request": "GET /", "count": 2})",
                              R"({"request": "GET /", "expect": {"json": {"$typ": 1}}})",
                              R"({"request": "GET /", "expect": {"stat": 1}})",
                              R"({"request": "GET /", "expect": {"json": {"$any": true, "a": 1}}})",
                              R"({"request": "GET /", "expect": {"json": {"$type": []}}})",
                              R"({"request": "GET /", "expect": {"json": {"$type": [["string"]]}}})",
                              R"({"request": "GET /", "save": {"a": "json"}})",
                              R"({"request": "GET /", "save": {"a": "/jsn"}})",
                              R"({"request": "GET /", "save": {"a": "/json/~2"}})",
                              R"({"request": "GET /", "save": {"now": "/json"}})",
                              R"({"call": "dynamodb"})",
                              R"({"idle": false})",
                              R"({"clock": {"advance": 5}})",
                              R"({"clock": "soon"})",
                              R"({"clock": {"advance": "1w"}})",
                              R"({"clock": {"set": "soon"}})",
                              R"({"items": {}})",
                              R"({"logs": {"function": "f", "from": "1h"}})",
                              R"({"repeat": {"count": 1.5, "steps": []}})",
                              R"({"repeat": {"count": 1, "as": "a b", "steps": []}})",
                              R"({"repeat": {"count": 1, "as": "uuid", "steps": []}})",
                              R"({"burst": {"steps": [{"clock": "1s"}]}})",
                              R"({"burst": {"steps": [{"idle": true}]}})",
                              R"({"burst": {"steps": [{"burst": {"steps": []}}]}})"})
    check(refused, false);
  for (
      const char* taken :
      {R"({"request": "GET /"})", R"({"request": {"path": "/", "query": {"a": [1, "b", true], "b": 1.5}}})",
       R"({"request": "GET /", "expect": {"json": {"${now}": 1, "a": 2}}})",
       R"({"request": "GET /", "expect": {"json": {"$any": true, "$type": ["string", "${now}"]}}})",
       R"({"request": "GET /", "save": {"a": "", "b": "/json/a~1b~0", "c": "/status"}})",
       R"({"clock": "1h30m"})", R"({"clock": {"set": "${now-1h}"}})",
       R"({"clock": {"set": "2026-01-05T09:00Z"}})", R"({"logs": {"function": "f", "from": "2026-01-05"}})",
       R"({"repeat": {"count": 2, "as": "n", "steps": []}})",
       R"({"burst": {"steps": [{"request": "GET /", "count": 2}, {"call": "dynamodb.ListTables"}, {"invoke": "f"}]}})"})
    check(taken, true);
}

}  // namespace
}  // namespace cloche::scenarios
