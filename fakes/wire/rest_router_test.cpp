#include "fakes/wire/rest_router.h"

#include <doctest/doctest.h>

#include "fakes/core/fault.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

namespace {

std::optional<PathLabels> match(std::string_view text, std::string_view path) {
  return UriTemplate(text).match_path(path);
}

std::string label(std::string_view text, std::string_view path, std::string_view name) {
  const auto labels = match(text, path);
  REQUIRE(labels.has_value());
  const std::string* value = labels->find(name);
  REQUIRE(value != nullptr);
  return *value;
}

// The operation of a real service that a request means, and "" for none.
std::string route(std::string_view service, HttpRequest request) {
  const auto found = RestRouter(*model::find_service(service)).match(request);
  return found ? std::string(found->operation->name) : "";
}

std::string route(std::string_view service, std::string method, std::string target) {
  return route(service, {std::move(method), std::move(target), {}, ""});
}

}  // namespace

TEST_CASE("a label takes one segment, as it was sent; the greedy one takes the rest") {
  CHECK(label("/a/{b}/c", "/a/x%2Fy/c", "b") == "x%2Fy");
  CHECK(label("/{Bucket}/{Key+}", "/b/x//y/", "Key") == "x//y/");
  CHECK(label("/{Bucket}/{Key+}", "/b/x//y/", "Bucket") == "b");
  CHECK_FALSE(match("/{Bucket}/{Key+}", "/b/").has_value());
  CHECK_FALSE(match("/{Bucket}", "/b/k").has_value());
  CHECK_FALSE(match("/{Bucket}", "/").has_value());
  CHECK_FALSE(match("/a/{b}/c", "/a//c").has_value());
}

TEST_CASE("a slash at the end does not matter, and literals are compared decoded") {
  CHECK(match("/functions/", "/functions").has_value());
  CHECK(match("/functions", "/functions/").has_value());
  CHECK(match("/{Bucket}", "/b/").has_value());
  CHECK(match("/", "/").has_value());
  CHECK(match("/", "").has_value());
  CHECK(match("/(a+)+/b", "/%28a%2B%29%2B/b").has_value());
  CHECK_FALSE(match("/functions", "/functions//").has_value());
}

TEST_CASE("a template that can't be served is a fault") {
  CHECK_THROWS_AS(UriTemplate("/a-{b}"), Fault);
  CHECK_THROWS_AS(UriTemplate("/{a+}/b"), Fault);
}

TEST_CASE("a template may ask for a parameter, with a value or with any") {
  const UriTemplate uploads("/{Bucket}?uploads");
  CHECK(uploads.matches_query({{"uploads", ""}, {"x", "y"}}));
  CHECK_FALSE(uploads.matches_query({{"x", "y"}}));
  const UriTemplate listing("/layers?find=LayerVersion");
  CHECK(listing.matches_query({{"find", "LayerVersion"}}));
  CHECK_FALSE(listing.matches_query({{"find", "Other"}}));
}

TEST_CASE("S3's operations are told apart by path, query and headers") {
  CHECK(route("s3", "GET", "/") == "ListBuckets");
  CHECK(route("s3", "GET", "/bucket") == "ListObjects");
  CHECK(route("s3", "GET", "/bucket/") == "ListObjects");
  CHECK(route("s3", "GET", "/bucket?list-type=2&prefix=a") == "ListObjectsV2");
  CHECK(route("s3", "GET", "/bucket/key") == "GetObject");
  CHECK(route("s3", "GET", "/bucket/a/b/c/") == "GetObject");
  CHECK(route("s3", "GET", "/bucket/key?uploadId=u") == "ListParts");
  CHECK(route("s3", "GET", "/bucket?uploads") == "ListMultipartUploads");
  CHECK(route("s3", "POST", "/bucket/key?uploads=") == "CreateMultipartUpload");
  CHECK(route("s3", "POST", "/bucket/key?uploadId=u") == "CompleteMultipartUpload");
  CHECK(route("s3", "PUT", "/bucket/key") == "PutObject");
  CHECK(route("s3", "PUT", "/bucket/key?partNumber=1&uploadId=u") == "UploadPart");
  CHECK(route("s3", {"PUT", "/bucket/key", {{"X-Amz-Copy-Source", "/a/b"}}, ""}) == "CopyObject");
  CHECK(route("s3", {"PUT", "/bucket/key?partNumber=1&uploadId=u", {{"x-amz-copy-source", "/a/b"}}, ""}) ==
        "UploadPartCopy");
  CHECK(route("s3", "DELETE", "/bucket/key") == "DeleteObject");
  CHECK(route("s3", "DELETE", "/bucket/key?uploadId=u") == "AbortMultipartUpload");
  CHECK(route("s3", "GET", "/bucket?lifecycle") == "GetBucketLifecycleConfiguration");
  CHECK(route("s3", "PUT", "/bucket?notification") == "PutBucketNotificationConfiguration");
  CHECK(route("s3", "GET", "/bucket?analytics") == "ListBucketAnalyticsConfigurations");
  CHECK(route("s3", "GET", "/bucket?analytics&id=1") == "GetBucketAnalyticsConfiguration");
  CHECK(route("s3", "PATCH", "/bucket") == "");
}

TEST_CASE("the other REST services' operations are found") {
  CHECK(route("lambda", "GET", "/2015-03-31/functions") == "ListFunctions");
  CHECK(route("lambda", "GET", "/2015-03-31/functions/f") == "GetFunction");
  CHECK(
      route(
          "lambda", "POST",
          "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af/invocations") ==
      "Invoke");
  CHECK(route("lambda", "GET", "/2018-10-31/layers?find=LayerVersion&Arn=a") == "GetLayerVersionByArn");
  CHECK(route("lambda", "GET", "/2018-10-31/layers") == "ListLayers");
  CHECK(route("apigateway", "POST", "/restapis") == "CreateRestApi");
  CHECK(route("apigateway", "POST", "/restapis?mode=import") == "ImportRestApi");
  CHECK(route("apigateway", "GET", "/restapis/a/resources/r/methods/GET") == "GetMethod");
  CHECK(route("apigatewayv2", "GET", "/v2/apis/a") == "GetApi");
  CHECK(route("sesv2", "POST", "/v2/email/outbound-emails") == "SendEmail");
  CHECK(route("scheduler", "POST", "/schedules/name") == "CreateSchedule");
  CHECK(route("lambda", "GET", "/nothing") == "");
}

TEST_CASE("every template of every REST service can be served") {
  for (const model::Service* service : model::services()) {
    if (service->protocol == model::Protocol::rest_json || service->protocol == model::Protocol::rest_xml) {
      CHECK_NOTHROW(RestRouter{*service});
    }
  }
}

}  // namespace cloche::wire
