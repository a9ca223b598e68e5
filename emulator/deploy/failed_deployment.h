#pragma once
// What becomes of a stack whose deployment failed. All that the deployment did was undone with its unit of
// work, which is what CloudFormation's roll-back comes to, and is told as one. But a stack may be asked to
// stay as far as it came (DO_NOTHING), and a new one may have resources that a roll-back does not delete
// (DeletionPolicy Retain): then what was done before the failure is done again, and stays or is deleted for
// good.
#include <map>
#include <string>

#include "emulator/deploy/deployment.h"
#include "emulator/deploy/stack_request.h"

namespace cloche::deploy {

/// `stack` is as it was when the deployment began, `told` is what happened until it failed for `reason`.
void settle_failure(const Destination& destination, const Order& order, cloudformation::Stack stack,
                    const Template& source, const std::map<std::string, std::string>& parameters,
                    const StackEvents& told, const std::string& reason);

}  // namespace cloche::deploy
