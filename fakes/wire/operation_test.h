#pragma once
// For tests of operations: an account and one who calls them as the pipeline does, but without HTTP. A
// request is checked against the model, its operation runs as one unit of work, and what it answers must fit
// the model's output shape.
#include <doctest/doctest.h>

#include <filesystem>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/core/api_error.h"
#include "fakes/core/fault.h"
#include "fakes/wire/codec.h"
#include "fakes/wire/service.h"
#include "fakes/wire/validate.h"

namespace cloche::wire {

/// Remembers what was reported.
class RecordedSettings : public UnsupportedSettings {
 public:
  std::vector<std::string> reported;
  void report(std::string_view, std::string_view, std::string_view what) override {
    reported.emplace_back(what);
  }
};

class OperationTest {
 public:
  /// `files_directory` is for the accounts of services that keep content outside of the database.
  explicit OperationTest(std::initializer_list<const ServiceDefinition*> definitions,
                         std::filesystem::path files_directory = {})
      : services(definitions), schemas(schemas_of(services)), files(std::move(files_directory)) {}

  const std::vector<const ServiceDefinition*> services;
  const std::vector<Schema> schemas;
  const std::filesystem::path files;
  Time wall = *parse_iso8601("2026-01-05T09:00:00Z");  // moved by hand
  Account account{
      Database::in_memory(), schemas, {.seed = 1, .time = [this] { return wall; }, .files = files}};
  std::string region = "us-east-1";
  Caller caller{account.number(), "arn:aws:iam::000000000000:root", account.number(), "test"};
  RecordedSettings unsupported;

  /// Calls an operation, of the first service that has it, and answers its document; throws what it throws.
  Json call(std::string_view operation, const Json& request = Json::object()) {
    const ServiceDefinition& definition = service_of(operation);
    const model::Service& service = definition.model();
    const model::Operation& called = *service.operation(operation);
    const model::Shape& shape = model::input_of(called);
    validate(service, shape, request);
    const std::string request_id = "request";
    const Answer answer = account.transact([&] {
      Call call{account, region, caller, request_id, service, called, unsupported};
      return definition.function(operation)(call, Structure(shape, request));
    });
    codec_of(service.protocol).encode(service, called, answer.document, request_id);
    return answer.document;
  }

  /// Calls an operation that is to fail, and answers its error.
  ApiError error(std::string_view operation, const Json& request = Json::object()) {
    try {
      call(operation, request);
    } catch (const ApiError& error) {
      return error;
    }
    FAIL("no error: " << operation);
    return {"", ""};
  }

 private:
  static std::vector<Schema> schemas_of(const std::vector<const ServiceDefinition*>& services) {
    std::vector<Schema> schemas;
    for (const ServiceDefinition* service : services) {
      if (!service->schema.service.empty()) schemas.push_back(service->schema);
    }
    return schemas;
  }
  const ServiceDefinition& service_of(std::string_view operation) const {
    for (const ServiceDefinition* service : services) {
      if (service->function(operation) != nullptr) return *service;
    }
    fail("no service of this test has {}", operation);
  }
};

}  // namespace cloche::wire
