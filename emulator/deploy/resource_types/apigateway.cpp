#include <array>

#include "emulator/deploy/resource_types/resource_types.h"
#include "emulator/deploy/resource_types/rest_api.h"

namespace cloche::deploy {

namespace {

constexpr std::array rest_api_properties{
    Property{"ApiKeySourceType"},
    Property{"BinaryMediaTypes"},
    Property{"Body"},
    Property{"BodyS3Location", Use::not_applied},
    Property{"CloneFrom"},
    Property{"Description"},
    Property{"DisableExecuteApiEndpoint"},
    Property{"EndpointAccessMode", Use::not_applied},
    Property{"EndpointConfiguration"},
    Property{"FailOnWarnings"},
    Property{"MinimumCompressionSize"},
    Property{"Mode"},
    Property{"Name"},
    Property{"Parameters"},
    Property{"Policy"},
    Property{"SecurityPolicy", Use::not_applied},
    Property{"Tags"},
};
constexpr std::array<std::string_view, 2> rest_api_attribute_names{"RestApiId", "RootResourceId"};

constexpr std::array api_account_properties{Property{"CloudWatchRoleArn"}};
constexpr std::array<std::string_view, 1> api_account_attribute_names{"Id"};

constexpr std::array api_resource_properties{
    Property{"ParentId", Use::replaces, true},
    Property{"PathPart", Use::replaces, true},
    Property{"RestApiId", Use::replaces, true},
};
constexpr std::array<std::string_view, 1> api_resource_attribute_names{"ResourceId"};

constexpr std::array method_properties{
    Property{"ApiKeyRequired"},
    Property{"AuthorizationScopes"},
    Property{"AuthorizationType"},
    Property{"AuthorizerId"},
    Property{"HttpMethod", Use::replaces, true},
    Property{"Integration"},
    Property{"Integration.IntegrationTarget", Use::not_applied},
    Property{"Integration.ResponseTransferMode", Use::not_applied},
    Property{"MethodResponses"},
    Property{"OperationName"},
    Property{"RequestModels"},
    Property{"RequestParameters"},
    Property{"RequestValidatorId"},
    Property{"ResourceId", Use::replaces, true},
    Property{"RestApiId", Use::replaces, true},
};

constexpr std::array api_deployment_properties{
    Property{"DeploymentCanarySettings", Use::not_applied},
    Property{"Description"},
    Property{"RestApiId", Use::replaces, true},
    Property{"StageDescription"},
    Property{"StageDescription.CanarySetting", Use::not_applied},
    Property{"StageDescription.ClientCertificateId", Use::not_applied},
    Property{"StageName"},
};
constexpr std::array<std::string_view, 1> api_deployment_attribute_names{"DeploymentId"};

constexpr std::array stage_properties{
    Property{"AccessLogSetting"},
    Property{"CacheClusterEnabled"},
    Property{"CacheClusterSize"},
    Property{"CanarySetting", Use::not_applied},
    Property{"ClientCertificateId", Use::not_applied},
    Property{"DeploymentId"},
    Property{"Description"},
    Property{"DocumentationVersion"},
    Property{"MethodSettings"},
    Property{"RestApiId", Use::replaces, true},
    Property{"StageName", Use::replaces, true},
    Property{"Tags"},
    Property{"TracingEnabled"},
    Property{"Variables"},
};

constexpr std::array gateway_response_properties{
    Property{"ResponseParameters"},
    Property{"ResponseTemplates"},
    Property{"ResponseType", Use::replaces, true},
    Property{"RestApiId", Use::replaces, true},
    Property{"StatusCode"},
};
constexpr std::array<std::string_view, 1> gateway_response_attribute_names{"Id"};

constexpr std::array model_properties{
    Property{"ContentType", Use::replaces},     Property{"Description"}, Property{"Name", Use::replaces},
    Property{"RestApiId", Use::replaces, true}, Property{"Schema"},
};

constexpr std::array types_of_apigateway{
    ResourceType{.name = "AWS::ApiGateway::RestApi",
                 .properties = rest_api_properties,
                 .attributes = rest_api_attribute_names,
                 .create = &create_rest_api,
                 .update = &update_rest_api,
                 .remove = &delete_rest_api,
                 .put_system_tags = &mark_rest_api},
    ResourceType{.name = "AWS::ApiGateway::Account",
                 .properties = api_account_properties,
                 .attributes = api_account_attribute_names,
                 .create = &create_api_account,
                 .update = &update_api_account,
                 .remove = &delete_api_account},
    ResourceType{.name = "AWS::ApiGateway::Resource",
                 .properties = api_resource_properties,
                 .attributes = api_resource_attribute_names,
                 .create = &create_api_resource,
                 .update = nullptr,
                 .remove = &delete_api_resource},
    ResourceType{.name = "AWS::ApiGateway::Method",
                 .properties = method_properties,
                 .attributes = {},
                 .create = &create_method,
                 .update = &update_method,
                 .remove = &delete_method},
    ResourceType{.name = "AWS::ApiGateway::Deployment",
                 .properties = api_deployment_properties,
                 .attributes = api_deployment_attribute_names,
                 .create = &create_api_deployment,
                 .update = &update_api_deployment,
                 .remove = &delete_api_deployment},
    ResourceType{.name = "AWS::ApiGateway::Stage",
                 .properties = stage_properties,
                 .attributes = {},
                 .create = &create_stage,
                 .update = &update_stage,
                 .remove = &delete_stage,
                 .name_property = "StageName",
                 .name_scope = "RestApiId",
                 .put_system_tags = &mark_stage},
    ResourceType{.name = "AWS::ApiGateway::GatewayResponse",
                 .properties = gateway_response_properties,
                 .attributes = gateway_response_attribute_names,
                 .create = &create_gateway_response,
                 .update = &update_gateway_response,
                 .remove = &delete_gateway_response,
                 .is_said_of_others = true},
    ResourceType{.name = "AWS::ApiGateway::Model",
                 .properties = model_properties,
                 .attributes = {},
                 .create = &create_model,
                 .update = &update_model,
                 .remove = &delete_model,
                 .name_property = "Name",
                 .name_scope = "RestApiId"},
};

}  // namespace

std::span<const ResourceType> apigateway_types() { return types_of_apigateway; }

}  // namespace cloche::deploy
