#include "emulator/deploy/sam/implicit_api.h"

#include <map>
#include <set>
#include <string>

#include "emulator/deploy/replaced.h"
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/events/api_auth.h"
#include "emulator/deploy/sam/openapi_document.h"
#include "emulator/deploy/sam/properties.h"
#include "emulator/deploy/sam/swagger_document.h"
#include "emulator/deploy/sam/values.h"
#include "fakes/wire/http_message.h"

namespace cloche::deploy::sam {

namespace {

constexpr const char* managed_key = "__MANAGE_SWAGGER";

/// What differs between the two kinds of APIs.
struct RestTraits {
  using Document = SwaggerDocument;
  static constexpr const char* id_property = "RestApiId";
  static constexpr const char* implicit_id = "ServerlessRestApi";
  static constexpr const char* event_type = "Api";
  static constexpr const char* api_type = "AWS::Serverless::Api";
};
struct HttpTraits {
  using Document = OpenApiDocument;
  static constexpr const char* id_property = "ApiId";
  static constexpr const char* implicit_id = "ServerlessHttpApi";
  static constexpr const char* event_type = "HttpApi";
  static constexpr const char* api_type = "AWS::Serverless::HttpApi";
};

/// The attributes of the functions behind an API, method by method; "" is none.
struct ApiUse {
  std::map<std::string, std::map<std::string, std::string>> conditions;  // path → method → condition
  std::set<std::string> deletion_policies;
  std::set<std::string> update_replace_policies;
};

template <class Traits>
class ImplicitApi {
 public:
  explicit ImplicitApi(Json& document) : document_(document), resources_(document["Resources"]) {}

  void add() {
    const Json existing = member(resources_, Traits::implicit_id);
    Json properties = {{"DefinitionBody", Traits::Document::skeleton()}, {managed_key, true}};
    if (std::string_view(Traits::api_type) == "AWS::Serverless::Api") properties["StageName"] = "Prod";
    resources_[Traits::implicit_id] = {{"Type", Traits::api_type}, {"Properties", std::move(properties)}};
    std::vector<InvalidDocument::Cause> causes;
    std::vector<std::string> sources;  // functions and state machines; what follows changes the resources
    for (const auto& [logical_id, definition] : resources_.items()) {
      const Json& type = member(definition, "Type");
      if (type == "AWS::Serverless::Function" || type == "AWS::Serverless::StateMachine")
        sources.push_back(logical_id);
    }
    for (const std::string& logical_id : sources) {
      try {
        add_events(resources_[logical_id]);
      } catch (const EventError& error) {
        causes.push_back({logical_id, ResourceError{logical_id, error.text()}.text()});
      }
    }
    set_condition();
    set_policies();
    set_path_conditions();
    if (resources_[Traits::implicit_id]["Properties"]["DefinitionBody"]["paths"].empty()) {
      resources_.erase(Traits::implicit_id);
      if (!existing.is_null()) resources_[Traits::implicit_id] = existing;
    }
    if (!causes.empty()) throw InvalidDocument{std::move(causes)};
  }

 private:
  void add_events(Json& resource) {
    const Json& events = member(member(resource, "Properties"), "Events");
    if (!events.is_object()) return;
    for (auto& [id, event] : resource["Properties"]["Events"].items()) {
      if (!event.is_object() || member(event, "Type") != Traits::event_type) continue;
      if (!event.contains("Properties")) {
        if (std::string_view(Traits::event_type) == "Api") continue;
        event["Properties"] = Json::object();
      }
      Json& properties = event["Properties"];
      if (std::string_view(Traits::event_type) == "Api" && !truthy(properties)) continue;
      expect_event_map(properties, id, "", "Properties should be a map.");
      add_event(id, properties, resource);
    }
  }

  void add_event(const std::string& id, Json& event, const Json& resource) {
    if (!event.contains(Traits::id_property)) {
      pass_tags(resource);
      event[Traits::id_property] = reference(Traits::implicit_id);
    }
    if (std::string_view(Traits::event_type) == "HttpApi" && !truthy(member(event, "Path")) &&
        !truthy(member(event, "Method"))) {
      event["Path"] = default_path;
      event["Method"] = any_method;
    }
    const Json api_id = api_id_of(event[Traits::id_property]);
    expect_event_given(member(event, "Path"), id, "Path");
    expect_event_given(member(event, "Method"), id, "Method");
    const std::string api = expect_event_string(api_id, id, Traits::id_property);
    const std::string path = expect_event_string(event["Path"], id, "Path");
    const std::string method = expect_event_string(event["Method"], id, "Method");
    ApiUse& use = uses_[api];
    use.conditions[path][method] = text_of(member(resource, "Condition"));
    use.deletion_policies.insert(text_of(member(resource, "DeletionPolicy")));
    use.update_replace_policies.insert(text_of(member(resource, "UpdateReplacePolicy")));
    add_to_definition(id, api, path, method);
    if (std::string_view(Traits::event_type) == "HttpApi" && event.contains("RouteSettings")) {
      add_route_settings(id, api, path, method, event["RouteSettings"], member(resource, "Condition"));
    }
  }

