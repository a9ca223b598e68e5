#include "emulator/front/services.h"

#include <algorithm>
#include <functional>

#include "fakes/core/fault.h"

namespace cloche::front {

namespace {

using wire::model::Protocol;

// RPC v2 CBOR names a service by its shape in Smithy, which a botocore model of another protocol does not
// carry.
struct ShapeName {
  std::string_view service;
  std::string_view shape;
};
constexpr ShapeName shape_names[] = {{"cloudwatch", "GraniteServiceVersion20100801"}};

const Services::Candidates none;

template <class Index>
const Services::Candidates& look_up(const Index& index, std::string_view name) {
  const auto found = index.find(name);
  return found == index.end() ? none : found->second;
}

}  // namespace

std::size_t Service::emulated() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(entries, [](const auto& entry) { return entry.function != nullptr; }));
}

Services::Services(std::span<const wire::ServiceDefinition* const> definitions) {
  for (const wire::model::Service* model : wire::model::services()) {
    Service& service = services_.emplace_back();
    service.model = model;
    service.entries.resize(model->operations.size());
    const bool is_rest = model->protocol == Protocol::rest_json || model->protocol == Protocol::rest_xml;
    if (is_rest) service.router.emplace(*model);
  }
  for (const wire::ServiceDefinition* definition : definitions) {
    const wire::model::Service& model = definition->model();
    const auto service = std::ranges::find(services_, &model, &Service::model);
    if (service == services_.end()) fail("the fake {} is of no known model", definition->name);
    for (const wire::OperationEntry& entry : definition->operations) {
      const auto index = model.operation(entry.name) - model.operations.data();
      service->entries[static_cast<std::size_t>(index)] = entry;
    }
    if (!definition->schema.steps.empty()) schemas_.push_back(definition->schema);
    effects_.insert(effects_.end(), definition->effects.begin(), definition->effects.end());
    if (definition->receive != nullptr) receivers_.push_back({model.signing_name, definition->receive});
  }
  // Those of many steps first: with each ALTER TABLE, SQLite reads again the whole schema, which is short
  // then.
  std::ranges::stable_sort(schemas_, std::ranges::greater(),
                           [](const Schema& schema) { return schema.steps.size(); });
  for (const Service& service : services_) {
    const wire::model::Service& model = *service.model;
    if (!model.target_prefix.empty()) targets_.emplace(model.target_prefix, &service);
    signing_names_[model.signing_name].push_back(&service);
    endpoints_[model.endpoint_prefix].push_back(&service);
    if (model.speaks(Protocol::query) || model.speaks(Protocol::ec2)) {
      versions_[model.api_version].push_back(&service);
    }
  }
  for (const ShapeName& name : shape_names) {
    if (const Service* service = find(name.service)) targets_.emplace(name.shape, service);
  }
}

const Service* Services::find(std::string_view name) const {
  const auto found =
      std::ranges::find_if(services_, [&](const Service& service) { return service.model->name == name; });
  return found == services_.end() ? nullptr : &*found;
}

const Service* Services::by_target(std::string_view prefix) const {
  const auto found = targets_.find(prefix);
  return found == targets_.end() ? nullptr : found->second;
}

const Services::Candidates& Services::by_signing_name(std::string_view name) const {
  return look_up(signing_names_, name);
}
const Services::Candidates& Services::by_endpoint(std::string_view prefix) const {
  return look_up(endpoints_, prefix);
}
const Services::Candidates& Services::by_version(std::string_view version) const {
  return look_up(versions_, version);
}

}  // namespace cloche::front
