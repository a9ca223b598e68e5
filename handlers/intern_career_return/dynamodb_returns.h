#pragma once
// ReturnStore on DynamoDB: a return's key is its intern and its day. A new one is stored on the condition
// that there is none, a changed one on the condition that the version is the one that was read; a write that
// is sent again finds the condition not to hold, and the return's `changedBy` says that it was this
// invocation that wrote it.
#include <string>
#include <vector>

#include "handlers/intern_career_return/returns.h"

namespace handlers {

class DynamoDbReturns : public ReturnStore {
 public:
  DynamoDbReturns(DynamoDb& database, const Environment& environment)
      : database_(database), table_(environment.require("RETURNS_TABLE")) {}

  bool add(const CareerReturn& made) override;
  bool change(const CareerReturn& made, std::int64_t version) override;
  std::optional<CareerReturn> find(const std::string& intern, const std::string& date) override;
  Page of_intern(const std::string& intern, const ReturnFilter& filter, int limit,
                 const json::object& start) override;
  Page of_company(const std::string& company, const ReturnFilter& filter, int limit,
                  const json::object& start) override;
  Page of_day(const std::string& date, const ReturnFilter& filter, int limit,
              const json::object& start) override;
  std::vector<std::string> interns_of_day(const std::string& date) override;

 private:
  DynamoDb& database_;
  std::string table_;
};

}  // namespace handlers
