#pragma once
// The definition of an API (Swagger 2 or OpenAPI 3) that the transform writes methods into. Paths and methods
// may be behind an Fn::If; then what is done, is done in each branch.
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/json.h"

namespace cloche::deploy::sam {

inline constexpr const char* integration_key = "x-amazon-apigateway-integration";
inline constexpr const char* any_method = "x-amazon-apigateway-any-method";

/// What authorizers there are, each with its scopes.
using AuthorizerScopes = std::map<std::string, Json>;

class ApiDocument {
 public:
  explicit ApiDocument(Json document) : document_(std::move(document)) {}

  std::vector<std::string> paths() const;
  bool has_path(const std::string& path, const std::string& method) const;
  /// Whether there is an integration, in every branch.
  bool has_integration(const std::string& path, const std::string& method) const;
  void add_path(const std::string& path, const std::string& method);
  void make_path_conditional(const std::string& path, const std::string& condition);
  void set_timeout(const std::string& path, const std::string& method, const Json& milliseconds);

 protected:
  using Definition = std::function<void(Json& definition)>;
  /// Calls `visit` with what stands at a path and method, in each branch; without an integration only where
  /// `all` says so.
  void for_method(const std::string& path, const std::string& method, const Definition& visit,
                  bool all = false);
  /// The same for each branch of a path, which must be an object.
  void for_path(const std::string& path, const Definition& visit);
  Json& path_map() { return document_["paths"]; }

  Json document_;
};

/// "any" as API Gateway's extension, all else in lower case.
std::string normalized_method(const std::string& method);
/// The value itself, or the branches of its Fn::If that are not AWS::NoValue.
std::vector<Json*> branches(Json& item);
std::vector<const Json*> branches(const Json& item);
/// `value` must be an object, or InvalidDocument with `message`.
void require_object(const Json& value, const std::string& message);
void require_path_object(const Json& value, const std::string& path);
void require_method_object(const Json& value, const std::string& path, const std::string& method);
/// Appends to the `security` of a method, which must be a list.
Json security_of(const Json& definition, const std::string& path, const std::string& method);

/// "3.x" or "3.x.y".
bool is_openapi_3(const Json& version);
/// The path in an ARN: parameters as *, no slash at the end. `any_greedy`: {name+} too, not only {proxy+}.
std::string path_in_arn(const std::string& path, bool any_greedy);

}  // namespace cloche::deploy::sam
