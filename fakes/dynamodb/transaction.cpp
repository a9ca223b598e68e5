#include "fakes/dynamodb/transaction.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <vector>

namespace cloche::dynamodb {

Json reason(std::string_view code, std::string_view message) {
  return {{"Code", code}, {"Message", message}};
}

Json no_reason() { return {{"Code", "None"}}; }

ApiError transaction_canceled(std::span<const Json> reasons) {
  std::vector<std::string> codes;
  Json list = Json::array();
  for (const Json& each : reasons) {
    codes.push_back(each.at("Code").get<std::string>());
    list.push_back(each);
  }
  return {"TransactionCanceledException",
          fmt::format("Transaction cancelled, please refer cancellation reasons for specific reasons [{}]",
                      fmt::join(codes, ", ")),
          0, Json{{"CancellationReasons", std::move(list)}}};
}

}  // namespace cloche::dynamodb
