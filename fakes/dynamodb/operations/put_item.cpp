#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/operations/write_one.h"

namespace cloche::dynamodb {

Answer put_item(Call& call, const Structure& request) { return write_one(WriteKind::put, call, request); }

}  // namespace cloche::dynamodb
