#include "scenarios/engine/paging.h"

#include <nlohmann/json.hpp>

namespace cloche::scenarios {

void for_each_page(Site& site, const Pages& pages, Json parameters,
                   const std::function<void(const Json& page)>& take) {
  for (;;) {
    const Json page = site.look(pages.service, pages.operation, parameters);
    take(page);
    const auto token = page.find(pages.token_out);
    if (token == page.end() || token->is_null() || token->empty() || *token == "") return;
    parameters[pages.token_in] = *token;
  }
}

}  // namespace cloche::scenarios
