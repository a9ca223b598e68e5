#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/operations/write_one.h"

namespace cloche::dynamodb {

Answer update_item(Call& call, const Structure& request) {
  return write_one(WriteKind::update, call, request);
}

}  // namespace cloche::dynamodb
