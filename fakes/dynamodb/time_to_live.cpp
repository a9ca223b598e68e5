#include "fakes/dynamodb/time_to_live.h"

#include <charconv>
#include <string>
#include <utility>

#include "fakes/core/fault.h"
#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/item_writer.h"
#include "fakes/dynamodb/settings.h"

namespace cloche::dynamodb {

namespace {

constexpr auto too_old = std::chrono::years(5);
constexpr std::int64_t items_at_once = 1000;  // of a table in one unit of work

std::int64_t seconds(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

// The second at which the item expires. A fraction is cut off (assumed).
std::optional<std::int64_t> expiry_of(const TableDefinition& table, const Json* item) {
  if (item == nullptr) return std::nullopt;
  const auto attribute = item->find(table.ttl_attribute);
  if (attribute == item->end() || kind_of(*attribute) != Kind::N) return std::nullopt;
  const auto& text = content_of(*attribute).get_ref<const std::string&>();
  std::int64_t expires = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), expires);
  const bool is_whole = end == text.data() + text.size() || *end == '.';
  return error == std::errc() && is_whole ? std::optional(expires) : std::nullopt;
}

Json payload_of(const TableDefinition& table) {
  return {{"Region", table.region}, {"TableName", table.name}};
}

// Moves the table's timer to `expires`, unless it is due earlier.
void schedule(Store& store, const TableDefinition& table, std::int64_t expires) {
  // Beyond this the clock's milliseconds overflow; nothing expires there.
  constexpr std::int64_t last_second = 1'000'000'000'000'000;
  if (expires > last_second) return;
  Outbox& outbox = store.account().outbox();
  const Time due{std::chrono::seconds(expires)};
  if (const auto scheduled = outbox.due(expire_items_effect, table.arn); scheduled && *scheduled <= due)
    return;
  outbox.schedule(expire_items_effect, table.arn, due, payload_of(table));
}

void add(Store& store, const TableDefinition& table, std::int64_t expires, std::string_view item_key) {
  if (expires < seconds(store.account().clock().now() - too_old)) return;
  store.put_expiry(table, expires, item_key);
  schedule(store, table, expires);
}

void fill(Store& store, const TableDefinition& table) {
  Cursor items = store.items(table);
  while (items.next()) {
    const Json item = Json::parse(items.item());
    if (const auto expires = expiry_of(table, &item)) add(store, table, *expires, items.key());
  }
}

void finish_switch(Store& store, const TableDefinition& table) {
  Json document = table.document;
  Json& time_to_live = document["TimeToLive"];
  if (time_to_live.at("TimeToLiveStatus") == "ENABLING") {
    time_to_live["TimeToLiveStatus"] = "ENABLED";
    fill(store, store.save_table(table, std::move(document)));
  } else {
    time_to_live = {{"TimeToLiveStatus", "DISABLED"}};
    store.account().outbox().cancel(expire_items_effect, table.arn);
    store.save_table(table, std::move(document));
  }
}

const TableDefinition* table_of(Store& store, const Json& payload) {
  return store.find_table(payload.at("TableName").get_ref<const std::string&>());
}

}  // namespace

void update_expiry(Store& store, const TableDefinition& table, std::string_view item_key, const Json* before,
                   const Json* after) {
  const auto old_expiry = expiry_of(table, before);
  const auto new_expiry = expiry_of(table, after);
  if (old_expiry == new_expiry) return;
  if (old_expiry) store.delete_expiry(table, *old_expiry, item_key);
  if (new_expiry) add(store, table, *new_expiry, item_key);
}

void switch_time_to_live(Store& store, const TableDefinition& table, Json time_to_live) {
  Json document = table.document;
  document["TimeToLive"] = std::move(time_to_live);
  const TableDefinition& switching = store.save_table(table, std::move(document));
  Account& account = store.account();
  const Duration delay = table_status_delay(account);
  if (delay == Duration(0)) {
    finish_switch(store, switching);
  } else {
    account.outbox().schedule(time_to_live_status_effect, switching.arn, account.clock().now() + delay,
                              payload_of(switching));
  }
}

void finish_time_to_live_switch(Account& account, const Json& payload) {
  const auto& region = payload.at("Region").get_ref<const std::string&>();
  Store store(account, region);
  if (const TableDefinition* table = table_of(store, payload)) finish_switch(store, *table);
}

void expire_items(Account& account, const Json& payload) {
  const auto& region = payload.at("Region").get_ref<const std::string&>();
  Store store(account, region);
  const TableDefinition* table = table_of(store, payload);
  if (table == nullptr || table->ttl_attribute.empty()) return;
  const std::int64_t now = seconds(account.clock().now());
  for (const std::string& key : store.expired(*table, now, items_at_once)) {
    const auto item = find_version(store, *table, key);
    if (!item) fail("the expiry index of {} has a key that is no item's", table->arn);
    write_item(store, *table, key, &*item, nullptr, true);
  }
  if (const auto next = store.first_expiry(*table)) schedule(store, *table, *next);
}

}  // namespace cloche::dynamodb
