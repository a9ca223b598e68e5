#pragma once
// A Cloche that runs, as a command finds it: over the wire, as any client does. What the commands that talk
// to one have in common: where it is, in which region and account they work, and how it says no.
#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "emulator/net/client.h"
#include "emulator/net/server.h"
#include "fakes/core/json.h"

namespace CLI {
class App;
}

namespace cloche::commands {

struct RunningOptions {
  std::string endpoint = "http://localhost:4566";
  std::string region = "us-east-1";
  std::string account = "000000000000";

  /// --endpoint, --region, --account.
  void add_to(CLI::App& command);
};

class RunningCloche {
 public:
  /// Throws std::invalid_argument where the endpoint is no URL.
  explicit RunningCloche(const RunningOptions& options);

  /// Sends a request to a service, signed as whoever owns the account. Throws net::NoAnswer.
  wire::HttpResponse call(const std::string& service, wire::HttpRequest request,
                          std::chrono::milliseconds timeout = net::Client::default_timeout);
  /// Asks the admin API. Answers its status and document.
  struct AdminAnswer {
    int status = 0;
    Json document;
  };
  AdminAnswer admin(const std::string& method, const std::string& path, const Json& body = nullptr);

 private:
  const RunningOptions options_;
  net::Engine engine_{1};
  net::Client client_{engine_};
  const net::Address address_;
};

/// Runs `work`, which answers an exit status, and says what keeps it from a Cloche that runs.
int with_running(const RunningOptions& options, const std::function<int(RunningCloche&)>& work);

}  // namespace cloche::commands
