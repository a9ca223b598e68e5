#pragma once
// The services that Cloche knows: every model, and of each operation whether a fake answers it. Dispatch,
// schemas, effects, coverage and documentation derive from it. Made once, and not changed afterwards.
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "emulator/effects/effects.h"
#include "fakes/wire/rest_router.h"
#include "fakes/wire/service.h"

namespace cloche::front {

/// One service: its model, and its fake where there is one.
struct Service {
  const wire::model::Service* model = nullptr;
  std::vector<wire::OperationEntry>
      entries;  // of each of the model's operations; without function: not emulated
  std::optional<wire::RestRouter> router;  // of a service with a REST protocol

  const wire::OperationEntry& entry(const wire::model::Operation& operation) const {
    return entries[static_cast<std::size_t>(&operation - model->operations.data())];
  }
  wire::OperationFunction function(const wire::model::Operation& operation) const {
    return entry(operation).function;
  }
  std::size_t known() const { return entries.size(); }
  std::size_t emulated() const;
};

class Services {
 public:
  using Candidates = std::vector<const Service*>;

  /// `definitions` are the fakes; a Fault where one is not of a known model. They are only read here.
  explicit Services(std::span<const wire::ServiceDefinition* const> definitions);
  Services(const Services&) = delete;

  /// By name.
  std::span<const Service> all() const { return services_; }
  const Service* find(std::string_view name) const;

  /// By "DynamoDB_20120810", which is what an X-Amz-Target and a path of RPC v2 CBOR begin with; nullptr:
  /// unknown.
  const Service* by_target(std::string_view prefix) const;
  /// By the service of a credential scope; several share one. Empty: unknown.
  const Candidates& by_signing_name(std::string_view name) const;
  /// By the first part of a host name: "dynamodb", "streams.dynamodb", "email".
  const Candidates& by_endpoint(std::string_view prefix) const;
  /// By the Version of a Query request.
  const Candidates& by_version(std::string_view version) const;

  std::span<const Schema> schemas() const { return schemas_; }
  const std::vector<wire::EffectEntry>& effects() const { return effects_; }
  const std::vector<effects::Receiver>& receivers() const { return receivers_; }

 private:
  using Index = std::unordered_map<std::string_view, Candidates>;

  std::vector<Service> services_;
  std::unordered_map<std::string_view, const Service*> targets_;
  Index signing_names_, endpoints_, versions_;
  std::vector<Schema> schemas_;
  std::vector<wire::EffectEntry> effects_;
  std::vector<effects::Receiver> receivers_;
};

/// The fakes of this version of Cloche: the one list of them.
std::span<const wire::ServiceDefinition* const> fakes();

}  // namespace cloche::front
