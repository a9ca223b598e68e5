#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"
#include "fakes/dynamodb/tags.h"

namespace cloche::dynamodb {

// A table has at most 50 tags, which the real service answers at once; so there is never a NextToken.
Answer list_tags_of_resource(Call& call, const Structure& request) {
  check_resource_arn(request);
  const std::string& arn = request.string("ResourceArn");
  check_table_arn(call, arn);

  Store store(call.account, call.region);
  const TableDefinition& table = tagged_table(store, arn);
  Json tags = Json::array();
  for (const auto& [key, value] : store.tags(table.arn)) tags.push_back({{"Key", key}, {"Value", value}});
  return Json{{"Tags", std::move(tags)}};
}

}  // namespace cloche::dynamodb
