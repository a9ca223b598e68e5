#include "scenarios/engine/deployment.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "scenarios/engine/paging.h"

namespace cloche::scenarios {

namespace {

Json forked(const AdminClient& of) { return of.ask("POST", "/_cloche/fork", nullptr); }

}  // namespace

Fork::Fork(net::Client& client, const AdminClient& of) : Fork(client, forked(of)) {}

Fork::Fork(net::Client& client, const Json& answer)
    : admin_(client, answer.at("endpoint").get<std::string>()),
      account_(answer.at("account").get<std::string>()) {}

Fork::~Fork() {
  try {
    admin_.ask("DELETE", "/_cloche/fork", nullptr);
  } catch (const std::exception&) {  // it is gone, or goes with its emulator
  }
}

std::unique_ptr<Deployed> deploy(net::Client& client, const AdminClient& empty,
                                 const Deployment& deployment) {
  auto deployed = std::make_unique<Deployed>(client, empty, deployment.stack);
  const AdminClient& admin = deployed->account.admin();
  if (!deployment.clock.empty())
    admin.ask("POST", "/_cloche/clock", {{"freeze", true}, {"set", deployment.clock}});
  if (deployment.file.empty()) return deployed;
  const std::string file = std::filesystem::absolute(deployment.file).lexically_normal().string();
  if (!std::filesystem::exists(file) || std::filesystem::is_directory(file))
    throw DeployFailed(
        fmt::format("{}: there is no template {}", deployment.file_place.text(), deployment.file.string()));
  try {
    const Json answer = admin.ask("POST", "/_cloche/deploy",
                                  {{"stack", deployment.stack},
                                   {"file", file},
                                   {"parameters", deployment.parameters},
                                   {"region", deployment.region}});
    deployed->stack = stack_of(deployment.stack, answer);
    admin.get("/_cloche/idle");
  } catch (const AdminRefused& refused) {
    const std::string why = refused.what();
    // With a line of the template, or else with that of the scenario that asks for it.
    if (refused.status == 400 && why.starts_with(file + ":") && std::isdigit(why[file.size() + 1]) != 0)
      throw DeployFailed(why);
    throw DeployFailed(fmt::format("{}: {} can't be deployed: {}", deployment.stack_place.text(),
                                   deployment.file.string(), why));
  }
  return deployed;
}

StackState deployed_stack(net::Client& client, const std::string& endpoint, const std::string& name,
                          const Site::Settings& settings) {
  StackState stack;
  stack.name = name;
  Site site(client, endpoint, {}, settings);
  const AwsAnswer described = site.call("cloudformation", "DescribeStacks", {{"StackName", name}});
  if (!described.error.empty())
    throw StepFailed(fmt::format("the stack {} is not at {}: {}", name, endpoint, described.message));
  for (const Json& one : described.result.value("Stacks", Json::array())) {
    for (const Json& output : one.value("Outputs", Json::array()))
      stack.outputs[output.value("OutputKey", "")] = output.value("OutputValue", "");
  }
  for_each_page(site, {"cloudformation", "ListStackResources", "NextToken", "NextToken"},
                {{"StackName", name}}, [&](const Json& page) {
                  for (const Json& resource : page.value("StackResourceSummaries", Json::array()))
                    stack.resources.push_back({resource.value("LogicalResourceId", ""),
                                               resource.value("ResourceType", ""),
                                               resource.value("PhysicalResourceId", "")});
                });
  return stack;
}

}  // namespace cloche::scenarios
