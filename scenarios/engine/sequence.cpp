#include "scenarios/engine/sequence.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/engine/matching.h"
#include "scenarios/engine/member_check.h"
#include "scenarios/engine/reference.h"

namespace cloche::scenarios {

namespace {

// As far as a moment can be written.
constexpr Time written_from = std::chrono::sys_days(std::chrono::year(0) / 1 / 1);
constexpr Time written_until = std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1);

/// What a step saw. Where an answer lacks what AWS always says, as another target's may, that is the step's
/// failure, and has its place.
Json seen_by(Sequence& sequence, const Step& step, const Json& arguments) {
  try {
    return step.kind->play(sequence, step, arguments);
  } catch (const Json::exception& error) {
    throw StepFailed(fmt::format("an answer is not what AWS answers: {}", error.what()));
  }
}

}  // namespace

std::string Step::title() const { return name.empty() ? std::string(kind->name) : name; }

bool Step::looks_at(std::string_view facet) const {
  if (expect.is_object() && expect.contains(facet)) return true;
  return std::ranges::any_of(save, [&](const auto& saved) {
    const std::string_view pointer = saved.second;
    return pointer.empty() || pointer.substr(1, pointer.find('/', 1) - 1) == facet;
  });
}

void Sequence::play(const std::vector<Step>& steps) {
  for (const Step& step : steps) play(step);
}

Json Sequence::play(const Step& step, bool takes_any) {
  if (play_.stop) throw Stopped{};
  try {
    const Json arguments = replaced(step.arguments);
    check_arguments(arguments, step.kind->members);
    Json seen = seen_by(*this, step, arguments);
    ++play_.steps;
    check(step, seen, takes_any);
    save(step, seen);
    if (step.idle && waits_) play_.site.wait_until_idle();
    return seen;
  } catch (StepFailed& failure) {
    if (play_.stop) throw Stopped{};
    if (failure.place.line == 0) failure.place = step.place;
    std::string title = step.title();
    try {
      title = replaced(title).dump();
      if (title.starts_with('"')) title = title.substr(1, title.size() - 2);
    } catch (const StepFailed&) {
    }
    failure.titles.insert(failure.titles.begin(), title);
    throw;
  }
}

namespace {

/// Why there is no result where one was expected: the error, or a body that is no JSON.
void add_answer(const Json& seen, Difference& difference) {
  const auto text = [&](const char* name) { return seen.value(name, ""); };
  const bool failed = seen.contains("body") && (seen.at("status") >= 400 || !seen.contains("json"));
  if (seen.contains("message"))
    difference.got += fmt::format("; the answer is {}: {}", text("error"), text("message"));
  else if (seen.contains("function_error"))
    difference.got += fmt::format("; the answer is {}: {}", text("function_error"),
                                  short_text(seen.value("payload", Json())));
  else if (failed)
    difference.got += fmt::format("; the body is {}", short_text(seen.at("body")));
}

}  // namespace

void Sequence::check(const Step& step, const Json& seen, bool takes_any) {
  Json expect = replaced(step.expect);
  if (step.kind->normalize_expected != nullptr && expect.is_object()) step.kind->normalize_expected(expect);
  std::vector<Difference> found;
  for (const Facet& facet : step.kind->facets) {
    const auto expected = expect.is_object() ? expect.find(facet.name) : expect.end();
    if (expect.is_object() && expected != expect.end()) {
      const auto value = seen.find(facet.name);
      for (Difference& one :
           differences(*expected, value == seen.end() ? nullptr : &*value, facet.name, facet.exact))
        found.push_back(std::move(one));
    }
  }
  std::optional<Difference> unexpected;
  if (!takes_any && step.kind->unexpected != nullptr)
    unexpected = step.kind->unexpected(seen, expect.is_object() ? expect : Json::object());
  if (unexpected)
    found.insert(found.begin(), std::move(*unexpected));
  else if (!found.empty())
    add_answer(seen, found.front());
  if (!found.empty()) throw StepFailed("it is not as expected", std::move(found));
}

void Sequence::save(const Step& step, const Json& seen) {
  for (const auto& [name, pointer] : step.save) {
    try {
      scope_.save(name, seen.at(Json::json_pointer(pointer)));
    } catch (const Json::exception&) {
      throw StepFailed(
          fmt::format("there is no {} to save as ${{{}}} in {}", pointer, name, short_text(seen)));
    }
  }
}

Json Sequence::replaced(const Json& value) {
  try {
    return scenarios::replaced(value, [this](const Reference& reference) { return resolve(reference); });
  } catch (const ReferenceError& error) {
    throw StepFailed(error.what());
  }
}

Json Sequence::resolve(const Reference& reference) {
  if (const Json* known = scope_.find(reference.name)) return at_path(*known, reference);
  return standing(reference);
}

Json Sequence::standing(const Reference& reference) {
  check_standing(reference);
  Site& site = play_.site;
  const std::string& name = reference.name;
  if (name == "now") return moment(reference);
  if (name == "uuid") return random_.uuid();
  if (name == "random") return random_.next() % 1'000'000'000;
  if (name == "account") {
    if (site.settings().account.empty())
      throw ReferenceError("${account}: no STS at the target says which it is");
    return site.settings().account;
  }
  if (name == "region") return site.settings().region;
  if (name == "stack") return site.stack().name;
  if (name == "endpoint") return site.endpoint();
  if (name == "api") {
    try {
      return site.endpoint() + site.api_path();
    } catch (const StepFailed& error) {
      throw ReferenceError(fmt::format("${{api}}: {}", error.what()));
    }
  }
  if (name == "output") {
    const auto found = site.stack().outputs.find(reference.path[0]);
    if (found == site.stack().outputs.end())
      throw ReferenceError(fmt::format("the stack has no output {}", reference.path[0]));
    return *found;
  }
  if (name == "resource") {
    for (const StackResource& resource : site.stack().resources) {
      if (resource.logical_id == reference.path[0]) return resource.physical_id;
    }
    throw ReferenceError(fmt::format("the stack has no resource {}", reference.path[0]));
  }
  throw ReferenceError(fmt::format("there is no ${{{}}}", reference.text()));
}

Json Sequence::moment(const Reference& reference) {
  Time time = play_.site.now();
  if (reference.operation != 0) {
    const Duration by = *parse_duration(reference.operand);
    time += reference.operation == '+' ? by : -by;
    if (time < written_from || time >= written_until)
      throw ReferenceError(fmt::format("${{now{}{}}} is not between the years 0 and 9999",
                                       reference.operation, reference.operand));
  }
  const std::string part = reference.path.empty() ? "" : reference.path[0];
  if (part == "millis") return to_millis(time);
  if (part == "seconds") return to_millis(time) / 1000;
  const std::string text = iso8601(time, false);
  return part == "date" ? text.substr(0, text.find('T')) : text;
}

}  // namespace cloche::scenarios
