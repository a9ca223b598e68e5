#pragma once
// How the resources of REST APIs are made, changed and deleted: for the table of them in apigateway.cpp. APIs
// and what they consist of in rest_api.cpp, deployments and stages in rest_api_stage.cpp.
#include <vector>

#include "emulator/deploy/resource_type.h"

namespace cloche::deploy {

/// Patch operations, as the Update… calls of API Gateway take them.
class Patch {
 public:
  void replace(std::string path, std::string value) { add("replace", std::move(path), std::move(value)); }
  void insert(std::string path, std::string value) { add("add", std::move(path), std::move(value)); }
  void remove(std::string path);
  /// Calls `operation` with `names` and the operations, where there are any.
  void send(const Context& context, const char* operation, Json names) const;

 private:
  void add(const char* op, std::string path, std::string value);
  Json operations_ = Json::array();
};

/// A segment of a patch's path: "/" is "~1", "~" is "~0".
std::string patch_segment(std::string_view text);

/// Changes the tags of "/restapis/ID" and what is below it.
void change_api_tags(const Context& context, const std::string& path, const Json& before, const Json& after);

Resource create_rest_api(const Context& context, const Json& properties);
Resource update_rest_api(const Context& context, const Resource& resource, const Json& before,
                         const Json& after);
void delete_rest_api(const Context& context, const Resource& resource, const Json& properties);
void mark_rest_api(const Context& context, const Resource& resource, const Json& properties,
                   const Json& tags);
Resource create_api_account(const Context& context, const Json& properties);
Resource update_api_account(const Context& context, const Resource& resource, const Json& before,
                            const Json& after);
void delete_api_account(const Context& context, const Resource& resource, const Json& properties);
Resource create_api_resource(const Context& context, const Json& properties);
void delete_api_resource(const Context& context, const Resource& resource, const Json& properties);
Resource create_method(const Context& context, const Json& properties);
Resource update_method(const Context& context, const Resource& resource, const Json& before,
                       const Json& after);
void delete_method(const Context& context, const Resource& resource, const Json& properties);
Resource create_gateway_response(const Context& context, const Json& properties);
Resource update_gateway_response(const Context& context, const Resource& resource, const Json& before,
                                 const Json& after);
void delete_gateway_response(const Context& context, const Resource& resource, const Json& properties);
Resource create_model(const Context& context, const Json& properties);
Resource update_model(const Context& context, const Resource& resource, const Json& before,
                      const Json& after);
void delete_model(const Context& context, const Resource& resource, const Json& properties);

Resource create_api_deployment(const Context& context, const Json& properties);
Resource update_api_deployment(const Context& context, const Resource& resource, const Json& before,
                               const Json& after);
void delete_api_deployment(const Context& context, const Resource& resource, const Json& properties);
Resource create_stage(const Context& context, const Json& properties);
Resource update_stage(const Context& context, const Resource& resource, const Json& before,
                      const Json& after);
void delete_stage(const Context& context, const Resource& resource, const Json& properties);
void mark_stage(const Context& context, const Resource& resource, const Json& properties, const Json& tags);

}  // namespace cloche::deploy
