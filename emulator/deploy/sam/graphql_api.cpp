// AWS::Serverless::GraphQLApi

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/graphql_schema.h"
#include "emulator/deploy/sam/other_resources.h"
#include "emulator/deploy/sam/policies.h"
#include "emulator/deploy/sam/values.h"
#include "fakes/wire/http_message.h"

namespace cloche::deploy::sam {

namespace {

bool a_map_or_boolean(const Json& value) { return value.is_object() || value.is_boolean(); }

constexpr PropertyRule graphql_rules[] = {{"Name"},
                                          {"Tags", a_map, Given::optional_as_is},
                                          {"XrayEnabled"},
                                          {"Auth", a_map, Given::required_as_is},
                                          {"SchemaInline", a_string, Given::optional_as_is},
                                          {"SchemaUri", a_string, Given::optional_as_is},
                                          {"Logging", a_map_or_boolean, Given::optional_as_is},
                                          {"DataSources", a_map, Given::optional_as_is},
                                          {"Functions", a_map, Given::optional_as_is},
                                          {"Resolvers", a_map, Given::optional_as_is},
                                          {"ApiKeys", a_map, Given::optional_as_is},
                                          {"DomainName", a_map, Given::optional_as_is},
                                          {"Cache", a_map, Given::optional_as_is},
                                          {"Visibility"},
                                          {"OwnerContact"},
                                          {"IntrospectionConfig"},
                                          {"QueryDepthLimit"},
                                          {"ResolverCountLimit"}};

/// What a resolver runs that has no code of its own.
constexpr const char* pipeline_code =
    "\nexport function request(ctx) {\n  return {};\n}\n\nexport function response(ctx) {\n  return "
    "ctx.prev.result;\n}\n";

Json given_members(const Json& value) {
  Json made = Json::object();
  for (const auto& [name, part] : value.items()) {
    if (!part.is_null()) made[name] = part;
  }
  return made;
}

class GraphQl {
 public:
  GraphQl(Context& context, const Declared& api) : context_(context), api_(api) {}

  Resources make() {
    make_api();
    make_schema();
    for (std::size_t i = 0; i < authorizers_.size(); ++i) {
      connect("ToLambdaAuthConnector" + std::to_string(i + 1),
              {{"Type", "AWS::AppSync::GraphQLApi"}, {"Arn", reference(id())}, {"ResourceId", api_id()}},
              {{"Type", "AWS::Lambda::Function"}, {"Arn", authorizers_[i]}}, Json::array({"Write"}), id());
    }
    make_keys_and_cache();
    make_data_sources();
    make_domain();
    make_functions();
    make_resolvers();
    return std::move(made_);
  }

 private:
  const std::string& id() const { return api_.logical_id; }
  Json api_id() const { return get_att(id(), "ApiId"); }

  Resource begin(const std::string& logical_id, const std::string& type) const {
    return make_resource(logical_id, "AWS::AppSync::" + type, api_.attributes, api_.depends_on);
  }

  /// The configuration of one way to authenticate, put into `holder`.
  void authenticate(Json& holder, const Json& auth, int index) {
    static constexpr std::tuple<const char*, const char*, const char*> kinds[] = {
        {"AWS_LAMBDA", "LambdaAuthorizer", "LambdaAuthorizerConfig"},
        {"OPENID_CONNECT", "OpenIDConnect", "OpenIDConnectConfig"},
        {"AMAZON_COGNITO_USER_POOLS", "UserPool", "UserPoolConfig"}};
    const Json given = given_members(auth);
    const std::string path = index <= 0 ? "'Auth'" : "'Auth.Additional." + std::to_string(index) + "'";
    if (given.size() - given.count("Additional") > 2) {
      throw ResourceError{id(), path + " has more than one authentication configuration defined."};
    }
    holder["AuthenticationType"] = auth["Type"];
    for (const auto& [type, property, configuration] : kinds) {
      if (auth["Type"] != type) continue;
      const Json& wanted = member(auth, property);
      if (wanted.is_null()) {
        throw ResourceError{id(),
                            std::string("'") + property + "' must be defined if type is '" + type + "'."};
      }
      Json made = given_members(wanted);
      if (index >= 0) made.erase("DefaultAction");
      if (auth["Type"] == "AWS_LAMBDA") authorizers_.push_back(made["AuthorizerUri"]);
      holder[configuration] = std::move(made);
    }
  }

