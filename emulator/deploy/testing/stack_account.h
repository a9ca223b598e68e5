#pragma once
// For tests: an account with every fake that resource types work with, and resources made in it one at a
// time, of properties that are resolved already.
#include <doctest/doctest.h>

#include <string>

#include "emulator/deploy/property_error.h"
#include "emulator/deploy/resource_type.h"
#include "fakes/apigateway/service.h"
#include "fakes/cloudformation/service.h"
#include "fakes/cloudwatch/service.h"
#include "fakes/core/temporary_directory.h"
#include "fakes/dynamodb/service.h"
#include "fakes/dynamodbstreams/service.h"
#include "fakes/events/service.h"
#include "fakes/iam/service.h"
#include "fakes/lambda/service.h"
#include "fakes/logs/service.h"
#include "fakes/sns/service.h"
#include "fakes/sqs/service.h"
#include "fakes/wire/operation_test.h"

namespace cloche::deploy::testing {

REGISTER_EXCEPTION_TRANSLATOR(const ApiError& error) { return (error.code + ": " + error.message).c_str(); }
REGISTER_EXCEPTION_TRANSLATOR(const PropertyError& error) {
  return (error.path + ": " + error.message).c_str();
}

struct WithDirectory {
  TemporaryDirectory directory;
};

class StackAccount : public WithDirectory, public wire::OperationTest {
 public:
  StackAccount()
      : OperationTest({&apigateway::definition(), &cloudformation::definition(), &cloudwatch::definition(),
                       &dynamodb::definition(), &dynamodbstreams::definition(), &events::definition(),
                       &iam::definition(), &lambda::definition(), &logs::definition(), &sns::definition(),
                       &sqs::definition()},
                      directory.path() / "files") {}

  StackIdentity stack{.name = "stack",
                      .id = "arn:aws:cloudformation:us-east-1:000000000000:stack/stack/1",
                      .region = "us-east-1",
                      .account = "000000000000"};
  Operations operations{services, account, region, "localhost:4566", unsupported};

  Resource create(std::string_view type, const Json& properties, const std::string& logical_id = "Thing") {
    return account.transact([&] {
      const ResourceType& found = known(type);
      check_property_names(found, properties);
      return found.create({operations, stack, logical_id}, properties);
    });
  }
  Resource update(std::string_view type, const Resource& resource, const Json& before, const Json& after,
                  const std::string& logical_id = "Thing") {
    CHECK(change_between(known(type), before, after) == Change::in_place);
    return account.transact([&] {
      return known(type).update({operations, stack, logical_id}, resource, before, after);
    });
  }
  void remove(std::string_view type, const Resource& resource, const Json& properties,
              const std::string& logical_id = "Thing") {
    account.transact([&] { known(type).remove({operations, stack, logical_id}, resource, properties); });
  }
  /// What is wrong with properties: "/path: message".
  std::string wrong(std::string_view type, const Json& properties) {
    try {
      create(type, properties);
    } catch (const PropertyError& error) {
      return error.path + ": " + error.message;
    } catch (const ApiError& error) {
      return error.code + ": " + error.message;
    }
    FAIL("nothing is wrong");
    return "";
  }
  bool replaces(std::string_view type, const Json& before, const Json& after) {
    return change_between(known(type), before, after) == Change::replacement;
  }
  /// An operation of a service, outside of a deployment.
  Json ask(std::string_view service, std::string_view operation, const Json& request = Json::object()) {
    return account.transact([&] { return operations.call(service, operation, request); });
  }

 private:
  static const ResourceType& known(std::string_view type) {
    const ResourceType* found = find_resource_type(type);
    REQUIRE(found != nullptr);
    return *found;
  }
};

}  // namespace cloche::deploy::testing
