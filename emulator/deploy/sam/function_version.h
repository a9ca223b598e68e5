#pragma once
// What a function publishes with each deployment (AutoPublishAlias): a version, whose name changes with what
// it is of, and the alias that leads to it.
#include <string>

#include "emulator/deploy/sam/context.h"
#include "emulator/deploy/sam/properties.h"

namespace cloche::deploy::sam {

/// The name of the alias, worked out; "" where none is published. Throws ResourceError where it is not text.
std::string published_alias_name(const Context& context, const Declared& function);

/// The version, then the alias. `lambda` gets its code worked out, and the hash of its code in its
/// description.
Resources make_published_version(const Context& context, const Declared& function, Resource& lambda,
                                 const std::string& alias_name);

}  // namespace cloche::deploy::sam
