#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/operations/write_one.h"

namespace cloche::dynamodb {

Answer delete_item(Call& call, const Structure& request) {
  return write_one(WriteKind::remove, call, request);
}

}  // namespace cloche::dynamodb
