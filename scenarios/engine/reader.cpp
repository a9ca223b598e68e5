#include "scenarios/engine/reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>

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
// As far as an account's clock goes.
constexpr Time first_moment = std::chrono::sys_days(std::chrono::year(0) / 1 / 1);
constexpr Time last_moment = std::chrono::sys_days(std::chrono::year(9999) / 12 / 31);

constexpr std::array scenario_rules{
    MemberRule{"$schema"},
    MemberRule{"name", Form::text, true},
    MemberRule{"description"},
    MemberRule{"template"},
    MemberRule{"stack"},
    MemberRule{.name = "parameters", .form = Form::texts, .known_before = true},
    MemberRule{"region"},
    MemberRule{"clock"},
    MemberRule{.name = "seed", .form = Form::count, .known_before = true, .most = 1'000'000'000},
    MemberRule{.name = "variables", .form = Form::object, .known_before = true},
    MemberRule{"include", Form::any},
    MemberRule{"steps", Form::steps, true},
};
constexpr std::array include_file_rules{
    MemberRule{"$schema"},
    MemberRule{"description"},
    MemberRule{.name = "parameters", .form = Form::object, .known_before = true},
    MemberRule{"steps", Form::steps, true},
};
constexpr std::array include_rules{
    MemberRule{"file", Form::text, true},
    MemberRule{.name = "parameters", .form = Form::object, .known_before = true}};
constexpr std::array step_rules{
    MemberRule{"name"},
    MemberRule{"expect", Form::object},
    MemberRule{"save", Form::object},
    MemberRule{"count", Form::count},
    MemberRule{.name = "idle", .form = Form::flag, .known_before = true},
};

/// What steps may refer to.
struct Names {
  std::set<std::string> known;
  /// Those of them that somebody around gives anew, with who it is: what is saved under them would be lost.
  std::map<std::string, std::string> given;

  bool contains(const std::string& name) const { return known.contains(name); }
  void give(const std::string& name, const std::string& by) {
    known.insert(name);
    given.insert_or_assign(name, by);
  }
  /// Takes over what steps within have saved.
  void keep(const Names& inner) {
    for (const std::string& name : inner.known) {
      if (!inner.given.contains(name)) known.insert(name);
    }
  }
};

/// "/json/id"; '~' is written "~0", and '/' "~1" (RFC 6901).
bool is_pointer(const LocatedJson& value) {
  if (!value.is_string()) return false;
  const std::string& text = value.string();
  if (!text.empty() && !text.starts_with('/')) return false;
  for (auto at = text.find('~'); at != std::string::npos; at = text.find('~', at + 1)) {
    if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
  }
  return true;
}

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
  void new_name(const std::string& name, const Place& place) const;
  std::string plain_text(const LocatedJson& text, std::string_view what) const;
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
      names.known.insert(variable.name);
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
  if (const LocatedJson* file = root.find("template")) {
    deployment.file_place = deployment.stack_place = file->in(file_);
    deployment.file = (path_.parent_path() / plain_text(*file, "a template")).lexically_normal();
  }
  if (const LocatedJson* stack = root.find("stack")) {
    deployment.stack_place = stack->in(file_);
    deployment.stack = plain_text(*stack, "a stack's name");
  }
  if (const LocatedJson* parameters = root.find("parameters")) {
    for (const LocatedJson::Member& parameter : parameters->members()) {
      const Json value = parameter.value.json();
      if (value.is_array())
        refuse(parameter.value, "a template's parameter is a string (a list is \"a,b\"), number or boolean");
      deployment.parameters[parameter.name] =
          value.is_string() ? Json(plain_text(parameter.value, "a template's parameter"))
                            : Json(value.dump());
    }
  }
  if (const LocatedJson* region = root.find("region")) deployment.region = plain_text(*region, "a region");
  deployment.clock = clock(root);
  return deployment;
}

std::string FileReader::clock(const LocatedJson& root) const {
  const LocatedJson* given = root.find("clock");
  if (given == nullptr) return std::string(default_clock);
  if (given->string() == "running") return "";
  const auto time = parse_iso8601(given->string());
  if (!time) refuse(*given, "\"clock\" is a time like \"2026-01-05T09:00:00Z\", or \"running\"");
  if (*time < first_moment || *time > last_moment)
    refuse(*given, "\"clock\" is between the years 0 and 9999");
  return iso8601(*time);
}

