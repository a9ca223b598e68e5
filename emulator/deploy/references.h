#pragma once
// Which names a value refers to, by Ref, Fn::GetAtt and Fn::Sub: resources, parameters, pseudo parameters.
#include <functional>
#include <set>
#include <string>

#include "fakes/core/json.h"

namespace cloche::deploy {

/// Which branch of an Fn::If counts, of its argument: nullptr: neither.
using Branch = std::function<const Json*(const Json& argument)>;

/// The names, without what comes after a dot.
std::set<std::string> names_referred_to(const Json& value, const Branch& branch);

/// What DependsOn names, in the definition of a resource.
std::set<std::string> names_depended_on(const Json& definition);

}  // namespace cloche::deploy
