#pragma once
#include "emulator/deploy/sam/context.h"
#include "emulator/deploy/sam/properties.h"

namespace cloche::deploy::sam {

// Each resource type of SAM as what it is made of (transform_function: function.h). They throw ResourceError,
// EventError, StructureError for what is wrong with the one, and InvalidDocument for the whole.
Resources transform_api_resource(Context& context, const std::string& logical_id, Json& definition);
Resources transform_http_api_resource(Context& context, const std::string& logical_id, Json& definition);
Resources transform_web_socket_api(Context& context, const std::string& logical_id, Json& definition);
Resources transform_simple_table(Context& context, const std::string& logical_id, Json& definition);
Resources transform_layer_version(Context& context, const std::string& logical_id, Json& definition);
Resources transform_application(Context& context, const std::string& logical_id, Json& definition);
Resources transform_state_machine(Context& context, const std::string& logical_id, Json& definition);
Resources transform_connector(Context& context, const std::string& logical_id, Json& definition);
Resources transform_graphql_api(Context& context, const std::string& logical_id, Json& definition);
Resources transform_capacity_provider(Context& context, const std::string& logical_id, Json& definition);

}  // namespace cloche::deploy::sam
