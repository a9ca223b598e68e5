#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"
#include "fakes/dynamodb/tags.h"

namespace cloche::dynamodb {

Answer untag_resource(Call& call, const Structure& request) {
  check_resource_arn(call, request);
  check_given(request, "TagKeys");
  const std::string& arn = request.string("ResourceArn");
  check_table_arn(arn);
  const auto keys = request.strings("TagKeys");
  if (keys.empty()) throw validation_error("Atleast one Tag Key needs to be provided as Input.");

  Store store(call.account, call.region);
  const TableDefinition& table = tagged_table(store, arn, "Requested resource not found");
  for (const std::string& key : keys) store.delete_tag(table.arn, key);
  return {};
}

}  // namespace cloche::dynamodb
