// The table of contents of Lambda. What the model has and this has not answers "not emulated".
#include "fakes/lambda/service.h"

#include <array>

#include "fakes/lambda/asynchronous.h"
#include "fakes/lambda/function_status.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/store.h"

namespace cloche::lambda {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"AddPermission", &add_permission},
    wire::OperationEntry{"CreateAlias", &create_alias},
    wire::OperationEntry{"CreateFunction", &create_function},
    wire::OperationEntry{"DeleteAlias", &delete_alias},
    wire::OperationEntry{"DeleteFunction", &delete_function},
    wire::OperationEntry{"DeleteFunctionConcurrency", &delete_function_concurrency},
    wire::OperationEntry{"DeleteFunctionEventInvokeConfig", &delete_function_event_invoke_config},
    wire::OperationEntry{"GetAccountSettings", &get_account_settings},
    wire::OperationEntry{"GetAlias", &get_alias},
    wire::OperationEntry{"GetFunction", &get_function},
    wire::OperationEntry{"GetFunctionCodeSigningConfig", &get_function_code_signing_config},
    wire::OperationEntry{"GetFunctionConcurrency", &get_function_concurrency},
    wire::OperationEntry{"GetFunctionConfiguration", &get_function_configuration},
    wire::OperationEntry{"GetFunctionEventInvokeConfig", &get_function_event_invoke_config},
    wire::OperationEntry{"GetPolicy", &get_policy},
    wire::OperationEntry{"GetRuntimeManagementConfig", &get_runtime_management_config},
    wire::OperationEntry{"Invoke", &invoke, true},
    wire::OperationEntry{"InvokeAsync", &invoke_async, true},
    wire::OperationEntry{"ListAliases", &list_aliases},
    wire::OperationEntry{"ListFunctionEventInvokeConfigs", &list_function_event_invoke_configs},
    wire::OperationEntry{"ListFunctions", &list_functions},
    wire::OperationEntry{"ListTags", &list_tags},
    wire::OperationEntry{"ListVersionsByFunction", &list_versions_by_function},
    wire::OperationEntry{"PublishVersion", &publish_version},
    wire::OperationEntry{"PutFunctionConcurrency", &put_function_concurrency},
    wire::OperationEntry{"PutFunctionEventInvokeConfig", &put_function_event_invoke_config},
    wire::OperationEntry{"RemovePermission", &remove_permission},
    wire::OperationEntry{"TagResource", &tag_resource},
    wire::OperationEntry{"UntagResource", &untag_resource},
    wire::OperationEntry{"UpdateAlias", &update_alias},
    wire::OperationEntry{"UpdateFunctionCode", &update_function_code},
    wire::OperationEntry{"UpdateFunctionConfiguration", &update_function_configuration},
    wire::OperationEntry{"UpdateFunctionEventInvokeConfig", &update_function_event_invoke_config},
};

constexpr std::array effects{
    wire::EffectEntry{function_status_effect, &finish_function},
    wire::EffectEntry{undelivered_effect, &undelivered},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition service{"lambda", operations, store_schema(), effects, &receive};
  return service;
}

}  // namespace cloche::lambda
