#pragma once
// What a request asks for: which service, in which region, which operation, in which protocol. AWS gives
// every service a host of its own; here all come in by one port, so whatever tells them apart is used, the
// surest first: X-Amz-Target, the path of RPC v2 CBOR, the credential scope, the host name
// ("dynamodb.us-east-1.localhost"), a Query request's Version, and at last the path, which is S3's.
//
// https://smithy.io/2.0/aws/protocols/ describes where each protocol puts the operation's name.
#include <string>
#include <string_view>

#include "emulator/front/services.h"
#include "fakes/wire/codec.h"
#include "fakes/wire/http_message.h"
#include "fakes/wire/sigv4.h"

namespace cloche::front {

inline constexpr std::string_view default_region = "us-east-1";

struct Destination {
  const Service* service = nullptr;                   // nullptr: none that Cloche knows
  const wire::model::Operation* operation = nullptr;  // nullptr: the service has none such
  const wire::Codec* codec = &wire::json_codec();     // how the request speaks, and wants to be answered
  std::string_view service_name;                      // as the request says it, for messages
  std::string operation_name;                         // the same; of a REST request, "PUT /path"
  std::string region;
  wire::PathLabels labels;
};

/// Never throws: what is not found is absent.
Destination find_destination(const Services& services, const wire::HttpRequest& request,
                             const wire::SignatureInput& signature);

}  // namespace cloche::front
