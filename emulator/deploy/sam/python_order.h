#pragma once
// SAM's translator walks its maps as Python 2.7 did: in the order of a hash table. Where that shows (the
// methods in a statement of a resource policy, and with them the hash of an API's body) it is done the same
// way.
#include <string>
#include <vector>

#include "fakes/core/json.h"

namespace cloche::deploy::sam {

/// `names`, which are put into a map one after the other, in the order in which Python 2.7 (64 bit) walks
/// that map.
std::vector<std::string> python_order(const std::vector<std::string>& names);

/// A value as Python 2.7 writes it: {'Bucket': u'name'}. `unicode_names`: u before the names too.
std::string python_text(const Json& value, bool unicode_names);

}  // namespace cloche::deploy::sam
