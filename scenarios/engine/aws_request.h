#pragma once
// A request to AWS as a client makes it, in the service's protocol: AWS JSON, Query or REST-JSON, by the
// API models that the emulator serves by; and its signature (Signature Version 4).
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/clock.h"
#include "fakes/core/json.h"
#include "fakes/wire/http_message.h"
#include "fakes/wire/model.h"

namespace cloche::scenarios {

struct AwsCredentials {
  std::string access_key_id = "test";
  std::string secret = "test";
  std::string session_token;  // "": none
};

/// In which of its protocols a service is spoken to; nullopt where it has none of those above.
std::optional<wire::model::Protocol> spoken_protocol(const wire::model::Service& service);

/// `document` is of the operation's input (aws_document()). Throws ParameterError where a part of the path is
/// missing.
wire::HttpRequest aws_request(const wire::model::Service& service, const wire::model::Operation& operation,
                              const Json& document);

/// Adds Host, X-Amz-Date, and the signature over all that is there.
void sign_request(wire::HttpRequest& request, std::string_view host, const AwsCredentials& credentials,
                  std::string_view signing_name, std::string_view region, Time now);

}  // namespace cloche::scenarios
