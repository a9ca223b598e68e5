#pragma once
// The definition of a REST API.
#include <map>
#include <optional>
#include <string>

#include "emulator/deploy/sam/api_document.h"

namespace cloche::deploy::sam {

/// What a REST API answers to other origins; strings are API Gateway's, in quotes of their own.
struct Cors {
  Json allow_origin = "'*'";
  Json allow_headers;
  Json allow_methods;
  Json max_age;
  Json allow_credentials = false;
};

/// A request parameter of a method: "method.request.header.X".
struct RequestParameter {
  std::string name;
  Json required = false;
  Json caching = false;
};

class SwaggerDocument : public ApiDocument {
 public:
  /// Throws InvalidDocument for a definition that is not valid.
  explicit SwaggerDocument(const Json& definition);

  /// What an API begins with whose definition SAM writes.
  static Json skeleton();
  static bool is_valid(const Json& definition);

  /// The definition as it has become.
  Json take();

  void add_lambda_integration(const std::string& path, const std::string& method, const Json& uri,
                              const Json& method_auth, const Json& api_auth, const Json& condition,
                              const Json& transfer_mode, const std::string& partition);
  void add_state_machine_integration(const std::string& path, const std::string& method, const Json& uri,
                                     const Json& credentials, const Json& request_templates,
                                     const Json& condition);
  /// What stands at a path and method (of the first branch).
  Json method_definition(const std::string& path, const std::string& method) const;

  void add_cors(const std::string& path, const Cors& cors);
  void set_binary_media_types(const Json& types);
  void disable_execute_api_endpoint(const Json& disabled);
  void add_models(const Json& models);
  void add_gateway_response(const std::string& type, Json response);

  void add_security_definition(const std::string& name, Json definition);
  void add_api_key_definition();
  void set_default_authorizer(const std::string& path, const std::string& authorizer,
                              const AuthorizerScopes& all, bool also_preflight);
  void require_api_key(const std::string& path, bool also_preflight);
  /// The Auth of an event.
  void add_auth(const std::string& path, const std::string& method, const Json& auth, const Json& api_auth);

  void add_request_validator(const std::string& path, const std::string& method, bool body, bool parameters);
  void add_request_model(const std::string& path, const std::string& method, const Json& request_model);
  void add_request_parameters(const std::string& path, const std::string& method,
                              const std::vector<RequestParameter>& parameters);

  void add_resource_policy(const Json& policy, const std::string& path, const Json& stage);
  void add_custom_statements(const Json& statements);

 private:
  void set_method_authorizer(const std::string& path, const std::string& method,
                             const std::string& authorizer, const Json& authorizers, const Json& scopes);
  void set_method_api_key(const std::string& path, const std::string& method, bool required);
  void set_security(Json& definition, Json security);
  void for_each_method(const std::string& path,
                       const std::function<void(const std::string& method, Json& definition)>& visit);

  Json security_;
  Json gateway_responses_;
  Json policy_;
  Json models_;
};

/// What an OpenAPI 3 document must have in other places than a Swagger 2 one. `version` is the property
/// OpenApiVersion.
Json openapi_3_form(Json definition, const Json& version);

}  // namespace cloche::deploy::sam
