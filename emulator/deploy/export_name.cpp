#include "emulator/deploy/export_name.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "emulator/deploy/function_forms.h"
#include "emulator/deploy/json_pointer.h"
#include "emulator/deploy/references.h"

namespace cloche::deploy {

namespace {

std::string pointer_of_export(const std::string& output) {
  return "/Outputs/" + pointer_step(output) + "/Export";
}

bool is_export_name(const Json& name) {
  if (name.is_number_integer() || name.is_boolean()) return true;  // text to CloudFormation
  if (!name.is_string() || name == "") return false;
  return std::ranges::all_of(name.get_ref<const std::string&>(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' || c == '-';
  });
}

bool depends_on_a_stack(const Template& source, const Json& name) {
  if (uses_function(name, "Fn::ImportValue") || uses_function(name, "Fn::GetAZs")) return true;
  const Json& resources = source.document()["Resources"];
  const Branch both = [](const Json& argument) { return &argument; };
  return std::ranges::any_of(names_referred_to(name, both),
                             [&](const std::string& one) { return resources.contains(one); });
}

}  // namespace

void check_export(const Template& source, const std::string& output, const Json& exported) {
  const auto name = exported.is_object() ? exported.find("Name") : exported.end();
  if (!exported.is_object() || name == exported.end()) return check_export_name(source, output, nullptr);
  if (name->is_string()) check_export_name(source, output, *name);
  if (!depends_on_a_stack(source, *name)) return;
  // The two spaces are CloudFormation's.
  throw source.error(pointer_of_export(output) + "/Name",
                     fmt::format("Template format error: Output {} is malformed.  The Name field of Export "
                                 "must not depend on any resources, imported values, or Fn::GetAZs.",
                                 output),
                     "a name of parameters and pseudo parameters");
}

void check_export_name(const Template& source, const std::string& output, const Json& name) {
  if (is_export_name(name)) return;
  throw source.error(pointer_of_export(output) + "/Name",
                     fmt::format("Template format error: Output {} is malformed. The Name field of every "
                                 "Export member must be specified and consist only of alphanumeric "
                                 "characters, colons, or hyphens.",
                                 output));
}

}  // namespace cloche::deploy
