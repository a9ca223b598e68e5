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
    const bool has_short = !kind->short_member.empty() || kind->read_short != nullptr;
    const Json& given = step.at("properties").at(std::string(kind->name));
    CHECK(has_short == (given.contains("anyOf") && given["anyOf"][0] == Json{{"type", "string"}}));
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

TEST_CASE("what the reader refuses, the schema does too") {
  for (const char* steps : {R"([{"requst": "GET /"}])", R"([{"request": "GET /", "invoke": "f"}])",
                            R"([{"request": {"path": "/", "foo": 1}}])",
                            R"([{"request": "GET /", "expect": {"json": {"$typ": 1}}}])",
                            R"([{"idle": false}])", R"([{"clock": {"advance": 5}}])", R"([{"items": {}}])",
                            R"([{"request": "GET /", "expect": {"stat": 1}}])"}) {
    const Json document{{"name", "n"}, {"steps", Json::parse(steps)}};
    CAPTURE(steps);
    CHECK(schema_problem(document) != "");
    CHECK_THROWS_AS(read_scenario("f.json", [&](const Path&) { return document.dump(); }), FileError);
  }
}

}  // namespace
}  // namespace cloche::scenarios
