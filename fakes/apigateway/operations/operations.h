#pragma once
// The operations of API Gateway; service.cpp has their table.
#include "fakes/wire/service.h"

namespace cloche::apigateway {

using wire::Answer;
using wire::Call;
using wire::Structure;

Answer create_rest_api(Call& call, const Structure& request);
Answer get_rest_api(Call& call, const Structure& request);
Answer get_rest_apis(Call& call, const Structure& request);
Answer update_rest_api(Call& call, const Structure& request);
Answer delete_rest_api(Call& call, const Structure& request);
Answer import_rest_api(Call& call, const Structure& request);
Answer put_rest_api(Call& call, const Structure& request);

Answer create_resource(Call& call, const Structure& request);
Answer get_resource(Call& call, const Structure& request);
Answer get_resources(Call& call, const Structure& request);
Answer update_resource(Call& call, const Structure& request);
Answer delete_resource(Call& call, const Structure& request);

Answer put_method(Call& call, const Structure& request);
Answer get_method(Call& call, const Structure& request);
Answer update_method(Call& call, const Structure& request);
Answer delete_method(Call& call, const Structure& request);
Answer put_method_response(Call& call, const Structure& request);
Answer get_method_response(Call& call, const Structure& request);
Answer update_method_response(Call& call, const Structure& request);
Answer delete_method_response(Call& call, const Structure& request);

Answer put_integration(Call& call, const Structure& request);
Answer get_integration(Call& call, const Structure& request);
Answer update_integration(Call& call, const Structure& request);
Answer delete_integration(Call& call, const Structure& request);
Answer put_integration_response(Call& call, const Structure& request);
Answer get_integration_response(Call& call, const Structure& request);
Answer update_integration_response(Call& call, const Structure& request);
Answer delete_integration_response(Call& call, const Structure& request);

Answer create_deployment(Call& call, const Structure& request);
Answer get_deployment(Call& call, const Structure& request);
Answer get_deployments(Call& call, const Structure& request);
Answer update_deployment(Call& call, const Structure& request);
Answer delete_deployment(Call& call, const Structure& request);

Answer create_stage(Call& call, const Structure& request);
Answer get_stage(Call& call, const Structure& request);
Answer get_stages(Call& call, const Structure& request);
Answer update_stage(Call& call, const Structure& request);
Answer delete_stage(Call& call, const Structure& request);

Answer tag_resource(Call& call, const Structure& request);
Answer untag_resource(Call& call, const Structure& request);
Answer get_tags(Call& call, const Structure& request);

Answer get_account(Call& call, const Structure& request);
Answer update_account(Call& call, const Structure& request);

Answer put_gateway_response(Call& call, const Structure& request);
Answer get_gateway_response(Call& call, const Structure& request);
Answer get_gateway_responses(Call& call, const Structure& request);
Answer update_gateway_response(Call& call, const Structure& request);
Answer delete_gateway_response(Call& call, const Structure& request);

Answer create_model(Call& call, const Structure& request);
Answer get_model(Call& call, const Structure& request);
Answer get_models(Call& call, const Structure& request);
Answer update_model(Call& call, const Structure& request);
Answer delete_model(Call& call, const Structure& request);

}  // namespace cloche::apigateway
