#pragma once
// The stacks that scenarios are played on. Each is deployed once, in an empty account of its own (a fork of
// the emulator's), whose time stands still from the beginning where it does for the scenario; a scenario is
// played in a fork of that.
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "emulator/net/client.h"
#include "scenarios/engine/admin_client.h"
#include "scenarios/engine/scenario.h"
#include "scenarios/engine/site.h"

namespace cloche::scenarios {

/// A fork, which is ended with this.
class Fork {
 public:
  /// Of the account at an endpoint. Throws AdminRefused, net::NoAnswer.
  Fork(net::Client& client, const AdminClient& of);
  ~Fork();
  Fork(const Fork&) = delete;

  const AdminClient& admin() const { return admin_; }
  const std::string& endpoint() const { return admin_.endpoint(); }
  const std::string& account() const { return account_; }

 private:
  Fork(net::Client& client, const Json& answer);
  const AdminClient admin_;
  const std::string account_;
};

/// A template that can't be deployed: what() is "file:line:column: LogicalId: …", or whatever the reason is.
class DeployFailed : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A stack that stands.
struct Deployed {
  Deployed(net::Client& client, const AdminClient& empty, std::string name)
      : account(client, empty), stack{.name = std::move(name)} {}
  Fork account;
  StackState stack;
};

/// Deploys into a fork of the empty account at `empty`. Throws DeployFailed, AdminRefused, net::NoAnswer.
std::unique_ptr<Deployed> deploy(net::Client& client, const AdminClient& empty, const Deployment& deployment);

/// The stack of this name that an endpoint has already, as CloudFormation describes it there; without outputs
/// and resources where it has none such.
StackState deployed_stack(net::Client& client, const std::string& endpoint, const std::string& name,
                          const Site::Settings& settings);

}  // namespace cloche::scenarios
