#pragma once
// A scenario as it was read: what is to be deployed, and the steps. Strings still hold their `${…}`; they are
// replaced when the step is played.
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/core/json.h"
#include "scenarios/engine/file_error.h"

namespace cloche::scenarios {

struct StepKind;

struct Step {
  const StepKind* kind = nullptr;
  std::string name;  // as given; "": none was
  Place place;
  Json arguments =
      Json::object();  // what stands in its kind's member, the short form written out; without steps
  Json expect;         // null: nothing
  std::vector<std::pair<std::string, std::string>> save;  // a name, and a JSON Pointer into what the step saw
  bool idle = true;                                       // whether it waits afterwards
  Json count;                                             // its own, in a burst; null: none
  std::vector<Step> steps;                                // that it is made of
  /// Of an include: the parameters of the file, by name, with what they are here.
  std::vector<std::pair<std::string, Json>> parameters;

  /// The name, or what it does: "request", "call".
  std::string title() const;
  /// Whether it expects something of what it sees as `facet`, or saves some of it.
  bool looks_at(std::string_view facet) const;
};

/// What a scenario is played on. Scenarios with the same one share its deployment, each in a fork of it.
struct Deployment {
  std::filesystem::path file;  // the template; empty: none, an empty account
  std::string stack = "scenario";
  Json parameters = Json::object();
  std::string region = "us-east-1";
  std::string clock;  // at which moment time stands still; "": it runs
  // For messages: what names the template, and the stack, or, where nothing does, the template.
  Place file_place{}, stack_place{};

  auto key() const { return std::tuple(file, stack, parameters.dump(), region, clock); }
};

struct Variable {
  std::string name;
  Json value;
  Place place;  // of the value
};

struct Scenario {
  std::string file;
  std::string name;
  std::string description;
  Deployment deployment;
  bool has_clock = false;  // the file says when it is
  std::optional<std::uint64_t> seed;
  std::vector<Variable> variables;
  std::vector<Step> steps;
};

}  // namespace cloche::scenarios