  void make_api() {
    Resource api = begin(id(), "GraphQLApi");
    api["Name"] = truthy(api_["Name"]) ? api_["Name"] : Json(id());
    for (const char* name :
         {"Visibility", "OwnerContact", "IntrospectionConfig", "QueryDepthLimit", "ResolverCountLimit"}) {
      if (truthy(api_[name])) api[name] = api_[name];
    }
    api["XrayEnabled"] = api_["XrayEnabled"];
    authenticate(api.properties, api_["Auth"], -1);
    int index = 0;
    if (const Json& additional = member(api_["Auth"], "Additional"); truthy(additional)) {
      for (const Json& auth : additional) {
        Json provider = Json::object();
        authenticate(provider, auth, index++);
        api["AdditionalAuthenticationProviders"].push_back(std::move(provider));
      }
    }
    Json tags = truthy(api_["Tags"]) ? api_["Tags"] : Json::object();
    tags["graphqlapi:createdBy"] = "SAM";
    api["Tags"] = tag_list(tags);
    made_.push_back(std::move(api));
    set_logging();
  }

  void set_logging() {
    const Json& logging = api_["Logging"];
    if (logging == false) return;
    Json configuration = {{"FieldLogLevel", "ALL"}};
    if (truthy(member(logging, "FieldLogLevel"))) configuration["FieldLogLevel"] = logging["FieldLogLevel"];
    if (truthy(member(logging, "ExcludeVerboseContent"))) {
      configuration["ExcludeVerboseContent"] = logging["ExcludeVerboseContent"];
    }
    configuration["CloudWatchLogsRoleArn"] = member(logging, "CloudWatchLogsRoleArn");
    if (!truthy(configuration["CloudWatchLogsRoleArn"])) {
      Resource role = make_role(id() + "CloudWatchRole");
      role["ManagedPolicyArns"] = Json::array(
          {sub("arn:${AWS::Partition}:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs")});
      configuration["CloudWatchLogsRoleArn"] = role.arn();
      made_.push_back(std::move(role));
    }
    made_.front()["LogConfig"] = std::move(configuration);
  }

  Resource make_role(const std::string& logical_id) const {
    Resource role = make_resource(logical_id, "AWS::IAM::Role", api_.attributes, api_.depends_on);
    role["AssumeRolePolicyDocument"] = assume_role_policy("appsync.amazonaws.com");
    return role;
  }

  void make_schema() {
    const bool here = truthy(api_["SchemaInline"]);
    const bool elsewhere = truthy(api_["SchemaUri"]);
    if (!here && !elsewhere) throw ResourceError{id(), "One of 'SchemaInline' or 'SchemaUri' must be set."};
    if (here && elsewhere) {
      throw ResourceError{id(), "Both 'SchemaInline' and 'SchemaUri' cannot be defined at the same time."};
    }
    Resource schema = begin(id() + "Schema", "GraphQLSchema");
    schema["ApiId"] = api_id();
    schema["Definition"] = api_["SchemaInline"];
    schema["DefinitionS3Location"] = api_["SchemaUri"];
    made_.push_back(std::move(schema));
  }

  void connect(const std::string& suffix, Json source, Json destination, Json permissions,
               const std::string& prefix) {
    Json connector = {{"Type", "AWS::Serverless::Connector"},
                      {"Properties",
                       {{"Source", std::move(source)},
                        {"Destination", std::move(destination)},
                        {"Permissions", std::move(permissions)}}}};
    for (Resource& resource : transform_connector(context_, prefix + suffix, connector)) {
      made_.push_back(std::move(resource));
    }
  }

  void make_keys_and_cache() {
    if (api_["ApiKeys"].is_object()) {
      for (const auto& [name, key] : api_["ApiKeys"].items()) {
        Resource made = begin(id() + name, "ApiKey");
        made["ApiId"] = api_id();
        made["ApiKeyId"] = member(key, "ApiKeyId");
        made["Description"] = member(key, "Description");
        made["Expires"] = member(key, "ExpiresOn");
        made_.push_back(std::move(made));
      }
    }
    if (!truthy(api_["Cache"])) return;
    Resource cache = begin(id() + "ApiCache", "ApiCache");
    cache["ApiId"] = api_id();
    for (const char* name :
         {"ApiCachingBehavior", "Type", "Ttl", "AtRestEncryptionEnabled", "TransitEncryptionEnabled"}) {
      cache[name] = member(api_["Cache"], name);
    }
    made_.push_back(std::move(cache));
  }

  void make_domain() {
    const Json& domain = api_["DomainName"];
    if (!truthy(domain)) return;
    Resource made = begin(id() + "DomainName", "DomainName");
    for (const char* name : {"CertificateArn", "DomainName", "Description"})
      made[name] = member(domain, name);
    Resource association = begin(id() + "DomainNameApiAssociation", "DomainNameApiAssociation");
    association["ApiId"] = api_id();
    association["DomainName"] = made.name();
    made_.push_back(std::move(made));
    made_.push_back(std::move(association));
  }

