#include "emulator/deploy/references.h"

#include <nlohmann/json.hpp>

#include "emulator/deploy/functions.h"

namespace cloche::deploy {

namespace {

class References {
 public:
  explicit References(const Branch& branch) : branch_(branch) {}

  void look_at(const Json& value) {
    const std::string name = function_name(value);
    if (name == "Fn::If") {
      if (const Json* chosen = branch_(value.begin().value())) look_at(*chosen);
      return;
    }
    if (name == "Ref" || name == "Fn::GetAtt") {
      const Json& argument = value.begin().value();
      const Json& target = argument.is_array() && !argument.empty() ? argument[0] : argument;
      if (target.is_string()) add(target.get<std::string>());
    } else if (name == "Fn::Sub") {
      look_at_sub(value.begin().value());
    }
    if (!value.is_structured()) return;
    for (const Json& part : value) look_at(part);
  }

  std::set<std::string> found;

 private:
  void add(const std::string& name) { found.insert(name.substr(0, name.find('.'))); }

  void look_at_sub(const Json& argument) {
    const Json& text = argument.is_array() && !argument.empty() ? argument[0] : argument;
    const bool variables = argument.is_array() && argument.size() > 1 && argument[1].is_object();
    if (!text.is_string()) return;
    for (const std::string& one : names_in_sub(text.get<std::string>())) {
      if (!variables || !argument[1].contains(one)) add(one);
    }
  }

  const Branch& branch_;
};

}  // namespace

std::set<std::string> names_referred_to(const Json& value, const Branch& branch) {
  References references(branch);
  references.look_at(value);
  return std::move(references.found);
}

std::set<std::string> names_depended_on(const Json& definition) {
  std::set<std::string> names;
  const auto depends = definition.find("DependsOn");
  if (depends == definition.end()) return names;
  for (const Json& name : depends->is_array() ? *depends : Json::array({*depends}))
    names.insert(name.get<std::string>());
  return names;
}

}  // namespace cloche::deploy
