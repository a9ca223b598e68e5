#include "emulator/deploy/resource_types/resource_types.h"

namespace cloche::deploy {

std::span<const ResourceType> apigateway_types() { return {}; }

}  // namespace cloche::deploy
