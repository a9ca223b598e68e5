#pragma once
// Change sets as operations name them and show them.
#include <string>

#include "fakes/cloudformation/store.h"

namespace cloche::cloudformation {

/// By its ARN, or by its name and that of its stack (nullptr: not given). Throws ValidationError,
/// ChangeSetNotFound.
ChangeSet named_change_set(Store& store, const std::string& region, const std::string* stack,
                           const std::string& name);

/// ChangeSetSummary, of ListChangeSets.
Json change_set_summary(const ChangeSet& change_set);

}  // namespace cloche::cloudformation
