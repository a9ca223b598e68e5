#include "fakes/dynamodb/continuous_backups.h"
#include "fakes/dynamodb/operations/operations.h"

namespace cloche::dynamodb {

Answer describe_continuous_backups(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const TableDefinition& table = backed_up_table(store, request.string("TableName"));
  return Json{{"ContinuousBackupsDescription", describe_backups(table, call.account.clock().now())}};
}

}  // namespace cloche::dynamodb