void FileReader::new_name(const LocatedJson::Member& member) const {
  new_name(member.name, member.in(file_));
}

void FileReader::new_name(const std::string& name, const Place& place) const {
  if (!is_reference_name(name))
    throw FileError(place,
                    fmt::format("\"{}\" is no name: letters, digits and _ only, a letter first", name));
  if (std::ranges::find(standing_names(), name) != standing_names().end())
    throw FileError(place,
                    fmt::format("${{{}}} is always there, with another meaning: take another name", name));
}

/// Of what is needed before anything is played, and so before anything has a value.
std::string FileReader::plain_text(const LocatedJson& text, std::string_view what) const {
  std::string plain;
  try {
    for (const TextPart& part : parse_text(text.string())) {
      if (part.reference)
        refuse(text,
               fmt::format("{} is known before anything is played: no ${{…}} ($${{ is a plain ${{)", what));
      plain += part.text;
    }
  } catch (const ReferenceError& error) {
    refuse(text, error.what());
  }
  return plain;
}

void FileReader::check_reference(const Reference& reference, const Place& place, const Names& names) const {
  if (names.contains(reference.name)) return;
  const auto standing = standing_names();
  if (std::ranges::find(standing, reference.name) == standing.end()) {
    std::vector<std::string_view> known(names.known.begin(), names.known.end());
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
  for (const LocatedJson& given : list.elements()) {
    // Those of a burst are played at once: none has what another saves.
    Names own = names;
    result.push_back(step(given, within == &steps::burst() ? own : names, within));
  }
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
  if (const LocatedJson* name = given.find("name"); name != nullptr && step.name.empty())
    refuse(*name, "a step's \"name\" says what it does");
  if (const LocatedJson* idle = given.find("idle")) step.idle = idle->scalar().get<bool>();

  if (step.kind == &steps::include()) {
    Step included = include_step(member.value, names);
    step.steps = std::move(included.steps);
    step.parameters = std::move(included.parameters);
    step.arguments = std::move(included.arguments);
  } else if (step.kind != &steps::wait()) {
    step.arguments = arguments(*step.kind, member.value, names);
    read_nested(step, member.value, names);
  }
  if (const LocatedJson* name = given.find("name")) check_references(*name, names);
  if (const LocatedJson* expect = given.find("expect")) read_expect(step, *expect, names);
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
  const LocatedJson* as = given.find("as");
  Names inner = names;
  for (const std::string& name : round.names) {
    new_name(name, (as == nullptr ? given : *as).in(file_));
    inner.give(name, fmt::format("the \"{}\" around it", step.kind->name));
  }
  step.steps = steps(*list, inner, step.kind);
  if (round.keeps) names.keep(inner);
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
    if (const auto given = names.given.find(member.name); given != names.given.end())
      throw FileError(member.in(file_),
                      fmt::format("${{{}}} is given by {}, and what is saved under its name would be lost: "
                                  "take another name",
                                  member.name, given->second));
    if (!is_pointer(member.value))
      refuse(member.value, "what is saved is a JSON Pointer into what the step saw, such as \"/json/id\"");
    const std::string& pointer = member.value.string();
    if (!pointer.empty()) {
      const std::string first = pointer.substr(1, pointer.find('/', 1) - 1);
      if (std::ranges::find(facets, first) == facets.end())
        refuse(member.value, fmt::format("a \"{}\" does not see \"{}\"{}", step.kind->name, first,
                                         suggestion(first, facets)));
    }
    step.save.emplace_back(member.name, pointer);
    names.known.insert(member.name);
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
      inner.give(parameter.name, "the parameters of this file");
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
  names.keep(inner);
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
  Names known{.known = std::move(names), .given = {}};
  return FileReader(file, read, nullptr).step(LocatedJson::parse(text, file), known, nullptr);
}

bool is_json_schema(std::string_view text) {
  const Json document = Json::parse(text, nullptr, false);
  if (!document.is_object()) return false;
  const auto schema = document.find("$schema");
  return schema != document.end() && schema->is_string() && !document.contains("steps") &&
         schema->get_ref<const std::string&>().contains("json-schema.org");
}

std::span<const MemberRule> scenario_members() { return scenario_rules; }
std::span<const MemberRule> include_file_members() { return include_file_rules; }
std::span<const MemberRule> step_members() { return step_rules; }
std::span<const MemberRule> include_members() { return include_rules; }

}  // namespace cloche::scenarios
