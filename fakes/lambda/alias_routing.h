#pragma once
// To which versions an alias leads, and with which weights.
#include "fakes/lambda/store.h"
#include "fakes/wire/service.h"

namespace cloche::lambda {

/// Takes FunctionVersion, Description and RoutingConfig of a CreateAlias or UpdateAlias into `alias`. Throws
/// ResourceNotFoundException for a version that there is not, InvalidParameterValueException for weights that
/// Lambda does not take.
void apply_alias(Store& store, const std::string& function_name, const wire::Structure& request,
                 StoredAlias& alias);

/// AliasConfiguration as it leaves.
Json describe_alias(const Store& store, std::string_view function_name, const StoredAlias& alias);

/// The alias; ResourceNotFoundException where there is none.
StoredAlias existing_alias(Store& store, std::string_view function_name, std::string_view alias);

}  // namespace cloche::lambda
