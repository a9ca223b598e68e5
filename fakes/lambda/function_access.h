#pragma once
// Finding the function that a request is about, with the errors of who does not find it.
#include <string>

#include "fakes/lambda/function_name.h"
#include "fakes/lambda/store.h"
#include "fakes/wire/service.h"

namespace cloche::lambda {

/// What FunctionName and Qualifier of a request mean; the function need not exist.
FunctionKey key_in(const wire::Call& call, const wire::Structure& request);
/// The same of an operation that has no Qualifier.
FunctionKey key_without_qualifier(const wire::Call& call, const wire::Structure& request);

/// Throws ResourceNotFoundException where there is no such function, whatever the qualifier.
void check_function_exists(Store& store, const FunctionKey& key);

/// The version that the qualifier names, be it by an alias; ResourceNotFoundException where there is none.
StoredVersion existing_version(Store& store, const FunctionKey& key);

/// $LATEST for who is going to change it: of a key that names no other version, with the RevisionId of the
/// request, and with no other change under way.
StoredVersion latest_to_change(Store& store, const FunctionKey& key, const wire::Structure& request);

/// Throws where an operation on a whole function names a version or an alias of it.
void check_unqualified(const FunctionKey& key);

/// Throws PreconditionFailedException where `revision`, that of a request (nullptr: none), is not `current`.
void check_revision(const std::string* revision, std::string_view current);

}  // namespace cloche::lambda
