#pragma once
// A function's configuration as a document: FunctionConfiguration of the model, without FunctionArn.
#include <string>
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/lambda/store.h"
#include "fakes/lambda/stored_version.h"
#include "fakes/wire/service.h"

namespace cloche::lambda {

/// That of a new function, with Lambda's defaults for all that a request may leave out.
Json default_configuration(std::string_view function_name);

/// Takes what CreateFunction and UpdateFunctionConfiguration may both set into `configuration`. Throws what
/// is wrong with it, and reports what is kept and not applied.
void apply_settings(const wire::Call& call, const wire::Structure& request, Json& configuration);

/// "2026-01-05T09:00:00.000+0000", as LastModified is written.
std::string timestamp(Time time);

/// Gives what is new an id and a RevisionId of its own.
void renew(Account& account, Edition& edition);

/// Marks a change of code or configuration that is made now.
void touch(Account& account, Edition& edition);

/// The configuration as an answer has it; its ARN ends in `qualifier`, where that is not empty.
Json describe(const Store& store, const StoredVersion& version, std::string_view qualifier = "");

/// The same as lists have it: without the members that only GetFunction answers.
Json describe_in_list(const Store& store, const StoredVersion& version, std::string_view qualifier = "");

}  // namespace cloche::lambda
