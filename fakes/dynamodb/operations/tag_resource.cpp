#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"
#include "fakes/dynamodb/tags.h"

namespace cloche::dynamodb {

Answer tag_resource(Call& call, const Structure& request) {
  check_resource_arn(request);
  check_given(request, "Tags");
  const std::string& arn = request.string("ResourceArn");
  check_table_arn(call, arn);
  const auto tags = request.structures("Tags");
  if (tags.empty()) throw validation_error("Atleast one Tag needs to be provided as Input.");
  check_tags(tags);

  Store store(call.account, call.region);
  const TableDefinition& table = tagged_table(store, arn);
  for (const auto& tag : tags) store.put_tag(table.arn, tag.string("Key"), tag.string("Value"));
  check_tag_count(store.tags(table.arn).size());
  return {};
}

}  // namespace cloche::dynamodb
