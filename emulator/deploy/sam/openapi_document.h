#pragma once
// The definition of an HTTP API.
#include <string>

#include "emulator/deploy/sam/api_document.h"

namespace cloche::deploy::sam {

inline constexpr const char* default_path = "$default";

class OpenApiDocument : public ApiDocument {
 public:
  /// Throws InvalidDocument for a definition that is not valid.
  explicit OpenApiDocument(const Json& definition);

  static Json skeleton();
  static Json default_title();
  static bool is_valid(const Json& definition);

  /// The definition as it has become.
  Json take();

  void add_lambda_integration(const std::string& path, const std::string& method, const Json& uri,
                              const Json& condition);
  /// Whether a path and method has an integration, with this function in every branch.
  bool invokes(const std::string& path, const std::string& method, const std::string& function);
  void add_path_parameters(const std::string& path, const std::string& method);
  void set_payload_format_version(const std::string& path, const std::string& method, const Json& version);

  void add_security_scheme(const std::string& name, Json scheme) {
    security_schemes_[name] = std::move(scheme);
  }
  void set_default_authorizer(const std::string& path, const std::string& authorizer, const Json& scopes);
  /// The Auth of an event.
  void add_auth(const std::string& path, const std::string& method, const Json& auth, const Json& api_auth);

  void add_tags(const Json& tags);
  void disable_execute_api_endpoint(const Json& disabled);
  /// `origins` may be an intrinsic function that stands for the whole configuration.
  void add_cors(const Json& cors);
  void set_description(const Json& description);
  void set_title(const Json& title) { info_["title"] = title; }

 private:
  Json security_schemes_;
  Json tags_;
  Json info_;
};

}  // namespace cloche::deploy::sam
