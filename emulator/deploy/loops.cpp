#include "emulator/deploy/loops.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "emulator/deploy/functions.h"
#include "emulator/deploy/json_pointer.h"
#include "emulator/deploy/language_extensions.h"
#include "emulator/deploy/parameters.h"
#include "emulator/deploy/positions.h"
#include "emulator/deploy/references.h"
#include "emulator/deploy/replaced.h"
#include "emulator/deploy/source_document.h"

namespace cloche::deploy {

namespace {

constexpr const char* sections_with_loops[] = {"Conditions", "Resources", "Outputs"};
constexpr const char* loops_failed = "Transform AWS::LanguageExtensions failed with: ";

using Identifiers = std::map<std::string, std::string>;  // each with the element that it is

bool is_loop(std::string_view key) { return key.starts_with("Fn::ForEach::"); }

/// Whether `value` is a Ref or an Fn::GetAtt of what a function names.
bool is_named_by_function(const Json& value) {
  const std::string function = function_name(value);
  if (function != "Ref" && function != "Fn::GetAtt") return false;
  const Json& argument = value.begin().value();
  return !function_name(argument.is_array() && !argument.empty() ? argument[0] : argument).empty();
}

bool has_part_to_expand(const Json& value) {
  if (!value.is_structured()) return false;
  if (is_named_by_function(value)) return true;
  for (const auto& [name, part] : value.items()) {
    if ((value.is_object() && is_loop(name)) || has_part_to_expand(part)) return true;
  }
  return false;
}

std::string letters_and_digits(std::string text) {
  std::erase_if(text, [](char c) {
    return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
  });
  return text;
}

std::string substituted(std::string text, const Identifiers& identifiers) {
  for (const auto& [name, element] : identifiers) {
    text = replaced(std::move(text), "${" + name + "}", element);
    text = replaced(std::move(text), "&{" + name + "}", letters_and_digits(element));
  }
  return text;
}

class Loops {
 public:
  Loops(const Template& source, const std::map<std::string, std::string>& given,
        const PseudoParameters& pseudo)
      : source_(source), pseudo_(pseudo), parameters_(known_parameters(given)) {}

  Template expanded() {
    Json document = source_.document();
    auto root = std::make_shared<Place>(source_.positions().root());
    for (const char* section : sections_with_loops) {
      if (!document.contains(section)) continue;
      const Place::Part part = part_of(*root, section);
      SourceDocument made = made_of(document[section], *part.place, {}, std::string("/") + section);
      document[section] = std::move(made.value);
      root->parts[section] = {part.key, std::move(made.place)};
    }
    return Template(source_.file(), std::move(document), std::make_shared<const Positions>(std::move(root)));
  }

 private:
  /// Those that have a value; the others may not be asked for.
  std::map<std::string, ParameterValue> known_parameters(const std::map<std::string, std::string>& given) {
    Json document = source_.document();
    if (!document.contains("Parameters") || !document["Parameters"].is_object()) return {};
    Json known = Json::object();
    std::map<std::string, std::string> values;
    for (const auto& [name, declaration] : document["Parameters"].items()) {
      const auto value = given.find(name);
      if (value != given.end()) values.insert(*value);
      if (value != given.end() || !declaration.is_object() || declaration.contains("Default")) {
        known[name] = declaration;
      } else {
        without_value_.insert(name);
      }
    }
    document["Parameters"] = std::move(known);
    return parameter_values(source_.with(std::move(document)), values);
  }

  // The words are assumed, but for "Transform … failed with".
  [[noreturn]] void refuse_layout(const std::string& pointer) const {
    throw source_.error_at_key(pointer, std::string(loops_failed) + "Fn::ForEach layout is incorrect",
                               "[an identifier, a list of texts or a Ref to one, {a key with ${the "
                               "identifier}: what is made}]");
  }

  static Place::Part part_of(const Place& place, const std::string& step) {
    const auto found = place.parts.find(step);
    return found != place.parts.end()
               ? found->second
               : Place::Part{place.value, std::make_shared<Place>(Place{place.value, {}})};
  }

