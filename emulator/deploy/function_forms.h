#pragma once
// Which arguments the intrinsic functions take, as far as a template shows it: how many, and whether each is
// a text, a list, or a function that may become one.
#include <string>
#include <string_view>

#include "fakes/core/json.h"

namespace cloche::deploy {

/// The name of the function that `value` is, "" if it is none: an object whose one member is Ref, Condition
/// or Fn::…
std::string function_name(const Json& value);

/// Whether a function of this name is anywhere in `value`.
bool uses_function(const Json& value, std::string_view name);

/// What CloudFormation says of a function that was given something else than it takes; "" of one that is not
/// known.
std::string_view form_message(std::string_view function);

/// Whether a function of this name may have this argument; true of one that is not known.
bool has_form(std::string_view function, const Json& argument);

}  // namespace cloche::deploy
