#pragma once
#include "emulator/deploy/sam/context.h"
#include "emulator/deploy/sam/properties.h"

namespace cloche::deploy::sam {

/// Resources of SAM, each as what it is made of. Throw ResourceError, EventError, StructureError for what is
/// wrong with the one, and InvalidDocument for the whole.
Resources transform_function(Context& context, const std::string& logical_id, Json& definition);

/// The URL of a function (FunctionUrlConfig), with what lets anybody call it. `alias` may be null.
Resources make_function_url(const Declared& function, const Resource& lambda, const Resource* alias);

/// What becomes of asynchronous invocations (EventInvokeConfig): the configuration, the queues and topics
/// that are made for its destinations, and the policies that the role needs.
struct EventInvokeConfig {
  Resources made;
  Json policies = Json::array();
};
EventInvokeConfig make_event_invoke_config(Context& context, const Declared& function, const Resource& lambda,
                                           const Resource* alias, const std::string& alias_name);

/// Code that lies in S3: "s3://bucket/key?versionId=…" or a map with Bucket, Key and Version, as Lambda's
/// S3Bucket, S3Key, S3ObjectVersion. Throws ResourceError.
Json s3_code(const Json& location, const std::string& logical_id, const std::string& property);
/// The same as Bucket, Key, Version.
Json s3_location(const Json& location, const std::string& logical_id, const std::string& property);

/// A resource's tags behind those that SAM adds; a reserved one is refused.
Json function_tags(const std::string& logical_id, const Json& tags, const Json& additional = Json::object());

/// Gives tags to all resources, where they are to be propagated.
void propagate_tags(Resources& resources, const Json& tags, const Json& propagate);

}  // namespace cloche::deploy::sam
