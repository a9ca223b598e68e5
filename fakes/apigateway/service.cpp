#include "fakes/apigateway/service.h"

#include <array>

#include "fakes/apigateway/operations/operations.h"
#include "fakes/apigateway/store.h"

namespace cloche::apigateway {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"CreateDeployment", &create_deployment},
    wire::OperationEntry{"CreateModel", &create_model},
    wire::OperationEntry{"CreateResource", &create_resource},
    wire::OperationEntry{"CreateRestApi", &create_rest_api},
    wire::OperationEntry{"CreateStage", &create_stage},
    wire::OperationEntry{"DeleteDeployment", &delete_deployment},
    wire::OperationEntry{"DeleteGatewayResponse", &delete_gateway_response},
    wire::OperationEntry{"DeleteIntegration", &delete_integration},
    wire::OperationEntry{"DeleteIntegrationResponse", &delete_integration_response},
    wire::OperationEntry{"DeleteMethod", &delete_method},
    wire::OperationEntry{"DeleteMethodResponse", &delete_method_response},
    wire::OperationEntry{"DeleteModel", &delete_model},
    wire::OperationEntry{"DeleteResource", &delete_resource},
    wire::OperationEntry{"DeleteRestApi", &delete_rest_api},
    wire::OperationEntry{"DeleteStage", &delete_stage},
    wire::OperationEntry{"GetAccount", &get_account},
    wire::OperationEntry{"GetDeployment", &get_deployment},
    wire::OperationEntry{"GetDeployments", &get_deployments},
    wire::OperationEntry{"GetGatewayResponse", &get_gateway_response},
    wire::OperationEntry{"GetGatewayResponses", &get_gateway_responses},
    wire::OperationEntry{"GetIntegration", &get_integration},
    wire::OperationEntry{"GetIntegrationResponse", &get_integration_response},
    wire::OperationEntry{"GetMethod", &get_method},
    wire::OperationEntry{"GetMethodResponse", &get_method_response},
    wire::OperationEntry{"GetModel", &get_model},
    wire::OperationEntry{"GetModels", &get_models},
    wire::OperationEntry{"GetResource", &get_resource},
    wire::OperationEntry{"GetResources", &get_resources},
    wire::OperationEntry{"GetRestApi", &get_rest_api},
    wire::OperationEntry{"GetRestApis", &get_rest_apis},
    wire::OperationEntry{"GetStage", &get_stage},
    wire::OperationEntry{"GetStages", &get_stages},
    wire::OperationEntry{"GetTags", &get_tags},
    wire::OperationEntry{"ImportRestApi", &import_rest_api},
    wire::OperationEntry{"PutGatewayResponse", &put_gateway_response},
    wire::OperationEntry{"PutIntegration", &put_integration},
    wire::OperationEntry{"PutIntegrationResponse", &put_integration_response},
    wire::OperationEntry{"PutMethod", &put_method},
    wire::OperationEntry{"PutMethodResponse", &put_method_response},
    wire::OperationEntry{"PutRestApi", &put_rest_api},
    wire::OperationEntry{"TagResource", &tag_resource},
    wire::OperationEntry{"UntagResource", &untag_resource},
    wire::OperationEntry{"UpdateAccount", &update_account},
    wire::OperationEntry{"UpdateDeployment", &update_deployment},
    wire::OperationEntry{"UpdateGatewayResponse", &update_gateway_response},
    wire::OperationEntry{"UpdateIntegration", &update_integration},
    wire::OperationEntry{"UpdateIntegrationResponse", &update_integration_response},
    wire::OperationEntry{"UpdateMethod", &update_method},
    wire::OperationEntry{"UpdateMethodResponse", &update_method_response},
    wire::OperationEntry{"UpdateModel", &update_model},
    wire::OperationEntry{"UpdateResource", &update_resource},
    wire::OperationEntry{"UpdateRestApi", &update_rest_api},
    wire::OperationEntry{"UpdateStage", &update_stage},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition definition{
      .name = "apigateway", .operations = operations, .schema = store_schema()};
  return definition;
}

}  // namespace cloche::apigateway
