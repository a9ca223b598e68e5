#include "fakes/wire/model.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "fakes/wire/pattern.h"

using namespace cloche::wire;

TEST_CASE("every service of the mission has a model, and they are sorted by name") {
  CHECK(model::services().size() == 28);
  std::string before;
  for (const model::Service* service : model::services()) {
    CHECK(before < service->name);
    before = service->name;
    CHECK(model::find_service(service->name) == service);
    CHECK(service->protocols[0] == service->protocol);
  }
  CHECK(model::find_service("nothing") == nullptr);
}

TEST_CASE("an operation and its shapes are found by name") {
  const model::Service& dynamodb = *model::find_service("dynamodb");
  CHECK(dynamodb.target_prefix == "DynamoDB_20120810");
  CHECK(dynamodb.json_version == "1.0");
  CHECK(dynamodb.operation("Nothing") == nullptr);
  const model::Operation* put = dynamodb.operation("PutItem");
  REQUIRE(put != nullptr);
  REQUIRE(put->input->member("TableName") != nullptr);
  CHECK(put->input->member("TableName")->required);
  CHECK(put->input->member("tableName") == nullptr);
  CHECK(put->input->member("Item")->shape->kind == model::Kind::map);
}

TEST_CASE("a recursive shape refers to itself") {
  const model::Shape* value =
      model::find_service("dynamodb")->operation("GetItem")->output->member("Item")->shape->element->shape;
  CHECK(value->name == "AttributeValue");
  CHECK(value->opaque);
  CHECK(value->member("M")->shape->element->shape == value);
}

TEST_CASE("an error is found by its shape's name and by its code on the wire") {
  const model::Service& sqs = *model::find_service("sqs");
  const model::Shape* missing = sqs.error("QueueDoesNotExist");
  REQUIRE(missing != nullptr);
  CHECK(missing->error_code == "AWS.SimpleQueueService.NonExistentQueue");
  CHECK(sqs.error("AWS.SimpleQueueService.NonExistentQueue") == missing);
  CHECK(sqs.error("Nothing") == nullptr);
}

TEST_CASE("a patch says which protocols a service answers beside its own") {
  CHECK(model::find_service("sqs")->speaks(model::Protocol::query));
  CHECK(model::find_service("sqs")->speaks(model::Protocol::json));
  CHECK(model::find_service("cloudwatch")->speaks(model::Protocol::cbor));
  CHECK(!model::find_service("iam")->speaks(model::Protocol::json));
}

TEST_CASE("REST bindings, payloads and XML names are there") {
  const model::Service& s3 = *model::find_service("s3");
  const model::Operation& put = *s3.operation("PutObject");
  CHECK(put.method == "PUT");
  CHECK(put.input->member("Bucket")->location == model::Location::uri);
  CHECK(put.input->member("CacheControl")->location == model::Location::header);
  CHECK(put.input->member("CacheControl")->location_name == "Cache-Control");
  CHECK(put.input->payload == "Body");
  CHECK(put.input->member("Metadata")->location == model::Location::headers);
  CHECK(s3.operation("DeleteObjects")->input_location_name.empty());
  CHECK(model::find_service("lambda")->operation("Invoke")->output->member("StatusCode")->location ==
        model::Location::status_code);
}

namespace {

void reach(const model::Shape& shape, std::set<const model::Shape*>& shapes) {
  if (!shapes.insert(&shape).second) return;
  for (const model::Member& member : shape.members) reach(*member.shape, shapes);
  if (shape.element != nullptr) reach(*shape.element->shape, shapes);
  if (shape.key != nullptr) reach(*shape.key->shape, shapes);
}

}  // namespace

TEST_CASE("PCRE2 takes every pattern of every request") {
  int patterns = 0;
  for (const model::Service* service : model::services()) {
    std::set<const model::Shape*> shapes;
    for (const model::Operation& operation : service->operations) {
      if (operation.input != nullptr) reach(*operation.input, shapes);
    }
    for (const model::Shape* shape : shapes) {
      if (shape->expression.empty()) continue;
      ++patterns;
      INFO(service->name, " ", shape->name, " ", shape->pattern);
      CHECK(pattern_error(shape->expression) == "");
    }
  }
  CHECK(patterns > 400);
}
