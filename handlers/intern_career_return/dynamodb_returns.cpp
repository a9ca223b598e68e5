#include "handlers/intern_career_return/dynamodb_returns.h"

namespace handlers {

namespace {

/// Those of one hash key, the newest first, with the filter's days and activity.
Query newest_first(const std::string& table, const char* hash, const std::string& value,
                   const ReturnFilter& filter) {
  Query query;
  query.table = table;
  query.forward = false;
  query.key_condition = "#hash = :hash AND #date BETWEEN :from AND :to";
  query.names = {{"#hash", hash}, {"#date", "date"}};
  query.values = {{":hash", value},
                  {":from", filter.from.empty() ? "0000-01-01" : filter.from},
                  {":to", filter.to.empty() ? "9999-12-31" : filter.to}};
  return query;
}

Query query_of_day(const std::string& table, const std::string& date) {
  Query query;
  query.table = table;
  query.index = "ByDate";
  query.key_condition = "#date = :date";
  query.names = {{"#date", "date"}};
  query.values = {{":date", date}};
  return query;
}

void add_activity(Query& query, const ReturnFilter& filter) {
  if (filter.activity.empty()) return;
  query.filter = "activity = :activity";
  query.values[":activity"] = filter.activity;
}

}  // namespace

bool DynamoDbReturns::add(const CareerReturn& made) {
  return database_.put_new(table_, made.item(), "internId");
}

bool DynamoDbReturns::change(const CareerReturn& made, std::int64_t version) {
  return database_.put_over(table_, made.item(), version);
}

std::optional<CareerReturn> DynamoDbReturns::find(const std::string& intern, const std::string& date) {
  const auto item = database_.get(table_, {{"internId", intern}, {"date", date}});
  if (!item) return std::nullopt;
  return CareerReturn::stored(*item);
}

Page DynamoDbReturns::of_intern(const std::string& intern, const ReturnFilter& filter, int limit,
                                const json::object& start) {
  Query query = newest_first(table_, "internId", intern, filter);
  add_activity(query, filter);
  query.start = start;
  return database_.query_page(std::move(query), limit, {"internId", "date"});
}

Page DynamoDbReturns::of_company(const std::string& company, const ReturnFilter& filter, int limit,
                                 const json::object& start) {
  Query query = newest_first(table_, "company", company, filter);
  add_activity(query, filter);
  query.index = "ByCompany";
  query.start = start;
  return database_.query_page(std::move(query), limit, {"internId", "date", "company"});
}

Page DynamoDbReturns::of_day(const std::string& date, const ReturnFilter& filter, int limit,
                             const json::object& start) {
  Query query = query_of_day(table_, date);
  add_activity(query, filter);
  query.start = start;
  return database_.query_page(std::move(query), limit, {"internId", "date"});
}

std::vector<std::string> DynamoDbReturns::interns_of_day(const std::string& date) {
  Query query = query_of_day(table_, date);
  query.projection = "internId";
  std::vector<std::string> interns;
  for (const json::object& item : database_.query_all(std::move(query)))
    interns.emplace_back(item.at("internId").as_string());
  return interns;
}

}  // namespace handlers
