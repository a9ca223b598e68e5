// CreateResource, GetResource(s), UpdateResource, DeleteResource.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/apigateway/errors.h"
#include "fakes/apigateway/operations/operations.h"
#include "fakes/apigateway/paging.h"
#include "fakes/apigateway/patch.h"
#include "fakes/apigateway/resource_tree.h"
#include "fakes/apigateway/rest_api.h"

namespace cloche::apigateway {

namespace {

constexpr std::array resource_rules{
    PatchRule{"/pathPart", "replace", &patch_text},
    PatchRule{"/parentId", "replace", &patch_text},
};

bool wants_methods(const Structure& request) {
  const auto embed = request.strings("embed");
  return std::ranges::find(embed, "methods") != embed.end();
}

}  // namespace

Answer create_resource(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  const Resource parent = existing_resource(store, api.id, request.string("parentId"));
  return resource_document(add_resource(store, api.id, parent, request.string("pathPart")), false);
}

Answer get_resource(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  return resource_document(existing_resource(store, api.id, request.string("resourceId")),
                           wants_methods(request));
}

// In the order of their ids (assumed).
Answer get_resources(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  const std::int64_t limit = page_limit(request);
  const bool with_methods = wants_methods(request);
  return page(
      store.resource_page(api.id, page_start(request), limit + 1), limit,
      [](const Resource& resource) { return resource.id; },
      [&](const Resource& resource) { return resource_document(resource, with_methods); });
}

Answer update_resource(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  Resource resource = existing_resource(store, api.id, request.string("resourceId"));
  Json place{{"pathPart", resource.path_part}, {"parentId", resource.parent}};
  const Json before = place;
  apply_patch(call, place, request, resource_rules);
  if (place != before) {
    const Resource parent = existing_resource(store, api.id, place.at("parentId").get<std::string>());
    resource = move_resource(store, api.id, std::move(resource), parent, place.at("pathPart"));
  }
  return resource_document(resource, false);
}

Answer delete_resource(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  const Resource resource = existing_resource(store, api.id, request.string("resourceId"));
  if (resource.is_root()) throw bad_request("Root resource cannot be deleted");  // assumed: the words
  remove_tree(store, api.id, resource);
  return {};
}

}  // namespace cloche::apigateway
