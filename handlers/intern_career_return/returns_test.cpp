#include "handlers/intern_career_return/returns.h"

#include <doctest/doctest.h>

#include "handlers/rest/testing/requests.h"
#include "handlers/runtime/lambda_runtime.h"

using namespace handlers;
using handlers::testing::errors_of;
using handlers::testing::kind_of;
using handlers::testing::one_hour;
using handlers::testing::page_of;
using handlers::testing::Sender;

namespace {

class MemoryReturns : public ReturnStore {
 public:
  std::map<std::string, CareerReturn> stored;  // by intern/date
  std::function<void()> before_write;

  bool add(const CareerReturn& made) override {
    if (before_write) std::exchange(before_write, nullptr)();
    return stored.emplace(made.intern + '/' + made.date, made).second;
  }
  bool change(const CareerReturn& made, std::int64_t version) override {
    if (before_write) std::exchange(before_write, nullptr)();
    CareerReturn& before = stored.at(made.intern + '/' + made.date);
    if (before.version != version) return false;
    before = made;
    return true;
  }
  std::optional<CareerReturn> find(const std::string& intern, const std::string& date) override {
    const auto found = stored.find(intern + '/' + date);
    return found == stored.end() ? std::nullopt : std::optional(found->second);
  }
  Page of_intern(const std::string& intern, const ReturnFilter& filter, int limit,
                 const json::object& start) override {
    return list(filter, limit, start, [&](const CareerReturn& made) { return made.intern == intern; });
  }
  Page of_company(const std::string& company, const ReturnFilter& filter, int limit,
                  const json::object& start) override {
    return list(filter, limit, start,
                [&](const CareerReturn& made) { return made.career.company == company; });
  }
  Page of_day(const std::string& date, const ReturnFilter& filter, int limit,
              const json::object& start) override {
    return list(filter, limit, start, [&](const CareerReturn& made) { return made.date == date; });
  }
  std::vector<std::string> interns_of_day(const std::string& date) override {
    std::vector<std::string> interns;
    for (const auto& [key, made] : stored)
      if (made.date == date) interns.push_back(made.intern);
    return interns;
  }

 private:
  Page list(const ReturnFilter& filter, int limit, const json::object& start,
            const std::function<bool(const CareerReturn&)>& wanted) {
    std::vector<json::object> items;
    for (auto one = stored.rbegin(); one != stored.rend(); ++one) {
      const CareerReturn& made = one->second;
      const bool in_range =
          (filter.from.empty() || made.date >= filter.from) && (filter.to.empty() || made.date <= filter.to);
      const bool is_activity = filter.activity.empty() || made.career.activity == filter.activity;
      if (in_range && is_activity && wanted(made)) items.push_back(made.item());
    }
    return page_of(items, limit, start, "date");
  }
};

json::object return_with(const std::string& name, const json::object& changes = {}) {
  json::object career{
      {"activity", "placement"}, {"company", "Acme"}, {"role", "developer"}, {"minutes", 480}};
  for (const auto& [member, value] : changes) career[member] = value;
  return {{"person", {{"name", name}, {"email", "ada@example.org"}}}, {"career", std::move(career)}};
}

struct Parts {
  MemoryReturns store;
  Returns returns{store};
};

/// The function on Monday, 5 January 2026, at nine.
struct Desk : Parts, Sender {
  Desk() : Sender(returns.routes()) {}

