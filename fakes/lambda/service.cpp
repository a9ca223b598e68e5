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
    wire::OperationEntry{"CreateFunction", &create_function},
    wire::OperationEntry{"DeleteFunction", &delete_function},
    wire::OperationEntry{"GetFunction", &get_function},
    wire::OperationEntry{"GetFunctionConfiguration", &get_function_configuration},
    wire::OperationEntry{"Invoke", &invoke, true},
    wire::OperationEntry{"InvokeAsync", &invoke_async},
    wire::OperationEntry{"UpdateFunctionCode", &update_function_code},
    wire::OperationEntry{"UpdateFunctionConfiguration", &update_function_configuration},
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
