#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"

namespace cloche::dynamodb {

Answer describe_time_to_live(Call& call, const Structure& request) {
  const TableDefinition& table = Store(call.account, call.region).table(request.string("TableName"));
  return Json{
      {"TimeToLiveDescription", table.document.value("TimeToLive", Json{{"TimeToLiveStatus", "DISABLED"}})}};
}

}  // namespace cloche::dynamodb
