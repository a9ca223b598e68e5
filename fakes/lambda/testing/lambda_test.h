#pragma once
// What the tests of Lambda's operations have: an account with files of its own, a zip, and time that they
// move.
#include "fakes/core/temporary_directory.h"
#include "fakes/lambda/service.h"
#include "fakes/lambda/testing/zip.h"
#include "fakes/wire/operation_test.h"

namespace cloche::lambda::testing {

struct WithDirectory {
  TemporaryDirectory directory;
};

struct LambdaTest : WithDirectory, wire::OperationTest {
  explicit LambdaTest(std::initializer_list<const wire::ServiceDefinition*> definitions = {&definition()})
      : OperationTest(definitions, directory.path() / "files") {}

  /// A zip with a handler; another `content`, another hash.
  static Json zip(const std::string& content = "def handler(event, context): return event") {
    return json_blob(zip_of({{.name = "app.py", .content = content}}));
  }

  static Json function(const std::string& name, const Json& more = Json::object()) {
    Json request{{"FunctionName", name},
                 {"Runtime", "python3.12"},
                 {"Role", "arn:aws:iam::000000000000:role/lambda"},
                 {"Handler", "app.handler"},
                 {"Code", {{"ZipFile", zip()}}}};
    request.update(more);
    return request;
  }
  Json create(const std::string& name, const Json& more = Json::object()) {
    return call("CreateFunction", function(name, more));
  }
  Json configuration(const std::string& name) {
    return call("GetFunctionConfiguration", {{"FunctionName", name}});
  }

  /// Lets time pass; what falls due on the way happens.
  void advance(Duration duration) {
    const Time end = wall + duration;
    while (const auto row = account.transact([&] { return account.outbox().first(); })) {
      if (row->due > end) break;
      wall = std::max(wall, row->due);
      account.transact([&] {
        account.outbox().remove(row->id);
        for (const wire::EffectEntry& entry : definition().effects) {
          if (entry.kind == row->kind) entry.function(account, Json::parse(row->payload));
        }
      });
    }
    wall = end;
  }
};

/// "arn:aws:lambda:us-east-1:000000000000:function:" before a name.
inline std::string arn_of(const std::string& name) {
  return "arn:aws:lambda:us-east-1:000000000000:function:" + name;
}

}  // namespace cloche::lambda::testing
