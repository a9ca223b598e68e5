#pragma once
// Looks at all pages of what an operation lists.
#include <functional>
#include <string>
#include <string_view>

#include "fakes/core/json.h"
#include "scenarios/engine/site.h"

namespace cloche::scenarios {

/// How an operation says that there is more: the member of its answer, and that of the next request.
struct Pages {
  std::string_view service;
  std::string_view operation;
  std::string token_out;
  std::string token_in;
};

/// Calls `take` with each page. Throws StepFailed.
void for_each_page(Site& site, const Pages& pages, Json parameters,
                   const std::function<void(const Json& page)>& take);

}  // namespace cloche::scenarios
