#pragma once
// A stage of an API with the deployment that it points to, as plain data: what emulator/gateway needs to
// serve it. Immutable; the same one is handed to every request until the stage changes.
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fakes/core/json.h"

namespace cloche::apigateway {

/// Values by name, of which the order of the client does not matter.
using Texts = std::map<std::string, std::string>;

struct ServedIntegrationResponse {
  std::string status_code;
  std::string selection_pattern;  // "": the default
  Texts headers;                  // name → mapping expression
  Texts templates;                // content type → template
};

struct ServedIntegration {
  std::string type;  // "AWS_PROXY", "MOCK", …; "": there is none
  std::string http_method;
  std::string uri;
  std::string
      credentials;  // ARN of the role by which the integration is called; "": by the function's policy
  std::string passthrough_behavior;
  std::chrono::milliseconds timeout{29000};
  Texts request_templates;
  std::vector<ServedIntegrationResponse> responses;
};

/// What a stage sets for a method.
struct ServedSettings {
  bool metrics = false;  // by resource and method too
  struct Throttle {
    double rate;  // requests a second
    double burst;
  };
  std::optional<Throttle> throttle;
};

struct ServedMethod {
  std::string name;  // "GET", "ANY"
  std::string resource_id;
  std::string resource_path;
  std::string operation_name;  // "": it has none
  ServedIntegration integration;
  ServedSettings settings;
};

struct ServedResource {
  std::string path;
  std::vector<ServedMethod> methods;
};

struct ServedGatewayResponse {
  std::string status_code;  // "": that of the error
  Texts headers;            // name → mapping expression
  Texts templates;          // content type → template
};

struct ServedStage {
  std::string region;
  std::string account;
  std::string api;
  std::string api_name;
  std::string stage;
  std::string deployment;
  bool edge = false;      // behind CloudFront
  bool disabled = false;  // disableExecuteApiEndpoint
  Texts variables;
  std::vector<std::string> binary_media_types;
  std::vector<ServedResource> resources;                           // by path
  std::map<std::string, ServedGatewayResponse> gateway_responses;  // by type
};

using ServedStagePtr = std::shared_ptr<const ServedStage>;

/// Of the stage's document and its deployment's snapshot.
ServedStage read_served_stage(const Json& stage, const Json& snapshot);

}  // namespace cloche::apigateway
