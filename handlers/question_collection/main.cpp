// Carer_genese_question_collection
#include "handlers/question_collection/dynamodb_exam_store.h"
#include "handlers/rest/function.h"

int main() {
  using namespace handlers;
  return run_api([](Services& services) {
    auto store = std::make_shared<DynamoDbExamStore>(services.database, services.environment);
    auto collection = std::make_shared<Collection>(*store);
    return ApiFunction{.routes = collection->routes(), .on_event = {}, .owners = {store, collection}};
  });
}
