#pragma once
// What PutItem, UpdateItem and DeleteItem are: the write of one item, and an answer about it.
#include "fakes/dynamodb/item_write.h"
#include "fakes/wire/service.h"

namespace cloche::dynamodb {

wire::Answer write_one(WriteKind kind, wire::Call& call, const wire::Structure& request);

}  // namespace cloche::dynamodb
