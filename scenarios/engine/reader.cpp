#include "scenarios/engine/reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "fakes/core/clock.h"
#include "fakes/core/whole_file.h"
#include "scenarios/engine/member_check.h"
#include "scenarios/engine/reference.h"
#include "scenarios/engine/steps/kinds.h"
#include "scenarios/engine/suggestion.h"
#include "scenarios/engine/values.h"

namespace cloche::scenarios {

namespace {

constexpr std::string_view default_clock = "2026-01-05T09:00:00.000Z";
constexpr std::size_t deepest_include = 20;

constexpr std::array scenario_rules{
    MemberRule{"$schema"},
    MemberRule{"name", Form::text, true},
    MemberRule{"description"},
    MemberRule{"template"},
    MemberRule{"stack"},
    MemberRule{"parameters", Form::texts},
    MemberRule{"region"},
    MemberRule{"clock"},
    MemberRule{"seed", Form::count},
    MemberRule{"variables", Form::object},
    MemberRule{"include", Form::any},
    MemberRule{"steps", Form::steps, true},
};
constexpr std::array include_file_rules{
    MemberRule{"$schema"},
    MemberRule{"description"},
    MemberRule{"parameters", Form::object},
    MemberRule{"steps", Form::steps, true},
};
constexpr std::array include_rules{MemberRule{"file", Form::text, true},
                                   MemberRule{"parameters", Form::object}};
constexpr std::array step_rules{
    MemberRule{"name"},
    MemberRule{"expect", Form::object},
    MemberRule{"save", Form::object},
    MemberRule{"count", Form::count},
    MemberRule{"idle", Form::flag},
};

using Names = std::set<std::string>;

std::string text_of(const LocatedJson& given, std::string_view member, std::string_view otherwise) {
  const LocatedJson* value = given.find(member);
  return value == nullptr ? std::string(otherwise) : value->string();
}

/// One file and those that it includes.
class FileReader {
 public:
  FileReader(const std::filesystem::path& path, const ReadFile& read, const FileReader* includer)
      : path_(path.lexically_normal()), file_(path_.string()), read_(read), includer_(includer) {}

  Scenario scenario();
  /// Into the steps and parameters of `step`; `given` are the parameters at `place`.
  void included(Step& step, const LocatedJson* given, const Place& place, Names& names);
  /// `names` are those that the steps may refer to; what they save is added.
  std::vector<Step> steps(const LocatedJson& list, Names& names, const StepKind* within);
  Step step(const LocatedJson& given, Names& names, const StepKind* within);

 private:
  /// `includer`: where it is asked for, to say so where it can't be read.
  LocatedJson document(const Place* includer);
  void check_references(const LocatedJson& value, const Names& names) const;
  void check_reference(const Reference& reference, const Place& place, const Names& names) const;
  const LocatedJson::Member* kind_member(const LocatedJson& given) const;
  Json arguments(const StepKind& kind, const LocatedJson& given, const Names& names) const;
  void read_expect(Step& step, const LocatedJson& expect, const Names& names) const;
  void read_save(Step& step, const LocatedJson& save, Names& names) const;
  void read_nested(Step& step, const LocatedJson& given, Names& names);
  Step include_step(const LocatedJson& given, Names& names);
  void new_name(const LocatedJson::Member& member) const;
  void check_is_literal(const LocatedJson* value, std::string_view member) const;
  Deployment deployment(const LocatedJson& root) const;
  std::string clock(const LocatedJson& root) const;
  [[noreturn]] void refuse(const LocatedJson& at, const std::string& message) const {
    throw FileError(at.in(file_), message);
  }

