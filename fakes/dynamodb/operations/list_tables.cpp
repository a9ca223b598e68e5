#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"

namespace cloche::dynamodb {

Answer list_tables(Call& call, const Structure& request) {
  const auto limit = static_cast<std::size_t>(request.integer_or("Limit", 100));
  const std::string start = request.string_or("ExclusiveStartTableName", "");
  auto names = Store(call.account, call.region).table_names(start, static_cast<std::int64_t>(limit) + 1);
  Json answer = Json::object();
  if (names.size() > limit) {
    names.resize(limit);
    answer["LastEvaluatedTableName"] = names.back();
  }
  answer["TableNames"] = names;
  return answer;
}

}  // namespace cloche::dynamodb
