// ListExports and ListImports.
#include "fakes/cloudformation/operations/operations.h"
#include "fakes/cloudformation/paging.h"
#include "fakes/cloudformation/store.h"

namespace cloche::cloudformation {

Answer list_exports(Call& call, const Structure& request) {
  auto exports = Store(call.account).exports(call.region, page_start(request), page_size + 1);
  Json answer{{"Exports", Json::array()}};
  if (std::ssize(exports) > page_size) {
    exports.pop_back();
    answer["NextToken"] = base64(exports.back().name);
  }
  for (const Export& exported : exports) {
    answer["Exports"].push_back(
        {{"ExportingStackId", exported.stack}, {"Name", exported.name}, {"Value", exported.value}});
  }
  return answer;
}

Answer list_imports(Call& call, const Structure& request) {
  const std::string& name = request.string("ExportName");
  Store store(call.account);
  if (!store.find_export(call.region, name))
    throw validation_error(fmt::format("Export '{}' does not exist.", name));
  const auto importers = store.importers(call.region, name);
  if (importers.empty())
    throw validation_error(fmt::format("Export '{}' is not imported by any stack.", name));
  return page_of(request, importers, "Imports", [&](const std::string& id) {
    const auto stack = store.find_stack(call.region, id);
    return Json(stack ? stack->name : id);
  });
}

}  // namespace cloche::cloudformation