  /// The tags that a function propagates, to the API that it makes.
  void pass_tags(const Json& resource) {
    const std::string section =
        text_of(member(resource, "Type")).substr(std::string("AWS::Serverless::").size());
    const Json& globals = member(member(document_, "Globals"), section);
    const auto property = [&](const char* name) -> const Json& {
      const Json& own = member(member(resource, "Properties"), name);
      return truthy(own) ? own : member(globals, name);
    };
    const Json& tags = property("Tags");
    if (!truthy(property("PropagateTags")) || !tags.is_object() || tags.empty()) return;
    Json& properties = resources_[Traits::implicit_id]["Properties"];
    properties["Tags"].update(tags);
    properties["PropagateTags"] = true;
  }

  void add_to_definition(const std::string& event_id, const std::string& api_id, const std::string& path,
                         const std::string& method) {
    const Json& type = member(member(resources_, api_id), "Type");
    const bool http_from_rest = type == "AWS::Serverless::HttpApi" && type != Traits::api_type;
    if (!resources_.contains(api_id) || http_from_rest) {
      throw EventError{event_id, std::string(Traits::id_property) + " must be a valid reference to an '" +
                                     Traits::api_type + "' resource in same template."};
    }
    const Json& properties = member(resources_[api_id], "Properties");
    if (!Traits::Document::is_valid(member(properties, "DefinitionBody"))) return;
    if (!truthy(member(properties, managed_key))) return;
    typename Traits::Document document(properties["DefinitionBody"]);
    document.add_path(path, method);
    resources_[api_id]["Properties"]["DefinitionBody"] = document.take();
  }

  void add_route_settings(const std::string& event_id, const std::string& api_id, const std::string& path,
                          const std::string& method, Json settings, const Json& condition) {
    const std::string route = method == any_method ? path : wire::upper_case(method) + " " + path;
    Json& properties = resources_[api_id]["Properties"];
    Json& all = properties.emplace("RouteSettings", Json::object()).first.value();
    expect_map(all, api_id, "RouteSettings");
    if (truthy(condition)) settings = conditional(text_of(condition), std::move(settings));
    expect_event_map(settings, event_id, "RouteSettings");
    all[route].update(settings);
  }

  /// The implicit API is there where one of its functions is.
  void set_condition() {
    const auto use = uses_.find(Traits::implicit_id);
    if (use == uses_.end()) return;
    std::set<std::string> all;
    for (const auto& [path, methods] : use->second.conditions) {
      for (const auto& [method, condition] : methods) all.insert(condition);
    }
    if (all.contains("")) return;
    resources_[Traits::implicit_id]["Condition"] =
        one_condition(all, std::string(Traits::implicit_id) + "Condition");
  }

  /// The condition, or the new one that holds where any does.
  std::string one_condition(const std::set<std::string>& all, const std::string& name) {
    if (all.size() == 1) return *all.begin();
    const Json made = combined_conditions({all.begin(), all.end()}, name);
    for (const auto& [combined, condition] : made.items()) document_["Conditions"][combined] = condition;
    return name;
  }

  void set_policies() {
    const auto use = uses_.find(Traits::implicit_id);
    if (use == uses_.end()) return;
    const auto set = [&](const char* attribute, const std::set<std::string>& given,
                         std::initializer_list<const char*> by_rank) {
      for (const char* policy : by_rank) {
        if (!given.contains(policy)) continue;
        resources_[Traits::implicit_id][attribute] = policy;
        return;
      }
    };
    set("DeletionPolicy", use->second.deletion_policies, {"Retain", "Delete"});
    set("UpdateReplacePolicy", use->second.update_replace_policies, {"Retain", "Snapshot", "Delete"});
  }

  /// A path is there where one of its functions is.
  void set_path_conditions() {
    for (auto& [api_id, api] : resources_.items()) {
      if (member(api, "Type") != Traits::api_type || !truthy(member(member(api, "Properties"), managed_key)))
        continue;
      Json& definition = api["Properties"]["DefinitionBody"];
      typename Traits::Document document(definition);
      for (const std::string& path : document.paths()) {
        std::set<std::string> all;
        for (const auto& [method, condition] : uses_[api_id].conditions[path]) all.insert(condition);
        if (all.empty() || all.contains("")) continue;
        const std::string name =
            api_id + replaced(replaced(replaced(path, "/", "SLASH"), "{", "OB"), "}", "CB") + "PathCondition";
        document.make_path_conditional(path, one_condition(all, name));
      }
      definition = document.take();
    }
  }

  Json& document_;
  Json& resources_;
  std::map<std::string, ApiUse> uses_;
};

void add_definition(Json& api, Json skeleton) {
  const Json& given = member(api, "Properties");
  if (truthy(member(given, "DefinitionBody")) || truthy(member(given, "DefinitionUri"))) return;
  Json& properties = api.emplace("Properties", Json::object()).first.value();
  properties["DefinitionBody"] = std::move(skeleton);
  properties[managed_key] = true;
}

}  // namespace

void add_default_definitions(Json& document) {
  for (Json& resource : document["Resources"]) {
    const Json& type = member(resource, "Type");
    if (type == "AWS::Serverless::Api") add_definition(resource, SwaggerDocument::skeleton());
    if (type == "AWS::Serverless::HttpApi") add_definition(resource, OpenApiDocument::skeleton());
  }
}

void add_implicit_rest_api(Json& document) { ImplicitApi<RestTraits>(document).add(); }

void add_implicit_http_api(Json& document) { ImplicitApi<HttpTraits>(document).add(); }

}  // namespace cloche::deploy::sam
