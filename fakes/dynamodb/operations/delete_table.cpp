#include <utility>

#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"
#include "fakes/dynamodb/table_description.h"
#include "fakes/dynamodb/table_status.h"
#include "fakes/dynamodbstreams/stream_log.h"

namespace cloche::dynamodb {

Answer delete_table(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const TableDefinition& table = store.table(request.string("TableName"));
  check_can_delete(table);
  if (table.deletion_protection) {
    throw validation_error(
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
        "protection first.");
  }

  Json document = table.document;
  Json& description = document["Table"];
  description["TableStatus"] = "DELETING";
  if (table.stream_id != 0) {
    dynamodbstreams::StreamLog(call.account, call.region).close(table.stream_id);
    description.erase("StreamSpecification");
    document.erase("Stream");
  }
  const TableDefinition& going = store.save_table(table, std::move(document));
  Json answer = describe(store, going);
  answer.erase("GlobalSecondaryIndexes");  // as the real service does
  answer.erase("LocalSecondaryIndexes");
  finish_change_later(store, going);
  return Json{{"TableDescription", std::move(answer)}};
}

}  // namespace cloche::dynamodb
