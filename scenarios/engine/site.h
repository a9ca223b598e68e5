#pragma once
// Where a scenario is played: an endpoint, the stack that is deployed there, and what time it is. All that a
// step does goes through here, by HTTP.
//
// Threads: any, for several steps may be under way.
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/net/client.h"
#include "fakes/core/clock.h"
#include "fakes/core/json.h"
#include "scenarios/engine/admin_client.h"
#include "scenarios/engine/aws_answer.h"
#include "scenarios/engine/aws_request.h"
#include "scenarios/engine/matching.h"
#include "scenarios/engine/scenario.h"

namespace cloche::scenarios {

/// A step did not do what it should: what() says it in a sentence; which step it was is added on the way out.
class StepFailed : public std::runtime_error {
 public:
  explicit StepFailed(const std::string& message, std::vector<Difference> differences_ = {})
      : std::runtime_error(message), differences(std::move(differences_)) {}

  std::vector<Difference> differences;
  Place place;                      // of the innermost step
  std::vector<std::string> titles;  // of the steps, the outermost first
};

struct StackResource {
  std::string logical_id;
  std::string type;
  std::string physical_id;
};

struct StackState {
  std::string name;
  Json outputs = Json::object();
  std::vector<StackResource> resources{};
};

/// What POST /_cloche/deploy answers.
StackState stack_of(const std::string& name, const Json& deployed);

class Site {
 public:
  struct Settings {
    std::string account = "000000000000";  // "": it is not known
    std::string region = "us-east-1";
    AwsCredentials credentials{};
    bool is_cloche = true;  // has the admin API
  };

  /// Borrows the client.
  Site(net::Client& client, const std::string& endpoint, StackState stack, Settings settings);

  /// An answer to a request, sent to the endpoint. Throws StepFailed where none comes.
  wire::HttpResponse send(wire::HttpRequest request) const;
  /// An operation, signed; `region` "" is the site's. Throws StepFailed where it can't be asked.
  AwsAnswer call(std::string_view service, std::string_view operation, const Json& parameters,
                 std::string_view region = "") const;
  /// The same, to look at what is there: it is not among the requests that a scenario sees, and an error is
  /// StepFailed.
  Json look(std::string_view service, std::string_view operation, const Json& parameters);
  /// The admin API. Throws StepFailed.
  Json admin(std::string_view method, std::string_view target, const Json& body = nullptr) const;
  bool is_own_look(const std::string& request_id) const;

  /// Waits until nothing runs and nothing is due; where that can't be known, does not. Throws StepFailed
  /// where something failed on the way that no client sees.
  void wait_until_idle();

  Time now();
  /// What time it is may have changed.
  void forget_time();
  /// When the scenario began; or, where the clock was set back to before that, the earliest that it has been
  /// since. What happened in the scenario is not before.
  Time began();

  /// The physical id of a logical one, of this type where one is given; other names are what they are.
  std::string physical_id(const std::string& name, std::string_view type = "") const;
  /// The name of a function: of a logical id, an ARN, or its own.
  std::string function_name(const std::string& name) const;
  /// The same of one that is there: a look at another sees nothing, whatever is expected. Throws StepFailed,
  /// with the functions that there are.
  std::string existing_function(const std::string& name);
  bool has_api() const;
  /// "/_aws/execute-api/abc123/prod"; `api` and `stage` "" are the stack's own. Throws StepFailed where it
  /// has none, or several APIs.
  std::string api_path(const std::string& api = "", const std::string& stage = "");

  const StackState& stack() const { return stack_; }
  const Settings& settings() const { return settings_; }
  const std::string& endpoint() const { return admin_.endpoint(); }
  net::Client& client() const { return client_; }
  const AdminClient& admin_client() const { return admin_; }

 private:
  AwsAnswer look_anyhow(std::string_view service, std::string_view operation, const Json& parameters);
  Time learn_time();
  std::string only_api() const;
  std::string stage_of(const std::string& api);
  std::size_t failed_effects(const Json& idle) const { return idle.at("failed_effects").size(); }

  net::Client& client_;
  const AdminClient admin_;
  const StackState stack_;
  const Settings settings_;
  const std::string host_;
  std::size_t failures_before_ = 0;
  mutable std::mutex mutex_;  // guards what follows
  Time began_ = Time::max();
  std::optional<Time> frozen_at_;
  std::set<std::string, std::less<>> looks_;
  std::optional<std::string> stage_;
};

}  // namespace cloche::scenarios