  SourceDocument made_of(const Json& value, const Place& place, const Identifiers& identifiers,
                         const std::string& pointer) {
    if (++parts_ > max_template_parts)
      throw source_.error(pointer, std::string(loops_failed) + "too many values");
    auto made_place = std::make_shared<Place>(Place{place.value, {}});
    if (value.is_string()) return {substituted(value, identifiers), std::move(made_place)};
    if (function_name(value) == "Ref" && value["Ref"].is_string()) {
      const auto found = identifiers.find(value["Ref"].get_ref<const std::string&>());
      if (found != identifiers.end()) return {found->second, std::move(made_place)};
    }
    Json made = value;
    if (value.is_object()) {
      made = Json::object();
      add_members(value, place, identifiers, pointer, made, *made_place);
      if (is_named_by_function(made)) {
        Json& argument = made.begin().value();
        Json& name = argument.is_array() ? argument[0] : argument;
        name = worked_out(name, pointer);
      }
    } else if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        const std::string step = std::to_string(i);
        const Place::Part part = part_of(place, step);
        SourceDocument element = made_of(value[i], *part.place, identifiers, pointer + "/" + step);
        made[i] = std::move(element.value);
        made_place->parts.emplace(step, Place::Part{part.key, std::move(element.place)});
      }
    }
    return {std::move(made), std::move(made_place)};
  }

  void add_members(const Json& value, const Place& place, const Identifiers& identifiers,
                   const std::string& pointer, Json& made, Place& made_place) {
    for (const auto& [key, member] : value.items()) {
      const std::string here = pointer + "/" + pointer_step(key);
      const Place::Part part = part_of(place, key);
      if (is_loop(key)) {
        add_turns(member, *part.place, identifiers, here, made, made_place);
        continue;
      }
      const std::string name = substituted(key, identifiers);
      SourceDocument one = made_of(member, *part.place, identifiers, here);
      if (!made.emplace(name, std::move(one.value)).second) {
        throw source_.error_at_key(here, fmt::format("{}duplicate key '{}'", loops_failed, name),
                                   "a key with the identifier, which no other part has");
      }
      made_place.parts.emplace(name, Place::Part{part.key, std::move(one.place)});
    }
  }

  void add_turns(const Json& loop, const Place& place, const Identifiers& identifiers,
                 const std::string& pointer, Json& made, Place& made_place) {
    const bool is_right = loop.is_array() && loop.size() == 3 && loop[0].is_string() && loop[2].is_object();
    if (!is_right) refuse_layout(pointer);
    const Place::Part body = part_of(place, "2");
    for (const std::string& element : elements_of_loop(loop[1], place, identifiers, pointer)) {
      Identifiers turn = identifiers;
      turn.insert_or_assign(loop[0], element);
      add_members(loop[2], *body.place, turn, pointer + "/2", made, made_place);
    }
  }

  std::vector<std::string> elements_of_loop(const Json& list, const Place& place,
                                            const Identifiers& identifiers, const std::string& loop) {
    const std::string pointer = loop + "/1";
    const Json worked =
        worked_out(made_of(list, *part_of(place, "1").place, identifiers, pointer).value, pointer);
    if (!worked.is_array()) refuse_layout(loop);
    std::vector<std::string> elements;
    for (const Json& element : worked) {
      if (element.is_structured() || element.is_null()) refuse_layout(loop);
      elements.push_back(element.is_string() ? element.get<std::string>() : element.dump());
    }
    return elements;
  }

  /// With what is known of a template that is not written out: parameters and mappings.
  Json worked_out(const Json& value, const std::string& pointer) const {
    const Branch both = [](const Json& argument) { return &argument; };
    for (const std::string& name : names_referred_to(value, both)) {
      if (!without_value_.contains(name)) continue;
      throw source_.error_at_key("/Parameters/" + pointer_step(name),
                                 fmt::format("Parameters: [{}] must have values", name),
                                 "a value, or a Default");
    }
    const FunctionScope scope{
        source_, parameters_, pseudo_, [&](const std::string&, std::string_view) -> bool {
          throw source_.error(pointer,
                              std::string(loops_failed) + "Fn::If is not supported here");  // assumed
        }};
    return evaluate(scope, value, pointer, nullptr);
  }

  const Template& source_;
  const PseudoParameters& pseudo_;
  std::set<std::string> without_value_;
  const std::map<std::string, ParameterValue> parameters_;
  std::size_t parts_ = 0;
};

}  // namespace

bool wants_expansion(const Json& document) {
  return has_language_extensions(document) && std::ranges::any_of(sections_with_loops, [&](const char* name) {
           const auto section = document.find(name);
           return section != document.end() && has_part_to_expand(*section);
         });
}

Template expand_loops(const Template& source, const std::map<std::string, std::string>& parameters,
                      const PseudoParameters& pseudo) {
  if (!wants_expansion(source.document())) return source;
  return Loops(source, parameters, pseudo).expanded();
}

}  // namespace cloche::deploy
