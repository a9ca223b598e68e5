#pragma once
// The resources of an API: a tree of path parts, in which "{name}" stands for any part and "{name+}" for all
// that follow.
#include <string>
#include <string_view>

#include "fakes/apigateway/store.h"

namespace cloche::apigateway {

/// NotFoundException where it is not there.
Resource existing_resource(Store& store, std::string_view api, std::string_view id);

/// "{proxy+}".
bool is_greedy(std::string_view path_part);
/// "{id}" or "{proxy+}".
bool is_variable(std::string_view path_part);

/// A new child, checked in the order of API Gateway (assumed): the path part, the parent, its children.
Resource add_resource(Store& store, std::string_view api, const Resource& parent,
                      const std::string& path_part);

/// The resource at this path, and all those on the way to it, made where they are missing.
Resource resource_at(Store& store, const RestApi& api, std::string_view path);

/// Gives it another parent or path part, and all below it their new paths.
Resource move_resource(Store& store, std::string_view api, Resource resource, const Resource& parent,
                       const std::string& path_part);

/// With all below it.
void remove_tree(Store& store, std::string_view api, const Resource& resource);

/// Resource, as operations answer it; its methods whole where `with_methods`, else their names.
Json resource_document(const Resource& resource, bool with_methods);

}  // namespace cloche::apigateway
