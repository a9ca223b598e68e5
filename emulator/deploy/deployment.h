#pragma once
// Deploys templates into an account: makes a stack or brings the one of that name to what the template asks
// for, and deletes stacks. Each is one unit of work of the account: where it fails, the account is what it
// was.
//
//   read_template → expand_loops → package_local_code → sam::transform → Evaluation → StackChange
//
// Threads: any; it takes the account's lock. Templates are read and transformed outside of it.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulator/deploy/evaluation.h"
#include "emulator/deploy/operations.h"
#include "emulator/deploy/stack_events.h"
#include "emulator/deploy/template_source.h"
#include "fakes/cloudformation/store.h"

namespace cloche::deploy {

struct Deletion;

/// Where stacks are deployed.
struct Destination {
  Operations::Fakes fakes;
  Account& account;
  wire::UnsupportedSettings& unsupported;
  std::string region = "us-east-1";
  std::string host = "localhost:4566";  // by which clients reach it
};

/// What is to be deployed.
struct Deployment {
  std::string stack;  // a name
  std::string file;   // the template's path; where `text` is given, what it is called in errors
  std::optional<std::string> text;
  std::map<std::string, std::string>
      parameters;  // those that are not here keep what an earlier deployment gave them
  std::optional<std::map<std::string, std::string>> tags;  // none: those of the earlier deployment
};

struct Deployed {
  bool changed = false;  // no: nothing was to be done
  cloudformation::Stack stack;
  std::vector<cloudformation::StackResource> resources;  // in the order in which they were made
  std::vector<std::string> unsupported;                  // a line each, with its place
};

/// A stage of an API among the resources of a stack, and the path by which it is served.
struct ServedApi {
  std::string logical_id;  // of the stage, or of the deployment that made it
  std::string api;
  std::string path;  // "/_aws/execute-api/{api}/{stage}/"
};
std::vector<ServedApi> served_apis(const std::vector<cloudformation::StackResource>& resources);

/// Throws TemplateError, and ApiError where the stack itself can't be changed.
Deployed deploy(const Destination& destination, const Deployment& deployment);

/// Deletes a stack, by name or id. Throws ApiError (ValidationError) where there is none, or where a resource
/// or an export stands in the way.
void delete_stack(const Destination& destination, const std::string& stack);

// ---- the steps, for who deploys in another way (stack_operations.h)

/// "1 validation error detected: …" where a stack can't be called that.
void check_stack_name(const std::string& name);

/// The template with what its loops make (loops.h). `parameters` are all that are given.
Template expanded(const Destination& destination, const Template& source,
                  const std::map<std::string, std::string>& parameters);

/// The template without what SAM adds to CloudFormation. `parameters` are all that are given.
Template transformed(const Destination& destination, const Template& source,
                     const std::map<std::string, std::string>& parameters);

/// The template with its parameters, for this stack.
Evaluation evaluated(const Destination& destination, const cloudformation::Stack& stack,
                     const Template& source, const std::map<std::string, std::string>& parameters);

/// A stack that is not in the store yet.
cloudformation::Stack new_stack(const Destination& destination, const std::string& name, std::string status);

/// The values of the stack's parameters with NoEcho, by their names; null: it has none.
Json secrets_of(const cloudformation::Stack& stack);

/// The values that the parameters have had, those of NoEcho too.
std::map<std::string, std::string> previous_parameters(const cloudformation::Stack& stack);

/// Takes the parameters and the description of its template into the stack's document.
void describe_by_template(cloudformation::Stack& stack, const Evaluation& evaluation);

/// Inside a unit of work: of a new stack, which is in the store, makes what comes before the resource
/// `last` ("": all), as the creation that failed there had done. Throws TemplateError.
void make_until(const Destination& destination, cloudformation::Stack& stack, const Template& source,
                const std::map<std::string, std::string>& parameters, const std::string& last,
                StackEvents& events);

/// Inside a unit of work: changes `stack`, which is in the store, to what the template asks for. `leaving` as
/// StackChange::apply has it.
Deployed change_stack(const Destination& destination, cloudformation::Stack stack, const Template& source,
                      const std::map<std::string, std::string>& parameters, StackEvents& events,
                      const Deletion* leaving = nullptr);

}  // namespace cloche::deploy
