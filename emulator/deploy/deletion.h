#pragma once
// How a stack's resources go: the last one that was made first. What can't be deleted is left, and what it
// needs too; the rest goes.
#include <map>
#include <string>
#include <vector>

#include "emulator/deploy/deployment.h"
#include "emulator/deploy/resource_type.h"
#include "emulator/deploy/stack_events.h"
#include "fakes/cloudformation/store.h"
#include "fakes/core/api_error.h"

namespace cloche::deploy {

/// Deletes one resource, with its events; one that is not there any more is as good as deleted. Answers what
/// became of it: "DELETE_COMPLETE", or "DELETE_SKIPPED" where its policy is to keep it. Throws what its type
/// throws.
std::string delete_resource(Operations& operations, const StackIdentity& identity,
                            cloudformation::StackResource resource, StackEvents& events);

/// A resource that can't be deleted; in words, "The following resource(s) failed to delete: [X]. …".
struct NotDeleted : ApiError {
  NotDeleted(std::string which, std::string why);
  std::string id;
  std::string reason;
};

/// How a stack's resources are deleted.
struct Deletion {
  std::vector<std::string> retained;  // logical ids
  /// Those that can't be deleted, and why. By their logical ids where the stack goes: they are left, and what
  /// they need too. By their physical ids at the end of an update, where one logical id may have had several.
  std::map<std::string, std::string> failing{};

  /// "The following resource(s) failed to delete: [X, Y]. "
  std::string failure() const;
};

/// Does `work`, which deletes by `deletion`, as a unit of work; where a resource can't be deleted it is done
/// again around it.
template <class Work>
void delete_what_can_be(Account& account, Deletion& deletion, Work&& work) {
  for (;;) {
    try {
      account.transact(work);
      return;
    } catch (const NotDeleted& error) {
      if (!deletion.failing.emplace(error.id, error.reason).second) throw;
    }
  }
}

/// Inside a unit of work: deletes the resources of the stack that stand, the last one first, and keeps what
/// became of each. Throws NotDeleted for one that is not known to fail.
void delete_resources(const Destination& destination, const cloudformation::Stack& stack, StackEvents& events,
                      const Deletion& deletion);

/// Inside a unit of work: deletes the stack's resources, and marks it as deleted, or as one whose deletion
/// failed. Throws ValidationError where its exports are in use, NotDeleted.
void remove_stack(const Destination& destination, cloudformation::Stack stack, StackEvents& events,
                  const Deletion& deletion = {});

}  // namespace cloche::deploy
