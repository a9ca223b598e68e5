#include "emulator/deploy/sam/transform.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "emulator/deploy/json_pointer.h"
#include "emulator/deploy/mention.h"
#include "emulator/deploy/replaced.h"
#include "emulator/deploy/sam/context.h"
#include "emulator/deploy/sam/embedded_connectors.h"
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/function.h"
#include "emulator/deploy/sam/globals.h"
#include "emulator/deploy/sam/implicit_api.h"
#include "emulator/deploy/sam/other_resources.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr std::string_view transform_name = "AWS::Serverless-2016-10-31";

using Transform = Resources (*)(Context& context, const std::string& logical_id, Json& definition);

struct ResourceKind {
  std::string_view type;
  Transform transform;
};

/// The kinds of resources, in the order in which they are transformed: functions write into APIs, and
/// connectors look at what all the others have become.
constexpr std::array<ResourceKind, 11> kinds = {
    {{"AWS::Serverless::Function", transform_function},
     {"AWS::Serverless::StateMachine", transform_state_machine},
     {"AWS::Serverless::Api", transform_api_resource},
     {"AWS::Serverless::HttpApi", transform_http_api_resource},
     {"AWS::Serverless::WebSocketApi", transform_web_socket_api},
     {"AWS::Serverless::SimpleTable", transform_simple_table},
     {"AWS::Serverless::LayerVersion", transform_layer_version},
     {"AWS::Serverless::Application", transform_application},
     {"AWS::Serverless::CapacityProvider", transform_capacity_provider},
     {"AWS::Serverless::GraphQLApi", transform_graphql_api},
     {"AWS::Serverless::Connector", transform_connector}}};

/// What a reference to a resource of SAM with a dot (`!Ref Function.Alias`) may name: the resource of this
/// type that was made of it.
struct Referable {
  std::string_view type;
  std::string_view property;
  std::string_view made_type;
};
constexpr Referable referable[] = {
    {"AWS::Serverless::Function", "Alias", "AWS::Lambda::Alias"},
    {"AWS::Serverless::Function", "Version", "AWS::Lambda::Version"},
    {"AWS::Serverless::Function", "DestinationTopic", "AWS::SNS::Topic"},
    {"AWS::Serverless::Function", "DestinationQueue", "AWS::SQS::Queue"},
    {"AWS::Serverless::Api", "Stage", "AWS::ApiGateway::Stage"},
    {"AWS::Serverless::Api", "Deployment", "AWS::ApiGateway::Deployment"},
    {"AWS::Serverless::Api", "DomainName", "AWS::ApiGateway::DomainName"},
    {"AWS::Serverless::Api", "DomainNameV2", "AWS::ApiGateway::DomainNameV2"},
    {"AWS::Serverless::Api", "UsagePlan", "AWS::ApiGateway::UsagePlan"},
    {"AWS::Serverless::Api", "UsagePlanKey", "AWS::ApiGateway::UsagePlanKey"},
    {"AWS::Serverless::Api", "ApiKey", "AWS::ApiGateway::ApiKey"},
    {"AWS::Serverless::HttpApi", "Stage", "AWS::ApiGatewayV2::Stage"},
    {"AWS::Serverless::HttpApi", "DomainName", "AWS::ApiGatewayV2::DomainName"},
    {"AWS::Serverless::WebSocketApi", "Stage", "AWS::ApiGatewayV2::Stage"},
    {"AWS::Serverless::WebSocketApi", "DomainName", "AWS::ApiGatewayV2::DomainName"}};

/// What may have the logical id of the resource that it was made of, or that it changes.
bool may_replace(const std::string& made, const std::string& existing) {
  static constexpr std::pair<std::string_view, std::string_view> pairs[] = {
      {"AWS::Lambda::Function", "AWS::Serverless::Function"},
      {"AWS::Lambda::LayerVersion", "AWS::Serverless::LayerVersion"},
      {"AWS::Lambda::CapacityProvider", "AWS::Serverless::CapacityProvider"},
      {"AWS::ApiGateway::RestApi", "AWS::Serverless::Api"},
      {"AWS::ApiGatewayV2::Api", "AWS::Serverless::HttpApi"},
      {"AWS::ApiGatewayV2::Api", "AWS::Serverless::WebSocketApi"},
      {"AWS::S3::Bucket", "AWS::S3::Bucket"},
      {"AWS::SNS::Topic", "AWS::SNS::Topic"},
      {"AWS::DynamoDB::Table", "AWS::Serverless::SimpleTable"},
      {"AWS::CloudFormation::Stack", "AWS::Serverless::Application"},
      {"AWS::Cognito::UserPool", "AWS::Cognito::UserPool"},
      {"AWS::ApiGateway::DomainName", "AWS::ApiGateway::DomainName"},
      {"AWS::ApiGateway::BasePathMapping", "AWS::ApiGateway::BasePathMapping"},
      {"AWS::ApiGateway::DomainNameV2", "AWS::ApiGateway::DomainNameV2"},
      {"AWS::ApiGateway::BasePathMappingV2", "AWS::ApiGateway::BasePathMappingV2"},
      {"AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"},
      {"AWS::AppSync::GraphQLApi", "AWS::Serverless::GraphQLApi"}};
  return std::ranges::any_of(pairs,
                             [&](const auto& pair) { return pair.first == made && pair.second == existing; });
}

