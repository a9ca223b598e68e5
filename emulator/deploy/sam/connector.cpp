// AWS::Serverless::Connector: what one resource may do with another.
#include <algorithm>
#include <optional>
#include <set>

#include "emulator/deploy/replaced.h"
#include "emulator/deploy/sam/connections.h"
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/other_resources.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

bool a_map_or_maps(const Json& value) {
  return value.is_object() || (value.is_array() && std::ranges::all_of(value, a_map));
}
bool strings(const Json& value) { return value.is_array() && std::ranges::all_of(value, a_string); }

constexpr PropertyRule connector_rules[] = {{"Source", a_map, Given::required},
                                            {"Destination", a_map_or_maps, Given::required},
                                            {"Permissions", strings, Given::required}};

/// One end of a connector.
struct End {
  std::string logical_id;  // "" where it is not in the template
  std::string type;
  Json arn;
  Json role_name;
  Json queue_url;
  Json id;
  Json name;
  Json qualifier;
};

std::string cloudformation_type(const std::string& type) {
  static constexpr std::pair<std::string_view, const char*> types[] = {
      {"AWS::Serverless::Function", "AWS::Lambda::Function"},
      {"AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine"},
      {"AWS::Serverless::Api", "AWS::ApiGateway::RestApi"},
      {"AWS::Serverless::HttpApi", "AWS::ApiGatewayV2::Api"},
      {"AWS::Serverless::SimpleTable", "AWS::DynamoDB::Table"}};
  for (const auto& [sam, made] : types) {
    if (type == sam) return made;
  }
  return type;
}

/// The role of a resource, as it is referred to; null where it has none of its own.
Json role_of(const std::string& type, const Json& properties, const Json& other) {
  const char* property = type == "AWS::Lambda::Function"              ? "Role"
                         : type == "AWS::StepFunctions::StateMachine" ? "RoleArn"
                         : type == "AWS::AppSync::DataSource"         ? "ServiceRoleArn"
                                                                      : nullptr;
  Json role = property == nullptr ? Json() : member(properties, property);
  if (type == "AWS::Events::Rule" && member(properties, "Targets").is_array()) {
    for (const Json& target : properties["Targets"]) {
      const Json& arn = member(target, "Arn");
      const std::string target_id = logical_id_in(arn);
      const bool by_id = !target_id.empty() && member(other, "Id") == target_id;
      if (by_id || (truthy(member(other, "Arn")) && arn == other["Arn"])) {
        role = member(target, "RoleArn");
        break;
      }
    }
  }
  const std::string id = logical_id_in(role);
  return id.empty() ? Json() : reference(id);
}

/// What is known of a resource by its type alone.
End known_end(const std::string& logical_id, const std::string& type) {
  End end{logical_id, type, {}, {}, {}, {}, {}, {}};
  static constexpr std::string_view by_reference[] = {"AWS::StepFunctions::StateMachine",
                                                      "AWS::AppSync::GraphQLApi", "AWS::AppSync::DataSource",
                                                      "AWS::SNS::Topic"};
  static constexpr std::string_view by_attribute[] = {
      "AWS::Lambda::Function",  "AWS::Events::Rule",        "AWS::SQS::Queue",
      "AWS::DynamoDB::Table",   "AWS::S3::Bucket",          "AWS::Location::PlaceIndex",
      "AWS::ApiGatewayV2::Api", "AWS::ApiGateway::RestApi", "AWS::Events::EventBus"};
  const auto is_in = [&](const auto& types) {
    return std::ranges::find(types, std::string_view(type)) != std::end(types);
  };
  if (is_in(by_reference)) end.arn = reference(logical_id);
  if (is_in(by_attribute)) end.arn = get_att(logical_id, "Arn");
  if (type == "AWS::SQS::Queue") end.queue_url = reference(logical_id);
  if (type == "AWS::StepFunctions::StateMachine") end.name = get_att(logical_id, "Name");
  if (type == "AWS::AppSync::GraphQLApi") end.id = get_att(logical_id, "ApiId");
  if (type == "AWS::ApiGatewayV2::Api" || type == "AWS::ApiGateway::RestApi") {
    end.id = reference(logical_id);
    end.qualifier = "*";
  }
  return end;
}

