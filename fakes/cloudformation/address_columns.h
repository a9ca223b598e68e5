#pragma once
// Where addresses of Cloche stand in CloudFormation's tables: in outputs, and in what resources are known by
// and made of. Not in templates, which are the user's words.
#include <array>

#include "fakes/core/home.h"

namespace cloche::cloudformation {

inline constexpr std::array address_columns{AddressColumn{"cloudformation_stacks", "document"},
                                            AddressColumn{"cloudformation_resources", "physical_id"},
                                            AddressColumn{"cloudformation_resources", "properties"},
                                            AddressColumn{"cloudformation_resources", "attributes"},
                                            AddressColumn{"cloudformation_events", "document"},
                                            AddressColumn{"cloudformation_exports", "value"}};

}  // namespace cloche::cloudformation