void check_document(const Json& document) {
  const Json& resources = member(document, "Resources");
  if (!resources.is_object() || resources.empty()) refuse_document("'Resources' section is required");
  for (const Json& resource : resources) {
    if (!resource.is_object()) {
      refuse_document(
          "All 'Resources' must be Objects. If you're using YAML, this may be an indentation issue.");
    }
  }
  for (const auto& [logical_id, resource] : resources.items()) {
    const Json& condition = member(resource, "Condition");
    if (truthy(condition) && !condition.is_string())
      refuse_document("Every Condition member must be a string.");
    const bool of_sam = text_of(member(resource, "Type")).starts_with("AWS::Serverless::");
    if (of_sam && resource.contains("Properties") && !resource["Properties"].is_object()) {
      throw InvalidDocument{
          {{logical_id, ResourceError{logical_id, "Attribute 'Properties' should be a map."}.text()}}};
    }
  }
  if (document.contains("Mappings") && !document["Mappings"].is_object()) {
    refuse_document("'Mappings' or 'Parameters' is either null or not a valid dictionary.");
  }
}

Json parameter_values(const Json& document, const Settings& settings) {
  Json values = Json::object();
  for (const auto& [name, value] : settings.parameters) values[name] = value;
  const Json& parameters = member(document, "Parameters");
  if (parameters.is_object()) {
    for (const auto& [name, parameter] : parameters.items()) {
      if (parameter.is_object() && parameter.contains("Default")) values.emplace(name, parameter["Default"]);
    }
  }
  values.emplace("AWS::Region", settings.region);
  values.emplace("AWS::Partition", settings.partition);
  return values;
}

class Transformation {
 public:
  Transformation(Json& source, Json& result, const Settings& settings,
                 std::vector<InvalidDocument::Cause> causes)
      : context_{settings,
                 source,
                 result,
                 ParameterResolver(parameter_values(source, settings)),
                 member(source, "Mappings"),
                 {},
                 {},
                 {},
                 std::move(causes)} {}

  void run() {
    for (const ResourceKind& kind : kinds) {
      for (const std::string& logical_id : resources_of(kind.type)) {
        cause_of(logical_id, [&] { transform_one(kind, logical_id); });
      }
    }
    context_.deployments.finish(context_);
    if (!context_.causes.empty()) throw InvalidDocument{std::move(context_.causes)};
    replace_changed_ids(context_.result, changed_ids_);
    replace_resource_references(context_.result, references_);
  }

  template <class Work>
  void cause_of(const std::string& logical_id, const Work& work) {
    try {
      work();
    } catch (const ResourceError& error) {
      context_.causes.push_back({error.logical_id, first_said(error)});
    } catch (const EventError& error) {
      context_.causes.push_back({"", error.text()});
    } catch (const StructureError& error) {
      context_.causes.push_back({"", error.text()});
    } catch (const Json::exception&) {
      // A value is not of the kind that all templates give it, and that SAM does not check either.
      context_.causes.push_back(
          {logical_id, ResourceError{logical_id, "Internal transform failure."}.text()});
    }
  }

 private:
  std::vector<std::string> resources_of(std::string_view type) const {
    std::vector<std::string> ids;
    for (const auto& [logical_id, resource] : context_.resources().items()) {
      if (member(resource, "Type") == type) ids.push_back(logical_id);
    }
    return ids;
  }

  /// The error with the property that stands first in the text, where several are unknown.
  std::string first_said(const ResourceError& error) const {
    if (error.unknown.size() < 2 || !context_.settings.before) return error.text();
    const std::string properties = "/Resources/" + pointer_step(error.logical_id) + "/Properties/";
    std::string first = error.unknown.front();
    for (const std::string& name : error.unknown) {
      if (context_.settings.before(properties + pointer_step(name), properties + pointer_step(first)))
        first = name;
    }
    return replaced(error.text(), "property " + error.unknown.front() + " not", "property " + first + " not");
  }

