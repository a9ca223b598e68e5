#include <fmt/core.h>

#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"

namespace cloche::dynamodb {

Answer describe_time_to_live(Call& call, const Structure& request) {
  const TableDefinition& table = Store(call.account, call.region).table(request.string("TableName"));
  if (table.status == "CREATING" || table.status == "DELETING") {
    throw validation_error(
        fmt::format("Cannot describe time to live while table is in {0} state: Current table state is {0}",
                    table.status));
  }
  return Json{
      {"TimeToLiveDescription", table.document.value("TimeToLive", Json{{"TimeToLiveStatus", "DISABLED"}})}};
}

}  // namespace cloche::dynamodb
