// ListTags, TagResource, UntagResource: by a function's ARN.
#include <nlohmann/json.hpp>

#include "fakes/core/arn.h"
#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/tags.h"

namespace cloche::lambda {

namespace {

std::string tagged_function(const Call& call, const Structure& request, Store& store) {
  const std::string& resource = request.string("Resource");
  const auto arn = Arn::parse(resource);
  if (arn && !arn->resource.starts_with("function:")) throw not_emulated("Tagging of " + resource);
  const FunctionKey key = function_key(call.account, call.region, resource);
  if (!key.qualifier.empty()) {
    throw invalid_parameter(
        "Tags on function aliases and versions are not supported. Please specify a function ARN.");
  }
  check_function_exists(store, key);
  return key.name;
}

}  // namespace

Answer list_tags(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  return Json{{"Tags", describe_tags(store, tagged_function(call, request, store))}};
}

Answer tag_resource(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  put_tags(store, tagged_function(call, request, store), request.json("Tags"));
  return {};
}

Answer untag_resource(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const std::string name = tagged_function(call, request, store);
  for (const std::string& key : request.strings("TagKeys")) remove_tag(store, name, key);
  return {};
}

}  // namespace cloche::lambda