  std::filesystem::path path_;
  std::string file_;
  const ReadFile& read_;
  const FileReader* includer_;
};

LocatedJson FileReader::document(const Place* includer) {
  std::string text;
  try {
    text = read_(path_);
  } catch (const std::exception& error) {
    if (includer != nullptr) throw FileError(*includer, fmt::format("{}: {}", file_, error.what()));
    throw FileError({file_}, error.what());
  }
  return LocatedJson::parse(text, file_);
}

Scenario FileReader::scenario() {
  const LocatedJson root = document(nullptr);
  if (root.is_object() && root.find("name") == nullptr && root.find("steps") != nullptr)
    refuse(root, "expected a member \"name\": a file without one is a list of steps for others to include");
  check_members(root, scenario_rules, "a scenario", file_);
  for (const char* member : {"parameters", "seed", "variables"}) check_is_literal(root.find(member), member);
  Scenario scenario;
  scenario.file = file_;
  scenario.name = root.find("name")->string();
  if (scenario.name.empty()) refuse(*root.find("name"), "\"name\" says what the scenario shows");
  scenario.description = text_of(root, "description", "");
  scenario.deployment = deployment(root);
  scenario.has_clock = root.find("clock") != nullptr;
  if (const LocatedJson* seed = root.find("seed")) scenario.seed = seed->scalar().get<std::uint64_t>();
  Names names;
  if (const LocatedJson* variables = root.find("variables")) {
    for (const LocatedJson::Member& variable : variables->members()) {
      new_name(variable);
      check_references(variable.value, names);
      scenario.variables.push_back({variable.name, variable.value.json(), variable.value.in(file_)});
      names.insert(variable.name);
    }
  }
  if (const LocatedJson* include = root.find("include")) {
    if (!include->is_array()) scenario.steps.push_back(include_step(*include, names));
    for (const LocatedJson& one : include->elements()) scenario.steps.push_back(include_step(one, names));
  }
  for (Step& step : steps(*root.find("steps"), names, nullptr)) scenario.steps.push_back(std::move(step));
  return scenario;
}

Deployment FileReader::deployment(const LocatedJson& root) const {
  Deployment deployment;
  if (const LocatedJson* file = root.find("template"))
    deployment.file = (path_.parent_path() / file->string()).lexically_normal();
  deployment.stack = text_of(root, "stack", deployment.stack);
  if (const LocatedJson* parameters = root.find("parameters")) {
    for (const LocatedJson::Member& parameter : parameters->members()) {
      const Json value = parameter.value.json();
      if (value.is_array())
        refuse(parameter.value, "a template's parameter is a string (a list is \"a,b\"), number or boolean");
      deployment.parameters[parameter.name] = value.is_string() ? value : Json(value.dump());
    }
  }
  deployment.region = text_of(root, "region", deployment.region);
  deployment.clock = clock(root);
  return deployment;
}

std::string FileReader::clock(const LocatedJson& root) const {
  const LocatedJson* given = root.find("clock");
  if (given == nullptr) return std::string(default_clock);
  if (given->string() == "running") return "";
  const auto time = parse_iso8601(given->string());
  if (!time) refuse(*given, "\"clock\" is a time like \"2026-01-05T09:00:00Z\", or \"running\"");
  return iso8601(*time);
}

void FileReader::new_name(const LocatedJson::Member& member) const {
  if (!is_reference_name(member.name))
    throw FileError(
        member.in(file_),
        fmt::format("\"{}\" is no name: letters, digits and _ only, a letter first", member.name));
  if (std::ranges::find(standing_names(), member.name) != standing_names().end())
    throw FileError(
        member.in(file_),
        fmt::format("${{{}}} is always there, with another meaning: take another name", member.name));
}

/// What is needed before a step has made anything that it could refer to, and is no string.
void FileReader::check_is_literal(const LocatedJson* value, std::string_view member) const {
  if (value != nullptr && value->is_string())
    refuse(*value, fmt::format("\"{}\" is known before anything is played: no ${{…}} stands for it", member));
}

void FileReader::check_reference(const Reference& reference, const Place& place, const Names& names) const {
  if (names.contains(reference.name)) return;
  const auto standing = standing_names();
  if (std::ranges::find(standing, reference.name) == standing.end()) {
    std::vector<std::string_view> known(names.begin(), names.end());
    known.insert(known.end(), standing.begin(), standing.end());
    throw FileError(place, fmt::format("nothing before this makes ${{{}}}{}", reference.name,
                                       suggestion(reference.name, known)));
  }
  try {
    check_standing(reference);
  } catch (const ReferenceError& error) {
    throw FileError(place, error.what());
  }
}

void FileReader::check_references(const LocatedJson& value, const Names& names) const {
  const auto check_text = [&](const std::string& text, const Place& place) {
    if (!has_reference(text)) return;
    std::vector<TextPart> parts;
    try {
      parts = parse_text(text);
    } catch (const ReferenceError& error) {
      throw FileError(place, error.what());
    }
    for (const TextPart& part : parts) {
      if (part.reference) check_reference(*part.reference, place, names);
    }
  };
  if (value.is_string()) return check_text(value.string(), value.in(file_));
  for (const LocatedJson& element : value.elements()) check_references(element, names);
  for (const LocatedJson::Member& member : value.members()) {
    check_text(member.name, member.in(file_));
    check_references(member.value, names);
  }
}

std::vector<Step> FileReader::steps(const LocatedJson& list, Names& names, const StepKind* within) {
  std::vector<Step> result;
  for (const LocatedJson& given : list.elements()) result.push_back(step(given, names, within));
  return result;
}

/// The member that says of which kind a step is.
const LocatedJson::Member* FileReader::kind_member(const LocatedJson& given) const {
  if (!given.is_object()) refuse(given, "expected a step, an object");
  const LocatedJson::Member* found = nullptr;
  const LocatedJson::Member* wait = nullptr;
  for (const LocatedJson::Member& member : given.members()) {
    if (step_kind(member.name) == nullptr) continue;
    if (member.name == steps::wait().name) {
      wait = &member;
      continue;
    }
    if (found != nullptr)
      throw FileError(member.in(file_),
                      fmt::format("a step is one thing: \"{}\" or \"{}\"", found->name, member.name));
    found = &member;
  }
  if (found != nullptr) return found;
  std::vector<std::string_view> kinds;
  for (const StepKind* kind : step_kinds()) kinds.push_back(kind->name);
  std::vector<std::string_view> known = kinds;
  for (const MemberRule& rule : step_rules) known.push_back(rule.name);
  for (const LocatedJson::Member& member : given.members()) {
    if (std::ranges::find(known, member.name) == known.end())
      throw FileError(member.in(file_), fmt::format("a step has no member \"{}\"{}", member.name,
                                                    suggestion(member.name, kinds)));
  }
  if (wait != nullptr && wait->value.scalar() == Json(true)) return wait;
  refuse(given, fmt::format("expected a step to do one of {}", in_words(kinds, "or")));
}

Step FileReader::step(const LocatedJson& given, Names& names, const StepKind* within) {
  const LocatedJson::Member& member = *kind_member(given);
  Step step;
  step.kind = step_kind(member.name);
  step.place = given.in(file_);
  if (within == &steps::burst() && !step.kind->in_burst)
    throw FileError(
        member.in(file_),
        fmt::format("a burst is of requests, calls and invocations, not of \"{}\" (repeat with at_once is)",
                    member.name));

  std::vector<MemberRule> rules{{member.name, Form::any}};
  for (const MemberRule& rule : step_rules) {
    const bool fits = rule.name == "count"
                          ? step.kind->in_burst
                          : (rule.name != "expect" && rule.name != "save") || !step.kind->facets.empty();
    if (fits && rule.name != member.name) rules.push_back(rule);
  }
  check_members(given, rules, fmt::format("a step with \"{}\"", member.name), file_);
  if (const LocatedJson* count = given.find("count")) {
    if (within != &steps::burst())
      refuse(*count, "a step has a count in a burst only; a repeat plays others several times");
    check_references(*count, names);
    step.count = count->json();
  }
  step.name = text_of(given, "name", "");
  if (const LocatedJson* idle = given.find("idle"))
    step.idle = idle->scalar().is_boolean() ? idle->scalar().get<bool>() : true;

  Names inner = names;
  if (within == &steps::burst()) inner.insert("i");
  if (step.kind == &steps::include()) {
    Step included = include_step(member.value, names);
    step.steps = std::move(included.steps);
    step.parameters = std::move(included.parameters);
    step.arguments = std::move(included.arguments);
  } else if (step.kind != &steps::wait()) {
    step.arguments = arguments(*step.kind, member.value, inner);
    read_nested(step, member.value, names);
  }
  if (const LocatedJson* name = given.find("name")) check_references(*name, inner);
  if (const LocatedJson* expect = given.find("expect")) read_expect(step, *expect, inner);
  if (const LocatedJson* save = given.find("save")) read_save(step, *save, names);
  if (step.kind->normalize != nullptr) step.kind->normalize(step);
  return step;
}

/// The object of a kind's member, the short form written out, without the steps in it.
Json FileReader::arguments(const StepKind& kind, const LocatedJson& given, const Names& names) const {
  Json arguments = Json::object();
  if (given.is_string() && !kind.short_member.empty()) {
    arguments[kind.short_member] = given.string();
    check_references(given, names);
  } else if (given.is_string() && kind.read_short != nullptr) {
    check_references(given, names);
    auto read = kind.read_short(given.string());
    if (!read) refuse(given, fmt::format("\"{}\" in short is {}", kind.name, kind.short_form));
    arguments = std::move(*read);
  } else {
    const std::string what = fmt::format("\"{}\"", kind.name);
    if (kind.any_members) {
      if (!given.is_object()) refuse(given, fmt::format("expected {}, an object", what));
    } else {
      check_members(given, kind.members, what, file_);
    }
    for (const LocatedJson::Member& member : given.members()) {
      const auto rule = std::ranges::find(kind.members, member.name, &MemberRule::name);
      if (rule != kind.members.end() && rule->form == Form::steps) continue;
      check_references(member.value, names);
      arguments[member.name] = member.value.json();
    }
  }
  if (kind.check != nullptr) kind.check(given, arguments, file_);
  return arguments;
}

void FileReader::read_nested(Step& step, const LocatedJson& given, Names& names) {
  const LocatedJson* list = given.find("steps");
  if (list == nullptr || step.kind->round == nullptr) return;
  const Round round = step.kind->round(step.arguments);
  for (const std::string& name : round.names) {
    if (!is_reference_name(name))
      refuse(given, fmt::format("\"as\" is a name for ${{…}}: letters, digits and _ only, not \"{}\"", name));
  }
  Names inner = names;
  inner.insert(round.names.begin(), round.names.end());
  step.steps = steps(*list, inner, step.kind);
  if (!round.keeps) return;
  for (const std::string& name : inner) {
    if (std::ranges::find(round.names, name) == round.names.end()) names.insert(name);
  }
}

void FileReader::read_expect(Step& step, const LocatedJson& expect, const Names& names) const {
  std::vector<MemberRule> rules;
  for (const Facet& facet : step.kind->facets) rules.push_back({facet.name, Form::matcher});
  check_members(expect, rules, fmt::format("what a \"{}\" sees", step.kind->name), file_);
  check_references(expect, names);
  step.expect = expect.json();
}

void FileReader::read_save(Step& step, const LocatedJson& save, Names& names) const {
  if (!save.is_object()) refuse(save, "\"save\" is an object of names, each with a JSON Pointer");
  std::vector<std::string_view> facets;
  for (const Facet& facet : step.kind->facets) facets.push_back(facet.name);
  for (const LocatedJson::Member& member : save.members()) {
    new_name(member);
    const bool is_pointer =
        member.value.is_string() && (member.value.string().empty() || member.value.string().starts_with('/'));
    if (!is_pointer)
      refuse(member.value, "what is saved is a JSON Pointer into what the step saw, such as \"/json/id\"");
    const std::string& pointer = member.value.string();
    if (!pointer.empty()) {
      const std::string first = pointer.substr(1, pointer.find('/', 1) - 1);
      if (std::ranges::find(facets, first) == facets.end())
        refuse(member.value, fmt::format("a \"{}\" does not see \"{}\"{}", step.kind->name, first,
                                         suggestion(first, facets)));
    }
    step.save.emplace_back(member.name, pointer);
    names.insert(member.name);
  }
}

Step FileReader::include_step(const LocatedJson& given, Names& names) {
  if (!given.is_string()) check_members(given, include_rules, "\"include\"", file_);
  const LocatedJson& file = given.is_string() ? given : *given.find("file");
  if (has_reference(file.string()))
    refuse(file, "a file that is included is known before anything is played: no ${…}");
  const LocatedJson* parameters = given.find("parameters");
  if (parameters != nullptr && !parameters->is_object()) refuse(*parameters, "\"parameters\" is an object");
  if (parameters != nullptr) check_references(*parameters, names);
  Step step;
  step.kind = &steps::include();
  step.place = given.in(file_);
  step.arguments["file"] = file.string();
  FileReader(path_.parent_path() / file.string(), read_, this)
      .included(step, parameters, given.in(file_), names);
  return step;
}

void FileReader::included(Step& step, const LocatedJson* given, const Place& place, Names& names) {
  std::size_t depth = 0;
  for (const FileReader* above = includer_; above != nullptr; above = above->includer_) {
    if (above->path_ == path_) throw FileError(place, fmt::format("{} includes itself", file_));
    if (++depth > deepest_include)
      throw FileError(place, fmt::format("more than {} files in each other", deepest_include));
  }
  const LocatedJson root = document(&place);
  check_members(root, include_file_rules, "a file that is included", file_);
  check_is_literal(root.find("parameters"), "parameters");
  std::vector<std::string_view> known;
  Names inner = names;
  if (const LocatedJson* parameters = root.find("parameters")) {
    for (const LocatedJson::Member& parameter : parameters->members()) {
      new_name(parameter);
      known.push_back(parameter.name);
      const LocatedJson* value = given == nullptr ? nullptr : given->find(parameter.name);
      if (value == nullptr && parameter.value.json().is_null())
        throw FileError(place, fmt::format("{} needs the parameter \"{}\"", file_, parameter.name));
      if (value == nullptr) check_references(parameter.value, names);
      step.parameters.emplace_back(parameter.name, (value == nullptr ? parameter.value : *value).json());
      inner.insert(parameter.name);
    }
  }
  if (given != nullptr) {
    for (const LocatedJson::Member& member : given->members()) {
      if (std::ranges::find(known, member.name) == known.end())
        throw FileError(member.in(place.file), fmt::format("{} has no parameter \"{}\"{}", file_, member.name,
                                                           suggestion(member.name, known)));
    }
  }
  step.steps = steps(*root.find("steps"), inner, nullptr);
  for (const std::string& name : inner) {
    const bool is_parameter = std::ranges::find(known, name) != known.end();
    if (!is_parameter) names.insert(name);
  }
}

}  // namespace

std::string file_text(const std::filesystem::path& path) {
  try {
    return whole_file(path);
  } catch (const UnreadableFile& file) {
    throw std::runtime_error(file.why);
  }
}

Scenario read_scenario(const std::filesystem::path& path, const ReadFile& read) {
  return FileReader(path, read, nullptr).scenario();
}

Step read_step(std::string_view text, const std::string& file, std::set<std::string> names) {
  const ReadFile read = file_text;
  return FileReader(file, read, nullptr).step(LocatedJson::parse(text, file), names, nullptr);
}

bool is_json_schema(std::string_view text) {
  const Json document = Json::parse(text, nullptr, false);
  if (!document.is_object()) return false;
  const auto schema = document.find("$schema");
  return schema != document.end() && schema->is_string() &&
         schema->get_ref<const std::string&>().contains("json-schema.org");
}

std::span<const MemberRule> scenario_members() { return scenario_rules; }
std::span<const MemberRule> include_file_members() { return include_file_rules; }
std::span<const MemberRule> step_members() { return step_rules; }
std::span<const MemberRule> include_members() { return include_rules; }

}  // namespace cloche::scenarios
