#include "fakes/core/fault.h"

namespace cloche {

Fault::Fault(const std::string& what) : std::logic_error(what) {}

}  // namespace cloche
