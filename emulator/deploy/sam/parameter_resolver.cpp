#include "emulator/deploy/sam/parameter_resolver.h"

#include <functional>
#include <optional>

#include "emulator/deploy/replaced.h"
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

bool is_function(const Json& value, std::string_view name) {
  return value.is_object() && value.size() == 1 && value.begin().key() == name;
}

/// The end of the reference that begins at `start` (`${…}` of letters, digits and dots, or of a pseudo
/// parameter), or npos.
std::size_t reference_end(std::string_view text, std::size_t start) {
  std::size_t at = start + 2;
  const bool pseudo = text.substr(at).starts_with("AWS::");
  if (pseudo) at += 5;
  const std::size_t first = at;
  while (at < text.size() && (is_alphanumeric(text.substr(at, 1)) || (!pseudo && text[at] == '.'))) ++at;
  return at > first && at < text.size() && text[at] == '}' ? at + 1 : std::string_view::npos;
}

/// `text` with each reference replaced by what `replace` makes of it (whole, and what it names).
std::string replace_references(
    const std::string& text,
    const std::function<std::string(const std::string&, const std::string&)>& replace) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at)) {
    const std::size_t end = reference_end(text, at);
    if (end == std::string::npos) {
      at += 2;
      continue;
    }
    const std::string whole = text.substr(at, end - at);
    out += text.substr(copied, at - copied) + replace(whole, whole.substr(2, whole.size() - 3));
    copied = at = end;
  }
  return out + text.substr(copied);
}

/// The text of an Fn::Sub, wherever it stands; null where it has none.
Json* text_of_sub(Json& function) {
  Json& argument = function.begin().value();
  if (argument.is_string()) return &argument;
  if (argument.is_array() && !argument.empty() && argument[0].is_string()) return &argument[0];
  return nullptr;
}

void for_each_function(Json& value, const std::function<void(Json&)>& change) {
  change(value);
  if (!value.is_structured()) return;
  for (Json& part : value) for_each_function(part, change);
}

}  // namespace

ParameterResolver::ParameterResolver(Json parameters)
    : parameters_(std::make_shared<const Json>(std::move(parameters))) {}

const Json& ParameterResolver::parameters() const { return *parameters_; }

Json ParameterResolver::resolve(Json& value) const {
  if (is_function(value, "Ref")) {
    const Json& name = value.begin().value();
    const Json& found = name.is_string() ? member(*parameters_, name.get_ref<const std::string&>()) : name;
    if (!name.is_string() || found.is_null()) return value;
    return found;
  }
  if (is_function(value, "Fn::Sub")) {
    if (Json* text = text_of_sub(value)) {
      *text = replace_references(text->get<std::string>(),
                                 [&](const std::string& whole, const std::string& name) {
                                   const auto found = parameters_->find(name);
                                   if (found == parameters_->end()) return whole;
                                   if (found->is_string()) return found->get<std::string>();
                                   refuse_document("Invalid Fn::Sub variable value " + shown(*found) +
                                                   ". Fn::Sub expects all variables to be strings.");
                                 });
    }
  }
  if (value.is_structured()) {
    for (Json& part : value) part = resolve(part);
  }
  return value;
}

Json find_in_maps(Json& value, const Json& mappings) {
  if (mappings.is_null() || mappings.empty()) return value;
  if (!is_function(value, "Fn::FindInMap")) {
    if (value.is_structured()) {
      for (Json& part : value) part = find_in_maps(part, mappings);
    }
    return value;
  }
  Json& keys = value.begin().value();
  if (!keys.is_array() || keys.size() != 3) {
    refuse_document("Invalid FindInMap value " + shown(keys) + ". FindInMap expects an array with 3 values.");
  }
  Json found[3];
  for (std::size_t i = 0; i < 3; ++i) {
    found[i] = is_function(keys[i], "Fn::FindInMap") ? find_in_maps(keys[i], mappings) : keys[i];
    if (!found[i].is_string()) return value;
  }
  const auto level = [&](const Json& map, const Json& key) -> const Json& {
    if (!map.is_object()) {
      refuse_document("Cannot use Fn::FindInMap on Mapping '" + text_of(found[0]) +
                      "' which is not a a two-level map.");
    }
    return member(map, key.get_ref<const std::string&>());
  };
  const Json& map = member(mappings, text_of(found[0]));
  if (map.is_null()) return value;
  const Json& top = level(map, found[1]);
  if (top.is_null()) return value;
  const Json& second = level(top, found[2]);
  return second.is_null() ? value : second;
}