  void transform_one(const ResourceKind& kind, const std::string& logical_id) {
    const Resources made = kind.transform(context_, logical_id, context_.source["Resources"][logical_id]);
    for (const Referable& one : referable) {
      if (one.type != kind.type) continue;
      for (const Resource& resource : made) {
        if (resource.type == one.made_type) {
          references_[logical_id][std::string(one.property)] = resource.logical_id;
        }
      }
    }
    if (kind.type == "AWS::Serverless::LayerVersion") changed_ids_[logical_id] = made.front().logical_id;
    Json& resources = context_.result["Resources"];
    resources.erase(logical_id);
    for (const Resource& resource : made) {
      const Json& existing = member(context_.resources(), resource.logical_id);
      if (existing.is_null() || may_replace(resource.type, text_of(member(existing, "Type")))) {
        resources[resource.logical_id] = resource.definition();
        continue;
      }
      context_.causes.push_back(
          {logical_id,
           "Transforming resource with id [" + logical_id + "] attempts to create a new resource with id [" +
               resource.logical_id + "] and type \"" + resource.type +
               "\". A resource with that id already exists within this template. Please use a different id "
               "for that resource."});
    }
  }

  Context context_;
  ChangedIds changed_ids_;
  ResourceReferences references_;
};

/// The transforms of the template that are not ours.
Json other_transforms(const Json& document) {
  Json others = Json::array();
  for (const Json& name : as_list(member(document, "Transform"))) {
    if (name != transform_name) others.push_back(name);
  }
  return others;
}

/// The part of `value`, which lies at `pointer`, that `message` names; and of that part, and so on.
std::string narrowed(const Json& value, std::string pointer, std::string_view message) {
  const std::string name = mentioned_member(value, message);
  if (name.empty()) return pointer;
  return narrowed(value[name], pointer + "/" + pointer_step(name), message);
}

/// Where that lies which the first cause is about: the event or the property that it names, or the resource.
std::string place_of(const Json& document, const InvalidDocument& error) {
  if (error.causes.empty()) return "/Resources";
  const auto& [id, message] = error.causes.front();
  if (id == "Globals") return narrowed(member(document, "Globals"), "/Globals", message);
  const Json& resource = member(member(document, "Resources"), id);
  if (!resource.is_object()) return "/Resources";
  const std::string pointer = "/Resources/" + pointer_step(id);
  const std::string properties = pointer + "/Properties";
  const Json& events = member(member(resource, "Properties"), "Events");
  const std::string event = narrowed(events, properties + "/Events", message);
  if (event != properties + "/Events") return event;
  const std::string property = narrowed(member(resource, "Properties"), properties, message);
  return property != properties ? property : pointer;
}

}  // namespace

std::string InvalidDocument::message() const {
  // SAM says each thing once, in the order of what it is about.
  std::vector<Cause> ordered;
  std::set<std::string> said;
  for (const Cause& cause : causes) {
    if (said.insert(cause.message).second) ordered.push_back(cause);
  }
  std::ranges::stable_sort(ordered, {}, [](const Cause& cause) {
    return cause.logical_id.empty() ? cause.message : cause.logical_id;
  });
  std::string text = "Invalid Serverless Application Specification document. Number of errors found: " +
                     std::to_string(ordered.size()) + ".";
  for (const Cause& cause : ordered) text += " " + cause.message;
  return text;
}

bool asks_for_transform(const Json& document) {
  const Json& wanted = member(document, "Transform");
  return std::ranges::any_of(as_list(wanted), [](const Json& name) { return name == transform_name; });
}

Json transform(Json document, const Settings& settings) {
  check_document(document);
  add_default_definitions(document);
  add_implicit_rest_api(document);
  add_implicit_http_api(document);
  apply_globals(document);
  std::vector<InvalidDocument::Cause> causes;
  spread_embedded_connectors(document, settings, causes);
  Json result = document;
  Transformation transformation(document, result, settings, std::move(causes));
  transformation.run();
  result.erase("Transform");
  return result;
}

Template transform(const Template& source, const Settings& settings) {
  if (!asks_for_transform(source.document())) return source;
  Template transformed = apply(source, settings);
  Json others = other_transforms(source.document());
  if (others.empty()) return transformed;
  Json document = transformed.document();
  document["Transform"] = std::move(others);
  return transformed.with(std::move(document));
}

Template apply(const Template& source, const Settings& settings) {
  Settings with_order = settings;
  with_order.before = [&](const std::string& one, const std::string& other) {
    const Position a = source.key_position(one);
    const Position b = source.key_position(other);
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  };
  try {
    return source.with(transform(source.document(), with_order));
  } catch (const Json::exception&) {
    throw source.error("/Resources",
                       "Transform AWS::Serverless-2016-10-31 failed with: Internal transform failure.");
  } catch (const ResourceError& error) {
    const InvalidDocument document{{{error.logical_id, error.text()}}};
    throw source.error_at_key(place_of(source.document(), document), document.message());
  } catch (const InvalidDocument& error) {
    const std::string pointer = place_of(source.document(), error);
    const std::string id = pointer.starts_with("/Resources/") ? error.causes.front().logical_id : "";
    throw TemplateError(source.file(), source.key_position(pointer), id, error.message());
  }
}

}  // namespace cloche::deploy::sam
