#include "emulator/deploy/sam/api_document.h"

#include <algorithm>
#include <cctype>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/values.h"
#include "fakes/wire/http_message.h"

namespace cloche::deploy::sam {

std::string normalized_method(const std::string& method) {
  const std::string lower = wire::lower_case(method);
  return lower == "any" ? any_method : lower;
}

std::vector<const Json*> branches(const Json& item) {
  if (!item.is_object() || !item.contains("Fn::If")) return {&item};
  const Json& parts = item["Fn::If"];
  if (!parts.is_array()) refuse_document("Value of Fn::If must be a list.");
  std::vector<const Json*> found;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (!is_no_value(parts[i])) found.push_back(&parts[i]);
  }
  return found;
}

std::vector<Json*> branches(Json& item) {
  std::vector<Json*> found;
  for (const Json* branch : branches(std::as_const(item))) found.push_back(const_cast<Json*>(branch));
  return found;
}

void require_object(const Json& value, const std::string& message) {
  if (!value.is_object()) refuse_document(message);
}

void require_path_object(const Json& value, const std::string& path) {
  require_object(value, "Value of '" + path + "' path must be a dictionary according to Swagger spec.");
}

void require_method_object(const Json& value, const std::string& path, const std::string& method) {
  require_object(value, "Definition of method '" + method + "' for path '" + path + "' should be a map.");
}

Json security_of(const Json& definition, const std::string& path, const std::string& method) {
  if (!definition.contains("security")) return Json::array();
  const Json& security = definition["security"];
  if (!security.is_array()) {
    refuse_document("Type of security for path " + path + " method " + method + " must be a list");
  }
  return security;
}

bool is_openapi_3(const Json& version) {
  const std::string text = shown(version);
  const auto digit = [&](std::size_t at) {
    return text[at] == '.' && std::isdigit(static_cast<unsigned char>(text[at + 1])) != 0;
  };
  return text.starts_with('3') &&
         ((text.size() == 3 && digit(1)) || (text.size() == 5 && digit(1) && digit(3)));
}

std::string path_in_arn(const std::string& path, bool any_greedy) {
  std::string_view text = path;
  if (text.size() > 1 && text.ends_with('/')) text.remove_suffix(1);
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t end = text[at] == '{' ? text.find('}', at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += text[at];
      continue;
    }
    std::string_view name = text.substr(at + 1, end - at - 1);
    if (name.ends_with('+') && (any_greedy || name == "proxy+")) name.remove_suffix(1);
    const bool plain = !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
      return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
    });
    if (plain) {
      out += '*';
      at = end;
    } else {
      out += text[at];
    }
  }
  return out;
}

std::vector<std::string> ApiDocument::paths() const {
  std::vector<std::string> names;
  for (const auto& [path, item] : document_["paths"].items()) names.push_back(path);
  return names;
}

bool ApiDocument::has_path(const std::string& path, const std::string& method) const {
  const Json& all = document_["paths"];
  if (!all.contains(path)) return false;
  const std::string name = normalized_method(method);
  return std::ranges::all_of(branches(all[path]),
                             [&](const Json* item) { return item->is_object() && item->contains(name); });
}

bool ApiDocument::has_integration(const std::string& path, const std::string& method) const {
  if (!has_path(path, method)) return false;
  const std::string name = normalized_method(method);
  return std::ranges::all_of(branches(document_["paths"][path]), [&](const Json* item) {
    const Json& definition = member(*item, name);
    if (!definition.is_object()) return false;
    return std::ranges::any_of(branches(definition), [&](const Json* branch) {
      require_method_object(*branch, path, name);
      return truthy(member(*branch, integration_key));
    });
  });
}

void ApiDocument::add_path(const std::string& path, const std::string& method) {
  Json& item = path_map().emplace(path, Json::object()).first.value();
  require_path_object(item, path);
  for (Json* branch : branches(item)) {
    require_path_object(*branch, path);
    branch->emplace(normalized_method(method), Json::object());
  }
}

void ApiDocument::make_path_conditional(const std::string& path, const std::string& condition) {
  Json& item = path_map()[path];
  item = conditional(condition, std::move(item));
}

void ApiDocument::set_timeout(const std::string& path, const std::string& method, const Json& milliseconds) {
  for_method(path, method,
             [&](Json& definition) { definition[integration_key]["timeoutInMillis"] = milliseconds; });
}

void ApiDocument::for_path(const std::string& path, const Definition& visit) {
  for (Json* item : branches(path_map()[path])) {
    require_path_object(*item, path);
    visit(*item);
  }
}

void ApiDocument::for_method(const std::string& path, const std::string& method, const Definition& visit,
                             bool all) {
  const std::string name = normalized_method(method);
  for_path(path, [&](Json& item) {
    const auto found = item.find(name);
    if (found == item.end()) require_method_object(Json(), path, method);
    for (Json* definition : branches(*found)) {
      require_method_object(*definition, path, method);
      if (all || truthy(member(*definition, integration_key))) visit(*definition);
    }
  });
}

}  // namespace cloche::deploy::sam