void replace_changed_ids(Json& template_part, const ChangedIds& changed) {
  if (changed.empty()) return;
  const auto id_of = [&](const std::string& name) -> std::optional<std::string> {
    const auto found = changed.find(name);
    return found == changed.end() ? std::nullopt : std::optional(found->second);
  };
  for_each_function(template_part, [&](Json& value) {
    if (is_function(value, "Ref")) {
      Json& name = value.begin().value();
      if (const auto id = id_of(text_of(name))) name = *id;
    } else if (is_function(value, "Fn::GetAtt")) {
      Json& path = value.begin().value();
      if (!path.is_array() || path.size() < 2) return;
      if (const auto id = id_of(text_of(path[0]))) path[0] = *id;
    } else if (is_function(value, "Fn::Sub")) {
      Json* text = text_of_sub(value);
      if (text == nullptr) return;
      *text = replace_references(text->get<std::string>(),
                                 [&](const std::string& whole, const std::string& name) {
                                   const std::string first = name.substr(0, name.find('.'));
                                   const auto id = id_of(first);
                                   return id ? replaced(whole, first, *id) : whole;
                                 });
    } else if (value.is_object() && value.contains("DependsOn")) {
      Json& depends = value["DependsOn"];
      if (const auto id = id_of(text_of(depends))) depends = *id;
      if (!depends.is_array()) return;
      for (Json& name : depends) {
        if (const auto id = id_of(text_of(name))) name = *id;
      }
    }
  });
}

void replace_resource_references(Json& template_part, const ResourceReferences& references) {
  if (references.empty()) return;
  const auto find = [&](const std::string& id, const std::string& property) -> std::optional<std::string> {
    const auto resource = references.find(id);
    if (resource == references.end()) return std::nullopt;
    const auto found = resource->second.find(property);
    return found == resource->second.end() ? std::nullopt : std::optional(found->second);
  };
  for_each_function(template_part, [&](Json& value) {
    if (is_function(value, "Ref")) {
      Json& name = value.begin().value();
      const std::string text = text_of(name);
      const std::size_t dot = text.find('.');
      if (dot == std::string::npos) return;
      if (const auto found = find(text.substr(0, dot), text.substr(dot + 1))) name = *found;
    } else if (is_function(value, "Fn::GetAtt")) {
      Json& path = value.begin().value();
      if (!path.is_array() || path.size() < 2) return;
      std::string whole;
      for (const Json& step : path) {
        if (!step.is_string()) return;
        if (!whole.empty()) whole += '.';
        whole += step.get<std::string>();
      }
      std::vector<std::string> steps;
      for (std::size_t start = 0; start <= whole.size();) {
        const std::size_t dot = std::min(whole.find('.', start), whole.size());
        steps.push_back(whole.substr(start, dot - start));
        start = dot + 1;
      }
      const auto found = find(steps[0], steps[1]);
      if (!found) return;
      path = Json::array({*found});
      for (std::size_t i = 2; i < steps.size(); ++i) path.push_back(steps[i]);
    } else if (is_function(value, "Fn::Sub")) {
      Json* text = text_of_sub(value);
      if (text == nullptr) return;
      *text = replace_references(
          text->get<std::string>(), [&](const std::string& whole, const std::string& name) {
            const std::size_t dot = name.find('.');
            if (dot == std::string::npos) return whole;
            const std::string property = name.substr(dot + 1, name.find('.', dot + 1) - dot - 1);
            const auto found = find(name.substr(0, dot), property);
            return found ? replaced(whole, name.substr(0, dot) + "." + property, *found) : whole;
          });
    }
  });
}

}  // namespace cloche::deploy::sam
