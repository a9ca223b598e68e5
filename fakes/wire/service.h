#pragma once
// How a fake is registered: one ServiceDefinition, made in fakes/<service>/service.cpp, from which dispatch,
// coverage and documentation derive. An operation is one function:
//
//   Answer put_item(Call& call, const Structure& request);
//
// It runs inside the account's unit of work. It has been given a request that the model allows; it throws
// ApiError; what it answers is checked against the model's output shape by the encoder. It knows nothing of
// HTTP.
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "fakes/core/account.h"
#include "fakes/core/delivery.h"
#include "fakes/core/json.h"
#include "fakes/wire/model.h"
#include "fakes/wire/structure.h"

namespace cloche::lambda {
struct PendingInvocation;  // fakes/lambda/pending_invocation.h
}

namespace cloche::wire {

/// Who calls.
struct Caller {
  std::string account;        // the 12 digits
  std::string arn;            // "arn:aws:iam::000000000000:root"
  std::string user_id;        // as sts:GetCallerIdentity answers it
  std::string access_key_id;  // "" for an unsigned request
};

/// Takes note of a setting that was accepted and is not applied (promise 1); in strict mode it throws
/// ApiError.
class UnsupportedSettings {
 public:
  virtual ~UnsupportedSettings() = default;
  /// `what` names it: "GlobalSecondaryIndexes.ProvisionedThroughput is stored and not enforced".
  virtual void report(std::string_view service, std::string_view operation, std::string_view what) = 0;
};

/// One call of one operation.
struct Call {
  Account& account;
  const std::string& region;
  const Caller& caller;
  const std::string& request_id;
  const model::Service& service;
  const model::Operation& operation;
  UnsupportedSettings& unsupported;
  std::string_view host = "localhost:4566";  // by which the client reaches Cloche: the Host header
  std::string_view trace_id = "";            // X-Ray's header
  bool may_wait = false;                     // whether Answer::wait is taken

  /// "arn:aws:dynamodb:us-east-1:000000000000:table/Music", for a resource of this service, region and
  /// account.
  std::string arn(std::string_view resource) const;
  void report_unsupported(std::string_view what) const {
    unsupported.report(service.name, operation.name, what);
  }
};

/// There is nothing to answer yet: the operation is called again, with the same request, each time the bell
/// (Account::ring) has been rung, and once more, with `may_wait` false, when the caller has waited long
/// enough.
struct Wait {
  std::string bell;
  std::chrono::milliseconds most;  // real time, from the request's arrival
};

/// What an operation answers: a document of the output shape; or what must happen before it can answer, for
/// no operation waits.
struct Answer {
  Json document = Json::object();
  std::optional<Wait> wait = std::nullopt;
  /// A function to run; it says how to go on with the outcome.
  std::shared_ptr<lambda::PendingInvocation> invocation = nullptr;

  Answer() = default;
  Answer(Json document_) : document(std::move(document_)) {}      // NOLINT: `return json;`
  Answer(Wait wait_) : wait(std::move(wait_)) {}                  // NOLINT
  Answer(std::shared_ptr<lambda::PendingInvocation> invocation_)  // NOLINT
      : invocation(std::move(invocation_)) {}
};

using OperationFunction = Answer (*)(Call& call, const Structure& request);

struct OperationEntry {
  std::string_view name;
  OperationFunction function = nullptr;
  /// Neither reads nor writes what deferred work (Account::defer) may write: it need not wait for that.
  bool overtakes = false;
};

/// What is to be done when a row of the outbox that the service wrote falls due, inside the account: a status
/// that changes, an item that expires. Runs as one unit of work; the row has been removed.
struct EffectEntry {
  std::string_view kind;
  void (*function)(Account& account, const Json& payload);
};

struct ServiceDefinition {
  std::string_view name;  // of the model
  std::span<const OperationEntry> operations;
  Schema schema{};
  std::span<const EffectEntry> effects{};
  /// Takes what another service sends to a resource of this one; throws ApiError where the resource is not
  /// there or does not take it. nullptr: nothing can be sent to it.
  void (*receive)(Account& account, const Delivery& delivery) = nullptr;

  /// The model; a Fault where `name` or an operation is not in it.
  const model::Service& model() const;
  /// nullptr where the operation has no function (it is "not emulated").
  OperationFunction function(std::string_view operation) const;
};

}  // namespace cloche::wire