  void make_data_sources() {
    for (const auto& [name, source] : members_of(member(api_["DataSources"], "DynamoDb"))) {
      Resource made = make_data_source(name, source, "DynamoDB", "AMAZON_DYNAMODB");
      made["DynamoDBConfig"] = table_config(source);
      const Json& arn = member(source, "TableArn");
      const Json& permissions = member(source, "Permissions");
      finish_data_source(std::move(made), source, "ToTableConnector",
                         {{"Type", "AWS::DynamoDB::Table"}, {"Arn", truthy(arn) ? arn : table_arn(source)}},
                         truthy(permissions) ? permissions : Json::array({"Read", "Write"}));
    }
    for (const auto& [name, source] : members_of(member(api_["DataSources"], "Lambda"))) {
      Resource made = make_data_source(name, source, "Lambda", "AWS_LAMBDA");
      made["LambdaConfig"] = {{"LambdaFunctionArn", source["FunctionArn"]}};
      finish_data_source(std::move(made), source, "ToLambdaConnector",
                         {{"Type", "AWS::Lambda::Function"}, {"Arn", source["FunctionArn"]}},
                         Json::array({"Write"}));
    }
  }

  static std::map<std::string, Json> members_of(const Json& value) {
    return value.is_object() ? value.get<std::map<std::string, Json>>() : std::map<std::string, Json>{};
  }

  Resource make_data_source(const std::string& name, const Json& source, const std::string& kind,
                            const char* type) {
    Resource made = begin(id() + name + kind + "DataSource", "DataSource");
    made["Name"] = truthy(member(source, "Name")) ? source["Name"] : Json(name);
    made["Type"] = type;
    made["ApiId"] = api_id();
    made["Description"] = member(source, "Description");
    data_sources_[name] = get_att(made.logical_id, "Name");
    return made;
  }

  void finish_data_source(Resource made, const Json& source, const char* connector, Json destination,
                          Json permissions) {
    const std::string logical_id = made.logical_id;
    if (const Json& role_arn = member(source, "ServiceRoleArn"); truthy(role_arn)) {
      made["ServiceRoleArn"] = role_arn;
      made_.push_back(std::move(made));
      return;
    }
    Resource role = make_role(logical_id + "Role");
    made["ServiceRoleArn"] = role.arn();
    const Json role_name = role.name();
    made_.push_back(std::move(made));
    made_.push_back(std::move(role));
    connect(connector,
            {{"Type", "AWS::AppSync::DataSource"},
             {"Arn", get_att(logical_id, "DataSourceArn")},
             {"RoleName", role_name}},
            std::move(destination), std::move(permissions), logical_id);
  }

  static Json region_of(const Json& source) {
    return truthy(member(source, "Region")) ? source["Region"] : reference("AWS::Region");
  }

  static Json table_arn(const Json& source) {
    return sub("arn:${AWS::Partition}:dynamodb:${__Region__}:${AWS::AccountId}:table/${__TableName__}",
               {{"__TableName__", source["TableName"]}, {"__Region__", region_of(source)}});
  }

  static Json table_config(const Json& source) {
    Json made = {{"AwsRegion", region_of(source)}, {"TableName", source["TableName"]}};
    for (const char* name : {"UseCallerCredentials", "Versioned"}) {
      if (truthy(member(source, name))) made[name] = source[name];
    }
    if (truthy(member(source, "DeltaSync"))) made["DeltaSyncConfig"] = source["DeltaSync"];
    return made;
  }

  /// The name of a function's data source; one of type NONE is made for those that want none.
  Json data_source_of(const std::string& name, const Json& function) {
    const Json& wanted = member(function, "DataSource");
    if (!truthy(wanted)) throw ResourceError{name, "'DataSource' must be set."};
    if (!wanted.is_string()) return wanted;
    if (wire::equal_ignoring_case(wanted.get_ref<const std::string&>(), "none")) {
      const std::string none = id() + "NoneDataSource";
      if (!has_none_) {
        Resource made = begin(none, "DataSource");
        made["ApiId"] = api_id();
        made["Name"] = none;
        made["Type"] = "NONE";
        made_.push_back(std::move(made));
      }
      has_none_ = true;
      return get_att(none, "Name");
    }
    const auto found = data_sources_.find(wanted.get<std::string>());
    if (found != data_sources_.end()) return found->second;
    throw ResourceError{
        name, "Either define DataSource '" + wanted.get<std::string>() +
                  "' in 'DataSources' or use intrinsic function like GetAtt, ImportValue, Sub or another "
                  "one to reference a DataSource defined outside of this GraphQLApi resource."};
  }

  static Json runtime_of(const std::string& name, const Json& given) {
    const Json& runtime = member(given, "Runtime");
    if (!truthy(runtime))
      throw ResourceError{name, "'Runtime' must be defined as a property in " + name + "."};
    return {{"Name", runtime["Name"]}, {"RuntimeVersion", runtime["Version"]}};
  }

