#pragma once
#include <vector>

#include "emulator/deploy/sam/transform.h"

namespace cloche::deploy::sam {

/// Makes resources of the connectors that stand in others (`Connectors`): `<resource><name>`. Those that are
/// wrong are added to `causes`.
void spread_embedded_connectors(Json& document, const Settings& settings,
                                std::vector<InvalidDocument::Cause>& causes);

}  // namespace cloche::deploy::sam
