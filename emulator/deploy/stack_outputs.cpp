#include "emulator/deploy/stack_outputs.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <vector>

#include "emulator/deploy/json_pointer.h"

namespace cloche::deploy {

namespace {

std::string output_text(const Evaluation& evaluation, const Json& value, const std::string& pointer,
                        std::string_view member) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  // Seen of Value; assumed of the Name of an export.
  throw evaluation.source().error(
      pointer, fmt::format("Template format error: Every {} member must be a string.", member));
}

std::string names_of(cloudformation::Store& store, const std::string& region,
                     const std::vector<std::string>& stack_ids) {
  std::vector<std::string> names;
  for (const std::string& id : stack_ids) {
    const auto stack = store.find_stack(region, id);
    names.push_back(stack ? stack->name : id);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string pointer_of(const Evaluation& evaluation, const std::string& export_name, const Json& outputs) {
  for (const Json& output : outputs) {
    if (output.value("ExportName", "") != export_name) continue;
    return "/Outputs/" + pointer_step(output.at("OutputKey").get_ref<const std::string&>()) + "/Export/Name";
  }
  return evaluation.source().document().contains("Outputs") ? "/Outputs" : "";
}

}  // namespace

Json resolved_outputs(const Evaluation& evaluation, const Answers& answers) {
  Json outputs = Json::array();
  for (const TemplateOutput& output : evaluation.outputs()) {
    const std::string value_pointer = output.pointer + "/Value";
    Json shown{
        {"OutputKey", output.name},
        {"OutputValue", output_text(evaluation, evaluation.resolve(*output.value, value_pointer, answers),
                                    value_pointer, "Value")}};
    if (!output.description.empty()) shown["Description"] = output.description;
    if (output.export_name != nullptr) {
      const std::string name_pointer = output.pointer + "/Export/Name";
      shown["ExportName"] = output_text(
          evaluation, evaluation.resolve(*output.export_name, name_pointer, answers), name_pointer, "Name");
    }
    outputs.push_back(std::move(shown));
  }
  return outputs;
}

void set_exports(cloudformation::Store& store, const cloudformation::Stack& stack,
                 const Evaluation& evaluation, const Json& outputs) {
  std::map<std::string, std::string> wanted;
  for (const Json& output : outputs) {
    if (!output.contains("ExportName")) continue;
    const std::string name = output["ExportName"];
    if (!wanted.emplace(name, output["OutputValue"]).second) {
      throw evaluation.source().error(pointer_of(evaluation, name, outputs),
                                      fmt::format("Duplicate Export names: [{}]", name));  // assumed
    }
  }
  for (const auto& old : store.exports_of(stack.id)) {
    const auto found = wanted.find(old.name);
    if (found != wanted.end() && found->second == old.value) continue;
    const auto importers = store.importers(stack.region, old.name);
    if (!importers.empty()) {
      throw evaluation.source().error(pointer_of(evaluation, old.name, outputs),
                                      fmt::format("Export {} cannot be {} as it is in use by {}", old.name,
                                                  found == wanted.end() ? "deleted" : "updated",
                                                  names_of(store, stack.region, importers)));
    }
    if (found == wanted.end()) store.remove_export(stack.region, old.name);
  }
  for (const auto& [name, value] : wanted) {
    const auto existing = store.find_export(stack.region, name);
    if (existing && existing->stack != stack.id) {
      throw evaluation.source().error(pointer_of(evaluation, name, outputs),
                                      fmt::format("Export with name {} is already exported by stack {}", name,
                                                  names_of(store, stack.region, {existing->stack})));
    }
    store.put_export(stack.region, {name, stack.id, value});
  }
}

std::string exports_in_use(cloudformation::Store& store, const cloudformation::Stack& stack) {
  for (const auto& exported : store.exports_of(stack.id)) {
    const auto importers = store.importers(stack.region, exported.name);
    if (!importers.empty()) {
      std::string names = names_of(store, stack.region, importers);
      if (const std::size_t last = names.rfind(", "); last != std::string::npos)
        names.replace(last, 2, " and ");
      return fmt::format("Cannot delete export {} as it is in use by {}.", exported.name, names);
    }
  }
  return "";
}

}  // namespace cloche::deploy