  static void check_one_code(const std::string& name, const Json& given) {
    if (!truthy(member(given, "InlineCode")) || !truthy(member(given, "CodeUri"))) return;
    throw ResourceError{name, "Both 'InlineCode' and 'CodeUri' cannot be defined at the same time."};
  }

  void make_functions() {
    for (const auto& [name, function] : members_of(api_["Functions"])) {
      if (const Json& existing = member(function, "Id"); truthy(existing)) {
        if (given_members(function).size() != 1) {
          throw ResourceError{name, "'Id' cannot be defined with other properties in Function."};
        }
        functions_[name] = existing;
        continue;
      }
      Resource made = begin(id() + name, "FunctionConfiguration");
      made["ApiId"] = api_id();
      made["Name"] = truthy(member(function, "Name")) ? function["Name"] : Json(name);
      check_one_code(name, function);
      if (truthy(member(function, "InlineCode"))) {
        made["Code"] = function["InlineCode"];
      } else if (truthy(member(function, "CodeUri"))) {
        made["CodeS3Location"] = function["CodeUri"];
      } else {
        throw ResourceError{name, "One of 'InlineCode' or 'CodeUri' must be set."};
      }
      made["DataSourceName"] = data_source_of(name, function);
      made["MaxBatchSize"] = member(function, "MaxBatchSize");
      made["Description"] = member(function, "Description");
      made["Runtime"] = runtime_of(name, function);
      if (truthy(member(function, "Sync"))) made["SyncConfig"] = given_members(function["Sync"]);
      functions_[name] = get_att(made.logical_id, "FunctionId");
      made_.push_back(std::move(made));
    }
  }

  void make_resolvers() {
    for (const auto& [type, resolvers] : members_of(api_["Resolvers"])) {
      for (const auto& [name, resolver] : members_of(resolvers)) make_resolver(type, name, resolver);
    }
  }

  void make_resolver(const std::string& type, const std::string& name, const Json& resolver) {
    Resource made = make_resource(id() + type + name, "AWS::AppSync::Resolver", api_.attributes,
                                  Json::array({id() + "Schema"}));
    check_one_code(name, resolver);
    if (truthy(member(resolver, "InlineCode")) || truthy(member(resolver, "CodeUri"))) {
      made["Code"] = member(resolver, "InlineCode");
      made["CodeS3Location"] = member(resolver, "CodeUri");
      made["Runtime"] = runtime_of(name, resolver);
    } else {
      made["Code"] = pipeline_code;
      made["Runtime"] = {{"Name", "APPSYNC_JS"}, {"RuntimeVersion", "1.0.0"}};
    }
    made["ApiId"] = api_id();
    made["FieldName"] = truthy(member(resolver, "FieldName")) ? resolver["FieldName"] : Json(name);
    made["TypeName"] = type;
    const Json& pipeline = member(resolver, "Pipeline");
    if (!truthy(pipeline)) {
      throw ResourceError{
          name, "Resolver '" + name +
                    "' must have Pipeline defined. Unit resolvers are not supported. If you need a Unit "
                    "resolver you can use AppSync resource."};
    }
    Json functions = Json::array();
    for (const Json& function : pipeline) {
      const auto found = functions_.find(text_of(function));
      if (found == functions_.end())
        throw ResourceError{name, "Function '" + shown(function) + "' does not exist."};
      functions.push_back(found->second);
    }
    made["Kind"] = "PIPELINE";
    made["PipelineConfig"] = {{"Functions", std::move(functions)}};
    if (truthy(member(resolver, "Caching"))) made["CachingConfig"] = given_members(resolver["Caching"]);
    if (truthy(member(resolver, "MaxBatchSize"))) made["MaxBatchSize"] = resolver["MaxBatchSize"];
    made_.push_back(std::move(made));
  }

  Context& context_;
  const Declared& api_;
  Resources made_;
  std::vector<Json> authorizers_;             // functions that authorize
  std::map<std::string, Json> data_sources_;  // their names
  std::map<std::string, Json> functions_;     // their ids
  bool has_none_ = false;
};

}  // namespace

Resources transform_graphql_api(Context& context, const std::string& logical_id, Json& definition) {
  const Declared api = declare(logical_id, definition, "AWS::Serverless::GraphQLApi", graphql_rules);
  const std::vector<SchemaProblem> problems = check_schema(api.properties, graphql_schema());
  if (!problems.empty())
    throw ResourceError{logical_id, "Property '" + problems.front().path + "' is invalid."};
  return GraphQl(context, api).make();
}

}  // namespace cloche::deploy::sam
