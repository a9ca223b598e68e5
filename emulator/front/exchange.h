#pragma once
// One request on its way through the pipeline: what each step has found out so far, for the steps after it.
#include <chrono>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "emulator/front/destination.h"
#include "emulator/front/waiting.h"
#include "emulator/front/world.h"
#include "emulator/gateway/address.h"
#include "emulator/net/server.h"
#include "fakes/core/api_error.h"
#include "fakes/wire/service.h"
#include "fakes/wire/sigv4.h"

namespace cloche::front {

struct Exchange {
  Exchange(net::Request request_, net::Responder respond_, std::shared_ptr<World> fork_)
      : request(std::move(request_)), respond(std::move(respond_)), fork(std::move(fork_)) {}
  ~Exchange() {
    discard(document);
    discard(answer.document);
  }

  net::Request request;
  net::Responder respond;
  std::shared_ptr<World> fork;  // whose endpoint it came in by; nullptr: the main one
  const std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();

  std::optional<std::string> sent_sha256;  // of the body as it was sent, in hex, where it came packed

  std::optional<gateway::Address> api;  // a request to an API of the account, and not to a service
  std::string api_operation;            // "GET /pets/{id}"

  World* world = nullptr;
  std::string request_id;
  std::string trace_id;
  wire::SignatureInput signature;
  Destination destination;
  wire::Caller caller;
  bool decoded = false;
  Json document;
  wire::Answer answer;

  bool may_wait = true;                             // the operation may say that it waits
  Waiting::Ticket ticket = 0;                       // of the answer's Wait
  std::move_only_function<wire::Answer()> proceed;  // instead of the operation: goes on with an outcome

  net::Response response;
  std::string error;  // the code of the error that is answered; "": none
};

}  // namespace cloche::front
