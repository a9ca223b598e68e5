// A function as an application has it: takes a request of API Gateway, puts an item into the DynamoDB table that
// the variable TABLE names, and answers.
#include <memory>

#include "handlers/runtime/aws_client.h"
#include "handlers/runtime/json.h"
#include "handlers/runtime/lambda_runtime.h"

int main() {
  using namespace handlers;
  const Environment environment = Environment::of_process();
  SystemClock clock;
  return run_function(environment, clock, [&]() -> Handler {
    const auto client = std::make_shared<AwsClient>(environment, clock);
    return [client, table = environment.get("TABLE", "")](const Invocation& invocation) -> std::string {
      const Json event = read_json(invocation.event);
      const Json item = {{"id", {{"S", event.at("requestContext").at("requestId")}}},
                         {"body", {{"S", event.at("body")}}}};
      client->call(dynamodb_service, "PutItem", {{"TableName", table}, {"Item", item}}, Repeat::harmless);
      return R"({"statusCode":200,"headers":{"Content-Type":"application/json"},"body":"{\"ok\":true}"})";
    };
  });
}
