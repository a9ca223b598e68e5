#pragma once
// What an update makes of an item.
#include "fakes/core/json.h"
#include "fakes/dynamodb/bound_expression.h"

namespace cloche::dynamodb {

/// The words of errors and a rule differ: AttributeUpdates may ADD to a list.
enum class UpdateStyle { expression, legacy };

/// The item after the update. `item` is as it was before; where there was none, its key. All operands are of
/// the item before. Throws ValidationException where the item is not as the update needs it.
Json apply(const Update& update, const Json& item, UpdateStyle style);

}  // namespace cloche::dynamodb
