#pragma once
// The change of a stack's resources to those that a template asks for: those that are new are made, those
// that are other are changed or replaced, in the order of their dependencies; then what was replaced or is no
// longer wanted is deleted, in the reverse of the order in which it was made. All inside the caller's unit of
// work: what throws here leaves nothing behind.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "emulator/deploy/evaluation.h"
#include "emulator/deploy/operations.h"
#include "emulator/deploy/reports.h"
#include "emulator/deploy/resource_type.h"
#include "emulator/deploy/stack_events.h"
#include "fakes/cloudformation/store.h"

namespace cloche::deploy {

struct Deletion;

class StackChange {
 public:
  /// `stack` is there already, with what it has deployed; its tags are those that its resources get. The
  /// references outlive this.
  StackChange(Operations& operations, cloudformation::Stack& stack, const Evaluation& evaluation,
              Reports& reports, StackEvents& events);

  /// Answers whether anything changed. What of the old can't be deleted at the end fails the change; where
  /// `leaving` is given it is left, as CloudFormation does, if it is known there, and is thrown as NotDeleted
  /// if it is not. Throws TemplateError.
  bool apply(const Deletion* leaving = nullptr);

  /// Only makes and changes what comes before the resource `last` in order ("": all), without outputs and
  /// without deleting: as far as a deployment came that failed at it. What was replaced is kept in the
  /// stack's document, for the next change to delete. Throws TemplateError.
  void make_until(const std::string& last);

 private:
  using StackResource = cloudformation::StackResource;

  void check_types();
  void check_imports(const Json& value, const std::string& pointer);
  void deploy(const TemplateResource& wanted);
  Json wanted_properties(const TemplateResource& wanted, const ResourceType& type);
  void report_dynamic_references(const Json& value, const std::string& pointer, const ResourceType& type);
  Resource create(const TemplateResource& wanted, const ResourceType& type, const Json& properties);
  void check_is_free(const TemplateResource& wanted, const ResourceType& type, const Json& properties);
  void make(const TemplateResource& wanted, const ResourceType& type, StackResource& resource);
  void change(const TemplateResource& wanted, const ResourceType& type, const StackResource& old,
              StackResource& resource);
  void check_can_replace(const TemplateResource& wanted, const ResourceType& type, const StackResource& old,
                         const StackResource& resource) const;
  bool is_still_wanted(const StackResource& old) const;
  void clean_up(const Deletion* leaving);
  void say_again();
  bool set_outputs();
  Answers answers();
  [[noreturn]] void fail_resource(const TemplateResource& wanted, StackResource& resource,
                                  const TemplateError& error);

  Operations& operations_;
  cloudformation::Stack& stack_;
  const Evaluation& evaluation_;
  Reports& reports_;
  StackEvents& events_;
  cloudformation::Store store_;
  const StackIdentity identity_;
  std::map<std::string, StackResource> before_;
  std::map<std::string, StackResource> now_;
  std::vector<StackResource> superseded_;  // replaced or no longer wanted
  std::set<std::string> touched_types_;    // of resources that were changed or deleted
  std::set<std::string> imports_;
  bool changed_ = false;
};

/// The properties of a resource as its type takes them: resolved, without what is not applied (whose paths
/// are added to `not_applied`), with the stack's tags; a tag of the resource's own wins. Throws
/// TemplateError, PropertyError.
Json deployable_properties(const Evaluation& evaluation, const TemplateResource& wanted,
                           const ResourceType& type, const Answers& answers, const Json& stack_tags,
                           std::vector<std::string>& not_applied);

/// Throws TemplateError where the template has another type for a resource that is there.
void check_types_stay(const Evaluation& evaluation,
                      const std::vector<cloudformation::StackResource>& resources);

/// The template's resources in the order in which they are made. Throws TemplateError where they need each
/// other in a circle.
std::vector<const TemplateResource*> in_creation_order(const Evaluation& evaluation);

/// The words for what a service answered: "Table already exists: T (Service: DynamoDB, Error Code:
/// ResourceInUseException)".
std::string failure_in_words(const ApiError& error, std::string_view resource_type);

/// The identity of a stack, for its resources.
StackIdentity identity_of(const cloudformation::Stack& stack, const std::string& account);

}  // namespace cloche::deploy
