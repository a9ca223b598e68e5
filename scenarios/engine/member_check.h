#pragma once
// Checks an object of a file against the table of its members.
#include <span>
#include <string>
#include <string_view>

#include "scenarios/engine/located_json.h"
#include "scenarios/engine/step_kind.h"

namespace cloche::scenarios {

/// Throws FileError where `given` is no object, lacks a required member, or has one that is unknown or of
/// another form. `what` names it: "a step". Steps within it are not looked at.
void check_members(const LocatedJson& given, std::span<const MemberRule> rules, std::string_view what,
                   const std::string& file);

/// The same once references have brought their values; throws StepFailed.
void check_arguments(const Json& arguments, std::span<const MemberRule> rules);

/// Throws FileError where the value is of another form.
void check_form(const LocatedJson& value, const MemberRule& rule, const std::string& file);

}  // namespace cloche::scenarios
