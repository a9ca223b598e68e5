#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"
#include "fakes/dynamodb/tags.h"

namespace cloche::dynamodb {

Answer untag_resource(Call& call, const Structure& request) {
  check_resource_arn(request);
  check_given(request, "TagKeys");
  const std::string& arn = request.string("ResourceArn");
  check_table_arn(call, arn);
  const auto keys = request.strings("TagKeys");
  if (keys.empty()) throw validation_error("Atleast one Tag Key needs to be provided as Input.");
  for (const std::string& key : keys) check_tag_key(&key);
  check_tag_count(keys.size());

  Store store(call.account, call.region);
  const TableDefinition& table = tagged_table(store, arn);
  for (const std::string& key : keys) store.delete_tag(table.arn, key);
  return {};
}

}  // namespace cloche::dynamodb
