#pragma once
// A value as AWS's services print it in a message of theirs: as Java's toString does.
//   [a, b] · {k=v} · KeySchemaElement(attributeName=pk, keyType=HASH) ·
//   com.amazonaws.dynamodb.v20120810.AttributeValue@79175931
#include <string>

#include "fakes/core/json.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

/// `value` may be null. Long values are cut off after some 100,000 bytes.
std::string value_text(const model::Service& service, const model::Shape& shape, const Json& value);

/// "TableName" as messages name it: "tableName".
std::string lower_first(std::string_view name);

}  // namespace cloche::wire