End end_of(const Context& context, const std::string& connector, const Json& given, const Json& other) {
  const auto refuse = [&](const std::string& message) { throw ResourceError{connector, message}; };
  const bool by_id = given.contains("Id");
  const bool otherwise = std::ranges::any_of(
      given.items(), [](const auto& item) { return item.key() != "Id" && item.key() != "Qualifier"; });
  if (by_id == otherwise) {
    refuse("Must provide 'Id' (with optional 'Qualifier') or a supported combination of other properties.");
  }
  const Json& id = member(given, "Id");
  if (!truthy(id)) {
    const Json& type = member(given, "Type");
    if (!type.is_string() || !truthy(type)) refuse("'Type' is missing or not a string.");
    return {"",
            cloudformation_type(text_of(type)),
            member(given, "Arn"),
            member(given, "RoleName"),
            member(given, "QueueUrl"),
            member(given, "ResourceId"),
            member(given, "Name"),
            member(given, "Qualifier")};
  }
  if (!id.is_string()) refuse("'Id' is missing or not a string.");
  const Json& resource = member(context.result["Resources"], text_of(id));
  if (!truthy(resource)) refuse("Unable to find resource with logical ID '" + text_of(id) + "'.");
  const Json& type = member(resource, "Type");
  if (!type.is_string() || !truthy(type)) refuse("'Type' is missing or not a string.");
  End end = known_end(text_of(id), text_of(type));
  end.role_name = role_of(end.type, member(resource, "Properties"), other);
  if (given.contains("Qualifier")) end.qualifier = given["Qualifier"];
  return end;
}

/// `part` with {Source.Arn} and the like filled in, by Fn::Sub where they stand within text.
Json filled(const Json& part, const std::string& connector, const End& source, const End& destination) {
  if (part.is_structured()) {
    Json made = part;
    for (Json& inner : made) inner = filled(inner, connector, source, destination);
    return made;
  }
  if (!part.is_string()) return part;
  std::string text = part.get<std::string>();
  Json variables = Json::object();
  const std::pair<const char*, const Json*> values[] = {{"Source.Arn", &source.arn},
                                                        {"Destination.Arn", &destination.arn},
                                                        {"Source.ResourceId", &source.id},
                                                        {"Destination.ResourceId", &destination.id},
                                                        {"Source.Name", &source.name},
                                                        {"Destination.Name", &destination.name},
                                                        {"Source.Qualifier", &source.qualifier},
                                                        {"Destination.Qualifier", &destination.qualifier}};
  for (const auto& [name, value] : values) {
    const std::string placeholder = std::string("{") + name + "}";
    if (text.find(placeholder) == std::string::npos) continue;
    if (value->is_null()) throw ResourceError{connector, std::string(name) + " is missing."};
    if (text == placeholder) return *value;
    const std::string variable = replaced(name, ".", "");
    text = replaced(text, placeholder, "${" + variable + "}");
    variables[variable] = *value;
  }
  if (text.find("${") == std::string::npos) return text;
  return variables.empty() ? sub(text) : sub(text, std::move(variables));
}

void check_permissions(const std::string& connector, const std::set<std::string>& wanted,
                       const ConnectionType& type, const End& source, const End& destination) {
  const auto known = [&](const char* between) {
    std::string names;
    for (const auto& [name, access] : type.permissions) names += (names.empty() ? "" : between) + name;
    return names;
  };
  if (wanted.empty()) {
    throw ResourceError{connector, "'Permissions' cannot be empty; valid values are: " + known(", ") + "."};
  }
  const std::string unsupported = "Unsupported 'Permissions' provided for connector from " + source.type +
                                  " to " + destination.type + "; valid ";
  for (const std::string& permission : wanted) {
    const auto is_it = [&](const auto& one) { return one.first == permission; };
    if (std::ranges::none_of(type.permissions, is_it)) {
      throw ResourceError{connector, unsupported + "values are: " + known(", ") + "."};
    }
  }
  if (type.together && wanted.size() < type.permissions.size()) {
    throw ResourceError{connector, unsupported + "combinations are: " + known(" + ") + "."};
  }
}

