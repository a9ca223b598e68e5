#pragma once
// The execution metrics of APIs, AWS/ApiGateway: Count, 4XXError, 5XXError, Latency and IntegrationLatency,
// by API, by stage, and by method where its stage wants that. A request does not wait for its numbers: they
// are written down together with those of others, before anybody looks (Account::defer).
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
//
// Threads: any.
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "fakes/apigateway/served_stage.h"
#include "fakes/core/account.h"

namespace cloche::gateway {

struct FinishedRequest {
  apigateway::ServedStagePtr stage;
  const apigateway::ServedMethod* method = nullptr;  // of the stage; nullptr: it came to none
  std::string http_method;
  int status = 0;
  std::chrono::milliseconds latency{};
  std::optional<std::chrono::milliseconds> integration_latency = std::nullopt;
};

class Metrics : public std::enable_shared_from_this<Metrics> {
 public:
  /// `soon` runs a task in a moment.
  Metrics(std::shared_ptr<Account> account, std::function<void(std::move_only_function<void()>)> soon)
      : account_(std::move(account)), soon_(std::move(soon)) {}

  void add(FinishedRequest request);

 private:
  void write();

  const std::shared_ptr<Account> account_;
  const std::function<void(std::move_only_function<void()>)> soon_;
  std::mutex mutex_;  // guards what follows
  std::vector<FinishedRequest> unwritten_;
};

/// Writes them, in a unit of work.
void write_metrics(Account& account, const std::vector<FinishedRequest>& requests);

}  // namespace cloche::gateway
