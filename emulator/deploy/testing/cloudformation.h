#pragma once
// For tests: CloudFormation's own operations in an account, those that deploy too.
#include <algorithm>

#include "emulator/deploy/stack_operations.h"
#include "emulator/deploy/testing/stack_account.h"

namespace cloche::deploy::testing {

struct CloudFormation : StackAccount {
  Destination destination{.fakes = services, .account = account, .unsupported = unsupported};

  Json run(const std::string& operation, Json request) {
    return run_stack_operation(destination, operation, request);
  }
  ApiError refusal(const std::string& operation, const Json& request) {
    try {
      run(operation, request);
    } catch (const ApiError& error) {
      return error;
    }
    FAIL("it was done: " << operation);
    return {"", ""};
  }
  Json stack(const std::string& name) { return call("DescribeStacks", {{"StackName", name}})["Stacks"][0]; }
  std::vector<std::string> statuses(const std::string& name, const std::string& logical_id) {
    const Json events = call("DescribeStackEvents", {{"StackName", name}})["StackEvents"];
    std::vector<std::string> found;
    for (const Json& event : events) {
      if (event["LogicalResourceId"] == logical_id) found.push_back(event["ResourceStatus"]);
    }
    std::ranges::reverse(found);
    return found;
  }
};

}  // namespace cloche::deploy::testing
