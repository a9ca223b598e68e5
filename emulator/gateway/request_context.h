#pragma once
// What is known of one request to an API beside the request itself: what its event tells the function, and
// what gateway responses may name as $context.
#include <string>
#include <string_view>

#include "emulator/gateway/routes.h"
#include "fakes/apigateway/served_stage.h"
#include "fakes/core/clock.h"
#include "fakes/wire/http_message.h"

namespace cloche::gateway {

struct RequestContext {
  const wire::HttpRequest& request;
  std::string_view remote_address;  // "127.0.0.1"
  std::string_view path;            // after the stage, as it was sent
  std::string_view host;            // by which the API was named; "": by the path
  std::string_view request_id;
  std::string_view trace_id;     // "1-5759e988-bd862e3fe1be46a994272793"
  Time time;                     // on the account's clock
  const Match* match = nullptr;  // where the path leads, whatever the method; nullptr: nowhere

  /// "JKJaXmPLvHcESHA=", another one for each request id.
  std::string extended_id() const;
  /// "abc.execute-api.us-east-1.amazonaws.com"; where the API was named by its host, that one.
  std::string domain_name(const apigateway::ServedStage& stage) const;
};

/// "09/Apr/2015:12:34:56 +0000".
std::string request_time(Time time);

}  // namespace cloche::gateway
