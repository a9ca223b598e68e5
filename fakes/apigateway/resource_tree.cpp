#include "fakes/apigateway/resource_tree.h"

#include <fmt/core.h>

#include <algorithm>

#include "fakes/apigateway/errors.h"

namespace cloche::apigateway {

namespace {

// https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
constexpr std::int64_t most_resources = 300;

ApiError too_many_resources() {
  return limit_exceeded(
      "Maximum number of resources for this API has been reached. Please contact AWS if you need additional "
      "resources.");
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-' || c == ':';
  });
}

void check_path_part(std::string_view part) {
  std::string_view name = part;
  if (is_variable(part)) {
    name = part.substr(1, part.size() - 2);
    if (name.ends_with('+')) name.remove_suffix(1);
  }
  if (is_name(name)) return;
  throw bad_request(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the "
      "beginning and the end.");
}

// `self` is who moves among them, and is not its own rival; "" for a new one.
void check_siblings(Store& store, std::string_view api, const Resource& parent, std::string_view part,
                    std::string_view self) {
  for (const Resource& sibling : store.children(api, parent.id)) {
    if (sibling.id == self) continue;
    if (sibling.path_part == part)
      throw conflict(fmt::format("Another resource with the same parent already has this name: {}", part));
    if (is_variable(part) && is_variable(sibling.path_part)) {
      // {id} and {proxy+} may stand beside each other.
      if (is_greedy(part) != is_greedy(sibling.path_part)) continue;
      throw bad_request(fmt::format(
          "A sibling ({}) of this resource already has a variable path part -- only one is allowed",
          sibling.path_part));
    }
  }
}

void check_place(Store& store, std::string_view api, const Resource& parent, std::string_view part,
                 std::string_view self) {
  check_path_part(part);
  if (is_greedy(parent.path_part)) {
    throw bad_request(
        fmt::format("Cannot create a child of a resource with a greedy path variable: {}", parent.path_part));
  }
  check_siblings(store, api, parent, part, self);
}

std::string path_below(const Resource& parent, std::string_view part) {
  return fmt::format("{}/{}", parent.is_root() ? "" : parent.path, part);
}

void update_paths(Store& store, std::string_view api, const Resource& parent) {
  for (Resource child : store.children(api, parent.id)) {
    child.path = path_below(parent, child.path_part);
    store.save_resource(api, child);
    update_paths(store, api, child);
  }
}

bool is_below(Store& store, std::string_view api, const Resource& resource, std::string_view ancestor) {
  if (resource.id == ancestor) return true;
  return !resource.is_root() && is_below(store, api, *store.find_resource(api, resource.parent), ancestor);
}

}  // namespace

Resource existing_resource(Store& store, std::string_view api, std::string_view id) {
  auto resource = store.find_resource(api, id);
  if (!resource) throw resource_not_found();
  return *std::move(resource);
}

bool is_variable(std::string_view part) {
  return part.starts_with('{') && part.ends_with('}') && part.size() > 2;
}

bool is_greedy(std::string_view part) { return is_variable(part) && part.ends_with("+}"); }

Resource add_resource(Store& store, std::string_view api, const Resource& parent,
                      const std::string& path_part) {
  check_place(store, api, parent, path_part, "");
  // The root is not one of them (assumed).
  if (store.resource_count(api) > most_resources) throw too_many_resources();
  Resource resource{.id = store.account().ids().lower_alphanumeric(6),
                    .parent = parent.id,
                    .path_part = path_part,
                    .path = path_below(parent, path_part)};
  store.save_resource(api, resource);
  return resource;
}

Resource resource_at(Store& store, const RestApi& api, std::string_view path) {
  if (auto found = store.find_resource_at(api.id, path.empty() ? "/" : path)) return *std::move(found);
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) throw bad_request(fmt::format("Invalid path specified: {}", path));
  // Before the way up to the root is taken, which has as many steps.
  if (std::ranges::count(path, '/') > most_resources) throw too_many_resources();
  const Resource parent = resource_at(store, api, path.substr(0, slash));
  return add_resource(store, api.id, parent, std::string(path.substr(slash + 1)));
}

Resource move_resource(Store& store, std::string_view api, Resource resource, const Resource& parent,
                       const std::string& path_part) {
  if (resource.is_root()) throw bad_request("Root resource cannot be updated");  // assumed: the words
  if (is_below(store, api, parent, resource.id))
    throw bad_request("Resource cannot be a child of itself or of its children");  // assumed: the words
  check_place(store, api, parent, path_part, resource.id);
  if (is_greedy(path_part) && !store.children(api, resource.id).empty())
    throw bad_request(
        fmt::format("Cannot create a child of a resource with a greedy path variable: {}", path_part));
  resource.parent = parent.id;
  resource.path_part = path_part;
  resource.path = path_below(parent, path_part);
  store.save_resource(api, resource);
  update_paths(store, api, resource);
  return resource;
}

void remove_tree(Store& store, std::string_view api, const Resource& resource) {
  for (const Resource& child : store.children(api, resource.id)) remove_tree(store, api, child);
  store.remove_resource(api, resource.id);
}

Json resource_document(const Resource& resource, bool with_methods) {
  Json document{{"id", resource.id}, {"path", resource.path}};
  if (!resource.is_root()) {
    document["parentId"] = resource.parent;
    document["pathPart"] = resource.path_part;
  }
  for (const auto& [name, method] : resource.methods.items()) {
    document["resourceMethods"][name] = with_methods ? method : Json::object();
  }
  return document;
}

}  // namespace cloche::apigateway