/// Read or Write, with what it takes.
using Permissions = std::vector<std::pair<std::string, Json>>;

/// A connector from its source to one of its destinations.
class Connection {
 public:
  Connection(Context& context, const Declared& connector, const Json& destination, const std::string& suffix)
      : context_(context),
        connector_(connector),
        suffix_(suffix),
        destination_(end_of(context, connector.logical_id, destination, connector["Source"])),
        source_(end_of(context, connector.logical_id, connector["Source"], destination)) {
    for (const Json& permission : connector["Permissions"]) wanted_.insert(text_of(permission));
  }

  Resources make() {
    const std::string& id = connector_.logical_id;
    const ConnectionType* type = find_connection_type(source_.type, destination_.type);
    if (type == nullptr) {
      throw ResourceError{id, "Unable to create connector from " + source_.type + " to " + destination_.type +
                                  "; it's not supported or the template is invalid."};
    }
    check_permissions(id, wanted_, *type, source_, destination_);
    Permissions wanted;
    for (const auto& [name, permission] : type->permissions) {
      Json made = filled(permission, id, source_, destination_);
      if (wanted_.contains(name)) wanted.emplace_back(name, std::move(made));
    }
    Resources made = make(type->grantee, wanted);
    for (Resource& resource : made) add_metadata(resource);
    return made;
  }

 private:
  Resource begin(const std::string& name, const char* type) const {
    return make_resource(connector_.logical_id + name + suffix_, type, connector_.attributes,
                         connector_.depends_on);
  }

  Resources make(Grantee grantee, const Permissions& wanted) {
    switch (grantee) {
      case Grantee::role_of_source:
        return to_role(wanted, source_, "'Source'");
      case Grantee::role_of_destination:
        return to_role(wanted, destination_, "'Destination'");
      case Grantee::function:
        return to_function(wanted);
      case Grantee::queue:
        return to_used(wanted, "Queue", destination_.queue_url, "SQS queue URL");
      case Grantee::topic:
        break;
    }
    return to_used(wanted, "Topic", destination_.arn, "SNS topic ARN");
  }

  static Json document_of(const Permissions& permissions) {
    Json all = Json::array();
    for (const auto& [name, statements] : permissions)
      all.insert(all.end(), statements.begin(), statements.end());
    return {{"Version", "2012-10-17"}, {"Statement", std::move(all)}};
  }

  [[noreturn]] void cannot_get(const std::string& what, const std::string& end) const {
    throw ResourceError{connector_.logical_id, "Unable to get " + what + " from " + end + " resource."};
  }

  Resources to_role(const Permissions& wanted, const End& holder, const std::string& end) {
    if (!truthy(holder.role_name)) cannot_get("IAM role name", end);
    Resource policy = begin("Policy", "AWS::IAM::ManagedPolicy");
    policy["PolicyDocument"] = document_of(wanted);
    policy["Roles"] = Json::array({holder.role_name});
    make_wait(policy.logical_id, &holder == &destination_);
    return {std::move(policy)};
  }

  /// What AWS checks for its permissions when it is made waits for them: a state machine that runs another,
  /// and the mapping that lets a function poll.
  void make_wait(const std::string& policy, bool function_polls) {
    if (source_.logical_id.empty()) return;
    if (function_polls) {
      const std::vector<std::string> mappings = mappings_between();
      if (mappings.size() == 1) depend(mappings.front(), policy);
    } else if (source_.type == "AWS::StepFunctions::StateMachine" && destination_.type == source_.type) {
      depend(source_.logical_id, policy);
    }
  }

