#pragma once
// The operations of Lambda's control plane; service.cpp has their table.
#include "fakes/wire/service.h"

namespace cloche::lambda {

using wire::Answer;
using wire::Call;
using wire::Structure;

Answer create_function(Call& call, const Structure& request);
Answer delete_function(Call& call, const Structure& request);
Answer get_function(Call& call, const Structure& request);
Answer get_function_configuration(Call& call, const Structure& request);
Answer list_functions(Call& call, const Structure& request);
Answer update_function_code(Call& call, const Structure& request);
Answer update_function_configuration(Call& call, const Structure& request);

Answer invoke(Call& call, const Structure& request);
Answer invoke_async(Call& call, const Structure& request);

Answer list_versions_by_function(Call& call, const Structure& request);
Answer publish_version(Call& call, const Structure& request);

Answer create_alias(Call& call, const Structure& request);
Answer delete_alias(Call& call, const Structure& request);
Answer get_alias(Call& call, const Structure& request);
Answer list_aliases(Call& call, const Structure& request);
Answer update_alias(Call& call, const Structure& request);

Answer add_permission(Call& call, const Structure& request);
Answer get_policy(Call& call, const Structure& request);
Answer remove_permission(Call& call, const Structure& request);

Answer list_tags(Call& call, const Structure& request);
Answer tag_resource(Call& call, const Structure& request);
Answer untag_resource(Call& call, const Structure& request);

Answer delete_function_concurrency(Call& call, const Structure& request);
Answer get_account_settings(Call& call, const Structure& request);
Answer get_function_concurrency(Call& call, const Structure& request);
Answer put_function_concurrency(Call& call, const Structure& request);

Answer delete_function_event_invoke_config(Call& call, const Structure& request);
Answer get_function_event_invoke_config(Call& call, const Structure& request);
Answer list_function_event_invoke_configs(Call& call, const Structure& request);
Answer put_function_event_invoke_config(Call& call, const Structure& request);
Answer update_function_event_invoke_config(Call& call, const Structure& request);

Answer get_function_code_signing_config(Call& call, const Structure& request);
Answer get_runtime_management_config(Call& call, const Structure& request);

}  // namespace cloche::lambda
