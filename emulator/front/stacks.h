#pragma once
// The effects of the outbox that deployments are: what CloudFormation is asked, emulator/deploy does.
#include <vector>

#include "emulator/effects/effects.h"

namespace cloche::front {

class Accounts;

std::vector<effects::OutsideEffect> stack_effects(Accounts& accounts);

}  // namespace cloche::front
