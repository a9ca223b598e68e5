#pragma once
// Methods of resources and what they answer: checks, and finding them. A method is a document of the model
// within its resource, with its responses ("methodResponses") and its integration ("methodIntegration").
#include <string>
#include <string_view>

#include "fakes/apigateway/resource_tree.h"
#include "fakes/apigateway/rest_api.h"
#include "fakes/apigateway/store.h"
#include "fakes/core/api_error.h"
#include "fakes/wire/service.h"

namespace cloche::apigateway {

/// A method that a request names, with the resource that holds it: change `document()` and save().
class MethodPlace {
 public:
  /// What a request gives beside the names of the place.
  static Json given(const wire::Structure& request);

  /// NotFoundException where the API, the resource or the method is not there.
  MethodPlace(wire::Call& call, const wire::Structure& request);

  Store& store() { return store_; }
  const RestApi& api() const { return api_; }
  const Resource& resource() const { return resource_; }
  Json& document() { return resource_.methods[name_]; }
  /// The integration; NotFoundException where there is none.
  Json& integration();
  /// A member of `holder` by a status code: a method's or an integration's response. NotFoundException.
  static Json& response(Json& holder, const char* member, const std::string& status_code);
  void remove();
  void save() { store_.save_resource(api_.id, resource_); }

 private:
  Store store_;
  RestApi api_;
  Resource resource_;
  std::string name_;
};

/// BadRequestException for what is none of GET, … and ANY.
void check_method_name(std::string_view name);

/// Checks how a method is authorized: a definition that is imported is held to the type only, as it would
/// bring the authorizers, which are not emulated.
void check_authorization_type(const Json& method);
void check_authorization(const Json& method);
/// Checks the rest of a method's document; `api` says which models there are.
void check_method(Store& store, std::string_view api, const Json& method);
/// Says what of a method is kept and not applied.
void report_method_settings(wire::Call& call, const Json& method);

void check_method_response(Store& store, std::string_view api, const Json& response);

/// In the words of API Gateway: of an expression that is none, and of one that names what is not declared.
ApiError invalid_mapping(std::string_view expression);
ApiError invalid_mapping_parameter(std::string_view parameter);

}  // namespace cloche::apigateway
