// The transform against the public pairs of the AWS SAM translator, where the folder that holds them stands
// beside the project (or is named by CLOCHE_CONFORMANCE_DATA). A pair that holds must go on holding; those
// that do not are listed, each with its reason, in sam_translator_exceptions.txt.
#include <doctest/doctest.h>
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "emulator/deploy/replaced.h"
#include "emulator/deploy/sam/logical_id.h"
#include "emulator/deploy/sam/transform.h"
#include "emulator/deploy/sam/values.h"
#include "emulator/deploy/template_source.h"

namespace cloche::deploy::sam {

namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::optional<fs::path> pairs_folder() {
  const char* named = std::getenv("CLOCHE_CONFORMANCE_DATA");
  const fs::path folder =
      (named != nullptr ? fs::path(named) : fs::path(CLOCHE_SOURCE_DIR) / ".." / "shared") / "sam-translator";
  if (!fs::exists(folder / "input")) return std::nullopt;
  return folder;
}

/// Lists count as unordered, but for Layers.
Json unordered(const Json& value, bool is_layers = false) {
  Json made = value;
  if (made.is_object()) {
    for (auto& [name, part] : made.items()) part = unordered(part, name == "Layers");
  } else if (made.is_array()) {
    for (Json& part : made) part = unordered(part);
    if (!is_layers) {
      std::sort(made.begin(), made.end(), [](const Json& a, const Json& b) { return a.dump() < b.dump(); });
    }
  }
  return made;
}

/// The template with its deployments named after the bodies that they deploy.
Json with_deployment_names(const Json& document) {
  std::string text = document.dump();
  const Json& resources = member(document, "Resources");
  if (!resources.is_object()) return document;
  for (const auto& [id, resource] : resources.items()) {
    if (member(resource, "Type") != "AWS::ApiGateway::Deployment" || id.size() <= 10) continue;
    const std::string api = text_of(member(member(member(resource, "Properties"), "RestApiId"), "Ref"));
    const Json& body = member(member(member(resources, api), "Properties"), "Body");
    if (body.is_null()) continue;
    const std::string hash = content_hash(body);
    text = replaced(text, "\"" + id + "\"", "\"" + id.substr(0, id.size() - 10) + hash.substr(0, 10) + "\"");
    const std::string description = text_of(member(member(resource, "Properties"), "Description"));
    text = replaced(text, "\"" + description + "\"", "\"RestApi deployment id: " + hash + "\"");
  }
  return Json::parse(text);
}

/// What came of a template: the transformed one, or {"errorMessage"}.
Json outcome(const fs::path& input) {
  Settings settings;
  settings.region = "ap-southeast-1";
  settings.account_id = "123456789012";
  settings.parameters = {{"param1", "value1"}, {"param2", "value2"}};
  try {
    return apply(read_template_file(input.string()), settings).document();
  } catch (const TemplateError& error) {
    return {{"errorMessage", error.message()}};
  }
}

/// Where two values first differ.
std::string difference(const Json& expected, const Json& actual, const std::string& path = "") {
  if (expected == actual) return "";
  if (expected.is_object() && actual.is_object()) {
    for (const auto& [name, part] : expected.items()) {
      if (!actual.contains(name)) return path + "/" + name + " is missing";
      std::string inner = difference(part, actual[name], path + "/" + name);
      if (!inner.empty()) return inner;
    }
    for (const auto& [name, part] : actual.items()) {
      if (!expected.contains(name)) return path + "/" + name + " is too much";
    }
  }
  if (expected.is_array() && actual.is_array() && expected.size() == actual.size()) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
      std::string inner = difference(expected[i], actual[i], path + "/" + std::to_string(i));
      if (!inner.empty()) return inner;
    }
  }
  return path + ": expected " + expected.dump().substr(0, 700) + ", got " + actual.dump().substr(0, 700);
}

std::string why_not(const fs::path& folder, const std::string& name) {
  const Json expected = Json::parse(content_of(folder / "output" / (name + ".json")));
  const Json actual = outcome(folder / "input" / (name + ".yaml"));
  if (expected.contains("errorMessage")) {
    return difference(expected["errorMessage"], member(actual, "errorMessage"), "errorMessage");
  }
  if (actual.contains("errorMessage")) return actual["errorMessage"].get<std::string>();
  return difference(unordered(with_deployment_names(expected)), unordered(with_deployment_names(actual)));
}

/// "name: reason" a line.
std::map<std::string, std::string> exceptions() {
  std::map<std::string, std::string> found;
  std::ifstream stream(fs::path(CLOCHE_SOURCE_DIR) / "emulator/deploy/sam/sam_translator_exceptions.txt");
  for (std::string line; std::getline(stream, line);) {
    const std::size_t colon = line.find(": ");
    if (!line.starts_with('#') && colon != std::string::npos)
      found[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return found;
}

}  // namespace

TEST_CASE("the public pairs of templates hold, but for those that are listed") {
  const auto folder = pairs_folder();
  if (!folder) {
    MESSAGE("skipped: the pairs of the SAM translator are not beside the project");
    return;
  }
  const std::map<std::string, std::string> excepted = exceptions();
  std::vector<std::string> held;
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(*folder / "output"))
    names.insert(entry.path().stem().string());
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& name : names) {
    std::string why;
    try {
      why = why_not(*folder, name);
    } catch (const std::exception& error) {
      why = error.what();
    }
    const bool is_excepted = excepted.contains(name);
    if (why.empty()) held.push_back(name);
    if (!why.empty()) fmt::print("{} does not hold{}: {}\n", name, is_excepted ? " (listed)" : "", why);
    CHECK_MESSAGE((why.empty() || is_excepted), name);
    CHECK_MESSAGE(!(why.empty() && is_excepted), std::string(name + " holds, and need not be listed"));
  }
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
  fmt::print("{} of {} pairs hold ({} ms)\n", held.size(), names.size(), took.count());
}

}  // namespace cloche::deploy::sam
