#include <fmt/core.h>
#include <fmt/ranges.h>

#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fakes/core/digest.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/item_collection.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/transaction.h"

namespace cloche::dynamodb {

namespace {

constexpr Duration token_lifetime = std::chrono::minutes(10);
constexpr std::int64_t max_bytes = 4 * 1024 * 1024;

struct Action {
  std::string_view member;
  WriteKind kind;
};
constexpr std::array actions{Action{"ConditionCheck", WriteKind::check}, Action{"Put", WriteKind::put},
                             Action{"Delete", WriteKind::remove}, Action{"Update", WriteKind::update}};

// A write, and what it answers if its condition is not met.
struct Part {
  ItemWrite write;
  bool shows_before;
};

Part read_part(const Structure& item, ExpressionCache& expressions) {
  const Action* found = nullptr;
  int count = 0;
  for (const Action& action : actions) {
    if (!item.has(action.member)) continue;
    found = &action;
    ++count;
  }
  if (count == 0) {
    throw validation_error(
        "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request");
  }
  if (count > 1) throw validation_error("TransactItems can only contain one of Check, Put, Update or Delete");
  const Structure request = item.structure(found->member);
  const bool shows_before = request.string_or("ReturnValuesOnConditionCheckFailure", "NONE") == "ALL_OLD";
  return {ItemWrite(found->kind, request, expressions), shows_before};
}

void check_distinct(const std::vector<Part>& parts) {
  std::set<std::pair<std::int64_t, std::string_view>> seen;
  for (const Part& part : parts) {
    if (!seen.emplace(part.write.table().id, part.write.key()).second) {
      throw validation_error("Transaction request cannot include multiple operations on one item");
    }
  }
}

// What is wrong with one part cancels the whole; each part has its reason.
class Reasons {
 public:
  /// Runs `step` for a part; a ValidationException of it is that part's reason, but for an empty key, which
  /// the real service refuses before it begins (seen by the authors of a public conformance suite).
  template <class Step>
  void add(Step&& step) {
    try {
      reasons_.push_back(step());
    } catch (const ApiError& error) {
      const bool of_empty_key = error.message.find("cannot contain an empty") != std::string::npos;
      if (error.code != "ValidationException" || of_empty_key) throw;
      reasons_.push_back(reason("ValidationError", error.message));
    }
  }
  void throw_if_any() const {
    bool any = false;
    for (const Json& each : reasons_) any = any || each.at("Code") != "None";
    if (any) throw transaction_canceled(reasons_);
  }

 private:
  std::vector<Json> reasons_;
};

Json check_condition(const Part& part) {
  if (part.write.condition_holds()) return no_reason();
  Json failed = reason("ConditionalCheckFailed", "The conditional request failed");
  if (part.shows_before && part.write.before()) failed["Item"] = json_fragment(part.write.before()->text());
  return failed;
}

void find_places(std::vector<Part>& parts, Store& store) {
  Reasons reasons;
  for (Part& part : parts) {
    reasons.add([&] { return part.write.find_place(store), no_reason(); });
  }
  reasons.throw_if_any();
}

// Reads and checks all before the first is written.
void decide(std::vector<Part>& parts, Store& store) {
  Reasons reasons;
  std::int64_t bytes = 0;
  for (Part& part : parts) {
    reasons.add([&] {
      part.write.read(store);
      Json condition = check_condition(part);
      if (condition.at("Code") == "None") part.write.decide();
      if (part.write.after()) bytes += part.write.after()->size();
      return condition;
    });
  }
  reasons.throw_if_any();
  if (bytes > max_bytes)
    throw validation_error("Transaction size has exceeded the maximum allowed size");  // assumed words
}

using Capacities = std::map<std::string, ConsumedCapacity>;  // by table, as the request names it

Json show(const Capacities& capacities, CapacityDetail detail, std::string_view split) {
  Json list = Json::array();
  for (const auto& [table, capacity] : capacities) list.push_back(capacity.show(detail, table, split));
  return list;
}

// The same request again, with the same token: its items are only read.
Answer replayed(std::vector<Part>& parts, Store& store, CapacityDetail detail) {
  if (detail == CapacityDetail::none) return {};
  Capacities capacities;
  for (Part& part : parts) {
    const auto size = store.find_item_size(part.write.table(), part.write.key()).value_or(0);
    capacities[part.write.table_name()].add(read_units(size, ReadMode::transaction));
  }
  return Json{{"ConsumedCapacity", show(capacities, detail, "ReadCapacityUnits")}};
}

}  // namespace

Answer transact_write_items(Call& call, const Structure& request) {
  std::vector<Part> parts;
  for (const auto& item : request.structures("TransactItems")) {
    parts.push_back(read_part(item, call.account.cache<ExpressionCache>()));
  }
  Store store(call.account, call.region);

  const std::string* token = request.find_string("ClientRequestToken");
  const std::string digest = token != nullptr ? hex(sha256(request.json("TransactItems").dump())) : "";
  const auto remembered = token != nullptr ? store.transaction_request(*token) : std::nullopt;
  if (remembered && *remembered != digest) {
    throw ApiError(
        "IdempotentParameterMismatchException",
        "The request uses the same client token as a previous, but non-identical request.");  // assumed words
  }

  find_places(parts, store);
  check_distinct(parts);
  if (remembered) return replayed(parts, store, capacity_detail(request));
  decide(parts, store);
  for (Part& part : parts) part.write.perform(store);
  if (token != nullptr)
    store.remember_transaction(*token, digest, call.account.clock().now() + token_lifetime);

  Json metrics = Json::object();
  for (const Part& part : parts) {
    Json collection = collection_metrics(part.write, request);
    if (!collection.is_null()) metrics[part.write.table_name()].push_back(std::move(collection));
  }
  Json answer = Json::object();
  if (!metrics.empty()) answer["ItemCollectionMetrics"] = std::move(metrics);
  if (const CapacityDetail detail = capacity_detail(request); detail != CapacityDetail::none) {
    Capacities capacities;
    for (const Part& part : parts)
      part.write.add_to(capacities[part.write.table_name()], WriteMode::transaction);
    answer["ConsumedCapacity"] = show(capacities, detail, "WriteCapacityUnits");
  }
  return answer;
}

}  // namespace cloche::dynamodb
