#pragma once
// What `Interncareerreturn2` does: takes an intern's return of a day, once a day and changed by its version,
// lists returns, and on working days reminds of those that are missing. I/O is behind ReturnStore.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "handlers/intern_career_return/career_return.h"
#include "handlers/rest/api.h"
#include "handlers/runtime/dynamodb.h"

namespace handlers {

/// Which returns a list has. Days are YYYY-MM-DD, both included; "" is no bound.
struct ReturnFilter {
  std::string from;
  std::string to;
  std::string activity;  // "" for all
};

class ReturnStore {
 public:
  virtual ~ReturnStore() = default;
  virtual bool add(const CareerReturn& made) = 0;
  virtual bool change(const CareerReturn& made, std::int64_t version) = 0;
  virtual std::optional<CareerReturn> find(const std::string& intern, const std::string& date) = 0;
  // Lists, the newest first (a day's by intern); `start` and `next` as Page has them.
  virtual Page of_intern(const std::string& intern, const ReturnFilter& filter, int limit,
                         const json::object& start) = 0;
  virtual Page of_company(const std::string& company, const ReturnFilter& filter, int limit,
                          const json::object& start) = 0;
  virtual Page of_day(const std::string& date, const ReturnFilter& filter, int limit,
                      const json::object& start) = 0;
  /// The interns that have made their return of a day, in their order.
  virtual std::vector<std::string> interns_of_day(const std::string& date) = 0;
};

class Returns {
 public:
  explicit Returns(ReturnStore& store) : store_(store) {}

  std::vector<Route> routes();

  /// The schedule's event: who has made a return in the seven days before, but not today? `announce` is told,
  /// in parts of at most 500 interns, and not at all where none is missing. Answers the day and how many are
  /// missing.
  json::object remind(const Json& event, const std::function<void(const json::object&)>& announce);

 private:
  ApiResponse put(const ApiRequest& request);
  ApiResponse get(const ApiRequest& request);
  ApiResponse list_of_intern(const ApiRequest& request);
  ApiResponse list_of_all(const ApiRequest& request);
  ApiResponse create(CareerReturn made, int day);
  ApiResponse change(CareerReturn made, const CareerReturn& before, const std::string& match);
  ApiResponse list(const std::string& name, const Page& page);

  ReturnStore& store_;
};

}  // namespace handlers
