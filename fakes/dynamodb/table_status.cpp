#include "fakes/dynamodb/table_status.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/settings.h"
#include "fakes/dynamodb/time_to_live.h"

namespace cloche::dynamodb {

namespace {

void finish(Store& store, const TableDefinition& table) {
  if (table.status == "DELETING") {
    if (!table.ttl_attribute.empty()) store.account().outbox().cancel(expire_items_effect, table.arn);
    store.drop_table(table);
    return;
  }
  Json document = table.document;
  const auto after = document.find("After");
  if (after == document.end()) return;
  document["Table"] = std::move(*after);
  document.erase("After");
  store.save_table(table, std::move(document));
}

}  // namespace

void check_can_change(const TableDefinition& table) {
  if (table.status == "ACTIVE") return;
  const char* what = table.status == "CREATING"   ? "created"
                     : table.status == "DELETING" ? "deleted"
                                                  : "updated";
  throw resource_in_use(fmt::format(
      "Attempt to change a resource which is still in use: Table is being {}: {}", what, table.name));
}

void check_can_delete(const TableDefinition& table) {
  const auto in_use = [](std::string_view why) {
    return resource_in_use(fmt::format("Attempt to change a resource which is still in use: {}", why));
  };
  if (table.status == "CREATING" || table.status == "DELETING") check_can_change(table);
  if (std::ranges::any_of(table.indexes,
                          [](const IndexDefinition& index) { return index.status != "ACTIVE"; }))
    throw in_use("Cannot delete table while indexes are being created, updated, or deleted.");
  if (table.status != "ACTIVE")
    throw in_use(fmt::format("Table: {} is in the process of being updated.", table.name));
}

Time change_finished_at(Account& account) { return account.clock().now() + table_status_delay(account); }

void finish_change_later(Store& store, const TableDefinition& table) {
  Account& account = store.account();
  if (table_status_delay(account) == Duration(0)) {
    finish(store, table);
    return;
  }
  const Json payload{{"Region", table.region}, {"TableName", table.name}};
  account.outbox().schedule(table_status_effect, table.arn, change_finished_at(account), payload);
}

void finish_change(Account& account, const Json& payload) {
  const auto& region = payload.at("Region").get_ref<const std::string&>();
  Store store(account, region);
  if (const TableDefinition* table =
          store.find_table(payload.at("TableName").get_ref<const std::string&>())) {
    finish(store, *table);
  }
}

}  // namespace cloche::dynamodb
