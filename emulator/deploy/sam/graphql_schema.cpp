#include "emulator/deploy/sam/graphql_schema.h"

namespace cloche::deploy::sam {

namespace {

const Schema lambda_authorizer = {
    {"AuthorizerResultTtlInSeconds"}, {"AuthorizerUri", true}, {"IdentityValidationExpression"}};
const Schema openid_connect = {{"AuthTTL"}, {"ClientId"}, {"IatTTL"}, {"Issuer"}};
const Schema user_pool = {{"AppIdClientRegex"}, {"AwsRegion"}, {"DefaultAction"}, {"UserPoolId", true}};
const Schema additional_auth = {{"Type", true},
                                {"LambdaAuthorizer", false, &lambda_authorizer},
                                {"OpenIDConnect", false, &openid_connect},
                                {"UserPool", false, &user_pool}};
const Schema graphql_auth = {{"Type", true},
                             {"LambdaAuthorizer", false, &lambda_authorizer},
                             {"OpenIDConnect", false, &openid_connect},
                             {"UserPool", false, &user_pool},
                             {"Additional", false, &additional_auth, Holds::list_of}};
const Schema api_key = {{"ApiKeyId"}, {"Description"}, {"ExpiresOn"}};
const Schema delta_sync = {{"BaseTableTTL", true}, {"DeltaSyncTableName", true}, {"DeltaSyncTableTTL", true}};
const Schema table_source = {{"TableName", true},
                             {"ServiceRoleArn"},
                             {"TableArn"},
                             {"Permissions"},
                             {"Name"},
                             {"Description"},
                             {"Region"},
                             {"DeltaSync", false, &delta_sync},
                             {"UseCallerCredentials"},
                             {"Versioned"}};
const Schema function_source = {{"FunctionArn", true}, {"ServiceRoleArn"}, {"Name"}, {"Description"}};
const Schema data_sources = {{"DynamoDb", false, &table_source, Holds::map_of},
                             {"Lambda", false, &function_source, Holds::map_of}};
const Schema graphql_runtime = {{"Name", true}, {"Version", true}};
const Schema conflict_handler = {{"LambdaConflictHandlerArn", true}};
const Schema graphql_sync = {{"ConflictDetection", true},
                             {"ConflictHandler"},
                             {"LambdaConflictHandlerConfig", false, &conflict_handler}};
const Schema graphql_function = {{"DataSource"},
                                 {"Runtime", false, &graphql_runtime},
                                 {"InlineCode"},
                                 {"CodeUri"},
                                 {"Description"},
                                 {"MaxBatchSize"},
                                 {"Name"},
                                 {"Id"},
                                 {"Sync", false, &graphql_sync}};
const Schema graphql_caching = {{"Ttl", true}, {"CachingKeys"}};
const Schema graphql_resolver = {{"FieldName"},
                                 {"Caching", false, &graphql_caching},
                                 {"InlineCode"},
                                 {"CodeUri"},
                                 {"MaxBatchSize"},
                                 {"Pipeline"},
                                 {"Runtime", false, &graphql_runtime},
                                 {"Sync", false, &graphql_sync}};
const Schema graphql_domain = {{"CertificateArn", true}, {"DomainName", true}, {"Description"}};
const Schema graphql_cache = {{"ApiCachingBehavior", true},
                              {"Ttl", true},
                              {"Type", true},
                              {"AtRestEncryptionEnabled"},
                              {"TransitEncryptionEnabled"}};

}  // namespace

const Schema& graphql_schema() {
  static const Schema schema = {{"Auth", true, &graphql_auth},
                                {"Tags"},
                                {"Name"},
                                {"XrayEnabled"},
                                {"SchemaInline"},
                                {"SchemaUri"},
                                {"Logging"},
                                {"DataSources", false, &data_sources},
                                {"Functions", false, &graphql_function, Holds::map_of},
                                {"Resolvers", false, &graphql_resolver, Holds::map_of_maps_of},
                                {"ApiKeys", false, &api_key, Holds::map_of},
                                {"DomainName", false, &graphql_domain},
                                {"Cache", false, &graphql_cache},
                                {"Visibility"},
                                {"OwnerContact"},
                                {"IntrospectionConfig"},
                                {"QueryDepthLimit"},
                                {"ResolverCountLimit"}};
  return schema;
}

}  // namespace cloche::deploy::sam
