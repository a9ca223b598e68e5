#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"
#include "fakes/dynamodb/table_description.h"

namespace cloche::dynamodb {

Answer describe_table(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  return Json{{"Table", describe(store, store.table(request.string("TableName")))}};
}

}  // namespace cloche::dynamodb
