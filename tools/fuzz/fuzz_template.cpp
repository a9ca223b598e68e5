// Templates: any bytes are read, transformed and evaluated, or refused as a TemplateError; nothing else comes
// out.
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "emulator/deploy/evaluation.h"
#include "emulator/deploy/loops.h"
#include "emulator/deploy/sam/transform.h"
#include "emulator/deploy/template_source.h"

namespace {

using cloche::Json;

/// Evaluates a template as a deployment does, with resources that answer with text.
void evaluate(const cloche::deploy::Template& source) {
  const cloche::deploy::Answers answers{
      [](const std::string& id) { return Json(id); },
      [](const std::string& id, const std::string& attribute) -> std::optional<Json> {
        return Json(id + attribute);
      },
      [](const std::string& name) -> std::optional<std::string> { return name; }};
  const cloche::deploy::Evaluation evaluation(source, {{"Given", "value"}}, {});
  for (const auto& resource : evaluation.resources()) evaluation.properties(resource, answers);
  for (const auto& output : evaluation.outputs()) evaluation.resolve(*output.value, output.pointer, answers);
}

template <class Work>
void refusable(const Work& work) {
  try {
    work();
  } catch (const cloche::deploy::TemplateError& error) {
    if (error.at().line < 1 || error.at().column < 1) __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  refusable([&] {
    const cloche::deploy::Template source =
        cloche::deploy::read_template(text, "fuzz.yaml", cloche::deploy::Aliases::followed);
    refusable([&] { evaluate(source); });
    cloche::deploy::sam::Settings settings;
    settings.parameters = {{"Given", "value"}};
    refusable([&] { evaluate(cloche::deploy::expand_loops(source, settings.parameters, {})); });
    const cloche::deploy::Template transformed = cloche::deploy::sam::apply(source, settings);
    transformed.document().dump(-1, ' ', false, Json::error_handler_t::replace);
    evaluate(transformed);
  });
  return 0;
}
