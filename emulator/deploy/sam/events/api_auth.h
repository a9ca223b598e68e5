#pragma once
#include <string>

#include "emulator/deploy/sam/context.h"
#include "emulator/deploy/sam/swagger_document.h"

namespace cloche::deploy::sam {

/// An event at a method of a REST API.
struct RestMethod {
  std::string event_id;
  std::string api_id;
  std::string path;
  std::string method;
  Json stage;
};

/// Applies the Auth of an event to its method: authorizer, scopes, API key and resource policy. Throws
/// EventError where it asks for what the API does not define.
void add_event_auth(Context& context, SwaggerDocument& document, const RestMethod& at, const Json& event_auth,
                    Json& api);

/// Refuses an authorizer that is no name, or an API without a map of authorizers.
void check_authorizer_kind(const std::string& event_id, const std::string& method, const std::string& path,
                           const Json& authorizer, const Json& authorizers, bool iam_enabled);

/// The REST API that an event refers to: its properties, where the event may write, and what its permission's
/// name ends in.
struct ReferredApi {
  Json* properties;
  std::string id;
  std::string stage_suffix;
};
/// Throws EventError, ResourceError where it is not in the template.
ReferredApi referred_api(Context& context, const std::string& event_id, const Json& rest_api_id);
/// The name in a RestApiId, that may be a Ref.
Json api_id_of(const Json& rest_api_id);

/// {"Fn::Sub": "arn:…:lambda:path/…/functions/${Function.Arn}/invocations"}
Json invocation_uri(const Resource& target, const std::string& partition, bool streamed);

}  // namespace cloche::deploy::sam