  Resources to_function(const Permissions& wanted) const {
    if (!truthy(destination_.arn)) cannot_get("Lambda function ARN", "'Destination'");
    Resources made;
    for (const auto& [name, user] : wanted) {
      Resource permission = begin(name + "LambdaPermission", "AWS::Lambda::Permission");
      permission["Action"] = "lambda:InvokeFunction";
      permission["FunctionName"] = destination_.arn;
      for (const auto& [property, value] : user.items()) permission.properties[property] = value;
      made.push_back(std::move(permission));
    }
    return made;
  }

  /// A policy of a queue or a topic.
  Resources to_used(const Permissions& wanted, const std::string& kind, const Json& target,
                    const char* called) const {
    if (!truthy(target)) cannot_get(called, "'Destination'");
    Resource policy =
        begin(kind + "Policy", kind == "Queue" ? "AWS::SQS::QueuePolicy" : "AWS::SNS::TopicPolicy");
    policy.properties[kind + "s"] = Json::array({target});
    policy["PolicyDocument"] = document_of(wanted);
    return {std::move(policy)};
  }

  std::vector<std::string> mappings_between() const {
    std::vector<std::string> ids;
    for (const auto& [id, resource] : context_.result["Resources"].items()) {
      if (member(resource, "Type") != "AWS::Lambda::EventSourceMapping") continue;
      const Json& properties = member(resource, "Properties");
      if (!destination_.logical_id.empty() &&
          logical_id_in(member(properties, "FunctionName")) == destination_.logical_id &&
          logical_id_in(member(properties, "EventSourceArn")) == source_.logical_id) {
        ids.push_back(id);
      }
    }
    return ids;
  }

  void depend(const std::string& id, const std::string& on) {
    Json& depends = context_.result["Resources"][id]["DependsOn"];
    depends = depends.is_null() ? Json::array() : as_list(depends);
    if (std::ranges::find(depends, Json(on)) == depends.end()) depends.push_back(on);
  }

  /// Says which connector it was, between what.
  void add_metadata(Resource& resource) const {
    const auto type_of = [&](const End& end) -> Json {
      const Json& original = member(member(context_.resources(), end.logical_id), "Type");
      return {{"Type", truthy(original) ? original : Json(end.type)}};
    };
    Json& metadata = resource.attributes["Metadata"];
    metadata["aws:sam:connectors"] = {
        {connector_.logical_id, {{"Source", type_of(source_)}, {"Destination", type_of(destination_)}}}};
  }

  Context& context_;
  const Declared& connector_;
  std::string suffix_;
  End destination_;
  End source_;
  std::set<std::string> wanted_;
};

/// What depended on the connector depends on what it became.
void replace_dependency(Json& resources, const std::string& connector, const Resources& made) {
  for (Json& resource : resources) {
    if (member(resource, "DependsOn").is_null()) continue;
    std::vector<std::string> names;
    for (const Json& name : as_list(resource["DependsOn"])) {
      if (name.is_string()) names.push_back(name.get<std::string>());
    }
    const auto replaced = std::ranges::find(names, connector);
    if (replaced == names.end()) continue;
    names.erase(replaced);
    for (const Resource& one : made) {
      if (std::ranges::find(names, one.logical_id) == names.end()) names.push_back(one.logical_id);
    }
    resource["DependsOn"] = std::move(names);
  }
}

}  // namespace

Resources transform_connector(Context& context, const std::string& logical_id, Json& definition) {
  const Declared connector = declare(logical_id, definition, "AWS::Serverless::Connector", connector_rules);
  const Json& destinations = connector["Destination"];
  const bool several = destinations.is_array();
  Resources made;
  int number = 0;
  for (const Json& destination : as_list(destinations)) {
    const std::string suffix = several ? "Destination" + std::to_string(number++) : "";
    for (Resource& resource : Connection(context, connector, destination, suffix).make()) {
      made.push_back(std::move(resource));
    }
  }
  replace_dependency(context.result["Resources"], logical_id, made);
  if (made.empty()) throw ResourceError{logical_id, "'Destination' is an empty list"};
  return made;
}

}  // namespace cloche::deploy::sam
