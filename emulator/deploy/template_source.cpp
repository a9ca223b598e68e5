#include "emulator/deploy/template_source.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "emulator/deploy/json_pointer.h"
#include "emulator/deploy/json_text.h"
#include "emulator/deploy/positions.h"
#include "emulator/deploy/yaml_text.h"
#include "fakes/core/whole_file.h"
#include "fakes/wire/utf8.h"

namespace cloche::deploy {

namespace {

/// The sections whose members have logical ids.
std::string logical_id_in(std::string_view pointer) {
  static constexpr std::array<std::string_view, 6> sections = {"Resources", "Parameters", "Conditions",
                                                               "Outputs",   "Mappings",   "Rules"};
  const std::vector<std::string> steps = pointer_steps(pointer);
  if (steps.size() < 2) return "";
  for (const std::string_view section : sections) {
    if (steps[0] == section) return steps[1];
  }
  return "";
}

SourceDocument read_text(std::string_view text, Aliases aliases) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && text[first] == '{') {
    try {
      return read_json_text(text);
    } catch (const SourceError& json) {
      // A flow mapping of YAML begins like JSON. What reads as neither was meant as JSON.
      if (json.message.find("duplicate") != std::string::npos) throw;
      try {
        return read_yaml_text(text, aliases);
      } catch (const SourceError&) {
        throw json;
      }
    }
  }
  return read_yaml_text(text, aliases);
}

}  // namespace

Template::Template(std::string file, Json document, std::shared_ptr<const Positions> positions)
    : file_(std::move(file)),
      document_(std::make_unique<Json>(std::move(document))),
      positions_(std::move(positions)) {}
Template::Template(const Template& other)
    : file_(other.file_), document_(std::make_unique<Json>(*other.document_)), positions_(other.positions_) {}
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(const Template& other) { return *this = Template(other); }
Template& Template::operator=(Template&&) noexcept = default;
Template::~Template() = default;

Position Template::value_position(std::string_view pointer) const { return positions_->find(pointer).value; }

Position Template::key_position(std::string_view pointer) const { return positions_->find(pointer).key; }

Template Template::with(Json document) const { return Template(file_, std::move(document), positions_); }

TemplateError Template::error(std::string_view pointer, std::string message, std::string expected) const {
  return TemplateError(file_, value_position(pointer), logical_id_in(pointer), std::move(message),
                       std::move(expected));
}

TemplateError Template::error_at_key(std::string_view pointer, std::string message,
                                     std::string expected) const {
  return TemplateError(file_, key_position(pointer), logical_id_in(pointer), std::move(message),
                       std::move(expected));
}

Template read_template(std::string_view text, std::string file, Aliases aliases) {
  if (text.size() > max_template_bytes) {
    throw TemplateError(file, {}, "",
                        fmt::format("Template may not exceed {} bytes in size.", max_template_bytes));
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!wire::is_well_formed_utf8(text)) {
    throw TemplateError(file, {}, "", "Template format error: the template is not text", "UTF-8");
  }
  try {
    SourceDocument document = read_text(text, aliases);
    if (!document.value.is_object()) {
      throw SourceError{document.place->value, "Template format error: unsupported structure.", "an object"};
    }
    return Template(std::move(file), std::move(document.value),
                    std::make_shared<const Positions>(std::move(document.place)));
  } catch (const SourceError& error) {
    throw TemplateError(std::move(file), error.at, "", error.message, error.expected);
  }
}

std::string template_text(const std::string& path) {
  try {
    return whole_file(path);
  } catch (const UnreadableFile& file) {
    throw TemplateError(path, {}, "", "the template cannot be read: " + file.why, "a file that can be read");
  }
}

Template read_template_file(const std::string& path) {
  return read_template(template_text(path), path, Aliases::followed);
}

}  // namespace cloche::deploy