  ApiResponse put(const json::object& body, const std::string& date = "2026-01-05",
                  const std::string& match = "", const std::string& intern = "ada") {
    if (!match.empty()) headers["if-match"] = match;
    return send("PUT /interns/{internId}/returns/{date}", {{"internId", intern}, {"date", date}}, body);
  }
  ApiResponse get(const std::string& date = "2026-01-05") {
    return send("GET /interns/{internId}/returns/{date}", {{"internId", "ada"}, {"date", date}});
  }
  ApiResponse list(ApiRequest::Values parameters) {
    query = std::move(parameters);
    return send("GET /interns/{internId}/returns", {{"internId", "ada"}});
  }
  ApiResponse list_all(ApiRequest::Values parameters) {
    query = std::move(parameters);
    return send("GET /returns", {});
  }
};

std::vector<std::string> dates_of(const ApiResponse& response) {
  std::vector<std::string> dates;
  for (const Json& made : response.body.at("returns").as_array())
    dates.emplace_back(made.at("date").as_string());
  return dates;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("A return is made once a day, and the same again gets the same answer") {
  Desk desk;
  const ApiResponse first = desk.put(return_with("Ada"));
  CHECK(first.status == 201);
  CHECK(first.headers.at("ETag") == "\"1\"");
  CHECK(first.headers.at("Location") == "/interns/ada/returns/2026-01-05");
  CHECK(first.body.at("returnedAt") == "2026-01-05T09:00:00.000Z");
  desk.now += one_hour;
  const ApiResponse again = desk.put(return_with("Ada"));
  CHECK(again.status == 201);
  CHECK(again.body == first.body);
  CHECK(again.headers.at("Idempotent-Replayed") == "true");
  CHECK(desk.get().body == first.body);
  CHECK(desk.get("2026-01-04").status == 404);
}

TEST_CASE("A return is changed by its version") {
  Desk desk;
  desk.put(return_with("Ada"));
  CHECK(desk.put(return_with("Ada L.")).status == 428);
  CHECK(desk.put(return_with("Ada L."), "2026-01-05", "\"2\"").status == 412);
  CHECK(desk.put(return_with("Ada L."), "2026-01-04", "*").status == 412);
  const ApiResponse changed = desk.put(return_with("Ada L."), "2026-01-05", "\"1\"");
  CHECK(changed.status == 200);
  CHECK(changed.body.at("version") == 2);
  CHECK(desk.get().body.at("person").at("name") == "Ada L.");
}

TEST_CASE("Of two changes at once one is told; one whose answer was lost is not") {
  Desk desk;
  desk.store.before_write = [&] { desk.put(return_with("Somebody")); };
  CHECK(desk.put(return_with("Ada")).status == 428);
  desk.store.before_write = [&] { desk.put(return_with("Other"), "2026-01-05", "\"1\""); };
  CHECK(desk.put(return_with("Ada"), "2026-01-05", "\"1\"").status == 412);
  desk.store.before_write = [&] {
    desk.store.stored.at("ada/2026-01-05").version = 3;
    desk.store.stored.at("ada/2026-01-05").changed_by = "invocation-5";
  };
  CHECK(desk.put(return_with("Ada"), "2026-01-05", "\"2\"").status == 200);
}

TEST_CASE("A return is of a day that has begun somewhere, and not older than a week") {
  Desk desk;
  CHECK(desk.put(return_with("Ada"), "2026-01-06").status == 422);
  CHECK(kind_of(desk.put(return_with("Ada"), "2026-01-06")) == "day-to-come");
  desk.now += one_hour;  // ten o'clock: midnight on the Line Islands
  CHECK(desk.put(return_with("Ada"), "2026-01-06").status == 201);
  CHECK(desk.put(return_with("Ada"), "2025-12-29").status == 201);
  CHECK(kind_of(desk.put(return_with("Ada"), "2025-12-28")) == "too-late");
  CHECK(kind_of(desk.put(return_with("Ada"), "2025-12-28", "*")) == "too-late");
  desk.now += 30 * 24 * one_hour;  // what was in time the first time is answered the same
  CHECK(desk.put(return_with("Ada"), "2025-12-29").status == 201);
  CHECK(kind_of(desk.put(return_with("Eve"), "2025-12-29")) == "too-late");
  CHECK(errors_of(desk.put(return_with("Ada"), "2026-02-30")) ==
        Texts{"date: must be a day like 2026-01-05"});
}

TEST_CASE("Each thing that is wrong with a return is named") {
  Desk desk;
  CHECK(errors_of(desk.put(json::object())) == Texts{"person: is required", "career: is required"});
  json::object body =
      return_with("Ada", {{"activity", "leave"}, {"skills", {"c++", "c++", ""}}, {"hours", 8}});
  body["person"] = {{"name", "Ada"}, {"email", "ada@example"}, {"phone", "0151"}};
  CHECK(errors_of(desk.put(body)) ==
        Texts{"person.email: must be an e-mail address",
              "person.phone: must be an international number like +4915112345678",
              "career.minutes: must be 0 on leave", "career.skills[1]: is there twice",
              "career.skills[2]: must be a string of 1 to 50 characters", "career.hours: is not known"});
  CHECK(errors_of(desk.put(return_with("Ada", {{"company", nullptr}, {"minutes", 1441}}))) ==
        Texts{"career.company: is required", "career.minutes: must be a whole number from 0 to 1440"});
  CHECK(desk.put(return_with("Ada", {{"activity", "job-search"}, {"company", nullptr}, {"role", nullptr}}))
            .status == 201);
  CHECK(desk.put(return_with(std::string(20'000, 'x'))).status == 413);
}

TEST_CASE("Addresses and numbers are such as can be written to and called") {
  for (const char* email : {"a@b.co", "first.last+tag@sub.example.org"})
    CHECK_MESSAGE(is_email(email), email);
  for (const char* email : {"", "a", "@b.co", "a@b", "a@.co", "a@b.", "a@b..co", "a b@c.de", "a@b@c.de"})
    CHECK_FALSE_MESSAGE(is_email(email), email);
  for (const char* phone : {"+4915112345678", "+12025550123"}) CHECK_MESSAGE(is_phone(phone), phone);
  for (const char* phone :
       {"", "+", "+0123456789", "+1234567", "4915112345678", "+1234567890123456", "+49 151 1234567"})
    CHECK_FALSE_MESSAGE(is_phone(phone), phone);
}

TEST_CASE("An intern's returns are listed, the newest first, with filters") {
  Desk desk;
  for (const char* date : {"2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"})
    desk.put(return_with("Ada"), date);
  desk.put(return_with("Ada", {{"activity", "training"}}), "2026-01-05");
  CHECK(dates_of(desk.list({{"from", "2026-01-02"}, {"to", "2026-01-03"}})) ==
        Texts{"2026-01-03", "2026-01-02"});
  CHECK(dates_of(desk.list({{"activity", "training"}})) == Texts{"2026-01-05"});
  const ApiResponse first = desk.list({{"limit", "3"}});
  const std::string token(first.body.at("nextToken").as_string());
  CHECK(dates_of(desk.list({{"limit", "3"}, {"nextToken", token}})) == Texts{"2026-01-02", "2026-01-01"});
  CHECK(desk.list({{"nextToken", token}, {"activity", "training"}}).status == 400);  // another list
  CHECK(desk.list({{"from", "2026-01-03"}, {"to", "2026-01-02"}}).status == 400);
  CHECK(desk.list({{"from", "yesterday"}}).status == 400);
  CHECK(desk.list({{"activity", "sleep"}}).status == 400);
}

TEST_CASE("All returns are listed of a day, or of a company") {
  Desk desk;
  desk.put(return_with("Ada"));
  desk.put(return_with("Bob", {{"company", "Globex"}}), "2026-01-05", "", "bob");
  desk.put(return_with("Ada"), "2026-01-04");
  CHECK(desk.list_all({{"date", "2026-01-05"}}).body.at("returns").as_array().size() == 2);
  CHECK(dates_of(desk.list_all({{"company", "Acme"}})) == Texts{"2026-01-05", "2026-01-04"});
  CHECK(dates_of(desk.list_all({{"company", "Acme"}, {"from", "2026-01-05"}})) == Texts{"2026-01-05"});
  CHECK(desk.list_all({}).status == 400);
  CHECK(desk.list_all({{"company", "Acme"}, {"date", "2026-01-05"}}).status == 400);
  CHECK(desk.list_all({{"date", "2026-01-05"}, {"from", "2026-01-01"}}).status == 400);
  CHECK(desk.list_all({{"company", ""}}).status == 400);
}

TEST_CASE("On working days those are reminded of who made a return in the week before and not today") {
  Desk desk;
  desk.put(return_with("Ada"), "2026-01-05", "", "ada");
  for (const char* intern : {"ada", "bob", "cy"}) desk.put(return_with("X"), "2026-01-02", "", intern);
  std::vector<json::object> told;
  const auto announce = [&](const json::object& detail) { told.push_back(detail); };
  CHECK(desk.returns.remind({{"time", "2026-01-05T18:00:00Z"}}, announce) ==
        json::object{{"date", "2026-01-05"}, {"missing", 2}});
  REQUIRE(told.size() == 1);
  CHECK(told[0] == json::object{{"date", "2026-01-05"}, {"interns", {"bob", "cy"}}, {"missing", 2}});
  CHECK(desk.returns.remind({{"time", "2026-01-20T18:00:00Z"}}, announce).at("missing") == 0);
  CHECK(told.size() == 1);
  CHECK_THROWS_AS(desk.returns.remind(json::object(), announce), FunctionError);
}

TEST_CASE("Many who are missing are told of in parts") {
  Desk desk;
  for (int i = 0; i < 1001; ++i) desk.put(return_with("X"), "2026-01-05", "", "i" + std::to_string(i));
  std::size_t interns = 0;
  std::size_t parts = 0;
  desk.returns.remind({{"time", "2026-01-06T18:00:00Z"}}, [&](const json::object& detail) {
    CHECK(detail.at("missing") == 1001);
    interns += detail.at("interns").as_array().size();
    ++parts;
  });
  CHECK(interns == 1001);
  CHECK(parts == 3);
}

TEST_CASE("A return is the same after it was stored") {
  CareerReturn made = CareerReturn::described("ada", "2026-01-05",
                                              return_with("Ada", {{"skills", {"b", "a"}}, {"summary", "s"}}));
  made.version = 1;
  made.changed_by = "me";
  CHECK(CareerReturn::stored(made.item()).item() == made.item());
  CHECK(made.item().at("company") == "Acme");
  CHECK(made.career.skills == std::vector<std::string>{"a", "b"});
}
