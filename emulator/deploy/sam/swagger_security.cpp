// Who may call the methods of a REST API: authorizers and API keys.
#include <algorithm>
#include <array>
#include <set>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/swagger_document.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

bool names_any(const Json& requirement, const std::set<std::string>& names) {
  return std::ranges::any_of(requirement.items(),
                             [&](const auto& item) { return names.contains(item.key()); });
}

/// The requirements of a method that name one of `names`, and the others.
struct Parted {
  Json named = Json::array();
  Json others = Json::array();
};

Parted part(const Json& security, const std::set<std::string>& names, const std::string& path,
            const std::string& method) {
  Parted parted;
  for (const Json& requirement : security) {
    require_object(requirement, shown(requirement) + " in Security for path " + path + " method " + method +
                                    " is not a valid dictionary.");
    (names_any(requirement, names) ? parted.named : parted.others).push_back(requirement);
  }
  return parted;
}

/// Takes out the first requirement that names `name`; whether there was one.
bool take_out(Json& security, const char* name) {
  for (std::size_t i = 0; i < security.size(); ++i) {
    if (!security[i].contains(name)) continue;
    security.erase(i);
    return true;
  }
  return false;
}

void append(Json& list, const Json& more) { list.insert(list.end(), more.begin(), more.end()); }

}  // namespace

void SwaggerDocument::for_each_method(
    const std::string& path, const std::function<void(const std::string& method, Json& definition)>& visit) {
  static constexpr std::array<std::string_view, 3> no_methods = {"summary", "description", "parameters"};
  for_path(path, [&](Json& item) {
    for (auto& [name, method] : item.items()) {
      if (std::ranges::find(no_methods, std::string_view(name)) != no_methods.end()) continue;
      for (Json* definition : branches(method)) {
        require_method_object(*definition, path, name);
        if (truthy(member(*definition, integration_key))) visit(normalized_method(name), *definition);
      }
    }
  });
}

void SwaggerDocument::add_security_definition(const std::string& name, Json definition) {
  if (!security_.is_object()) throw StructureError{"securityDefinitions must be a dictionary."};
  security_[name] = std::move(definition);
}

void SwaggerDocument::add_api_key_definition() {
  if (!security_.is_object()) throw StructureError{"securityDefinitions must be a dictionary."};
  security_.emplace("api_key", Json{{"type", "apiKey"}, {"name", "x-api-key"}, {"in", "header"}});
}

void SwaggerDocument::set_security(Json& definition, Json security) {
  if (security.empty()) return;
  definition["security"] = std::move(security);
  if (definition["security"][0].contains("AWS_IAM")) {
    security_.emplace("AWS_IAM", Json{{"x-amazon-apigateway-authtype", "awsSigv4"},
                                      {"type", "apiKey"},
                                      {"name", "Authorization"},
                                      {"in", "header"}});
  }
}

void SwaggerDocument::set_default_authorizer(const std::string& path, const std::string& authorizer,
                                             const AuthorizerScopes& all, bool also_preflight) {
  std::set<std::string> names = {"AWS_IAM"};
  for (const auto& [name, scopes] : all) names.insert(name);
  for_each_method(path, [&](const std::string& method, Json& definition) {
    if (!also_preflight && method == "options") return;
    Parted parted = part(security_of(definition, path, method), names, path, method);
    Json security = parted.others;
    if (!take_out(security, "NONE")) {
      const auto scopes = all.find(authorizer);
      append(security,
             parted.named.empty()
                 ? Json::array({{{authorizer, scopes == all.end() ? Json::array() : scopes->second}}})
                 : parted.named);
    }
    set_security(definition, std::move(security));
  });
}

void SwaggerDocument::require_api_key(const std::string& path, bool also_preflight) {
  for_each_method(path, [&](const std::string& method, Json& definition) {
    const Json existing = security_of(definition, path, method);
    Parted parted = part(existing, {"api_key", "api_key_false"}, path, method);
    Json security = parted.others;
    if (!take_out(parted.named, "api_key_false") && (method != "options" || also_preflight)) {
      security.push_back({{"api_key", Json::array()}});
    }
    if (security != existing) definition["security"] = std::move(security);
  });
}

void SwaggerDocument::add_auth(const std::string& path, const std::string& method, const Json& auth,
                               const Json& api_auth) {
  const Json& authorizer = member(auth, "Authorizer");
  if (truthy(authorizer)) {
    set_method_authorizer(path, method, shown(authorizer), member(api_auth, "Authorizers"),
                          member(auth, "AuthorizationScopes"));
  }
  const Json& api_key = member(auth, "ApiKeyRequired");
  if (!api_key.is_null()) set_method_api_key(path, method, truthy(api_key));
}

void SwaggerDocument::set_method_authorizer(const std::string& path, const std::string& method,
                                            const std::string& authorizer, const Json& authorizers,
                                            const Json& scopes) {
  for_method(path, method, [&](Json& definition) {
    Json own = Json::array();
    Json security = security_of(definition, path, method);
    if (authorizer != "NONE" && truthy(authorizers)) {
      const Json& defined = member(authorizers, authorizer);
      if (!defined.is_null() && !defined.is_object()) {
        refuse_document("Type of authorizer '" + authorizer + "' must be a dictionary");
      }
      const Json& wanted = scopes.is_null() ? member(defined, "AuthorizationScopes") : scopes;
      if (!defined.is_null() && !wanted.is_null()) own = wanted;
    }
    security.push_back({{authorizer, std::move(own)}});
    set_security(definition, std::move(security));
  });
}

void SwaggerDocument::set_method_api_key(const std::string& path, const std::string& method, bool required) {
  for_method(path, method, [&](Json& definition) {
    if (required) add_api_key_definition();
    Json security = security_of(definition, path, method);
    security.push_back({{required ? "api_key" : "api_key_false", Json::array()}});
    definition["security"] = std::move(security);
  });
}

}  // namespace cloche::deploy::sam
