#include "fakes/dynamodb/store.h"

#include <doctest/doctest.h>

#include <array>

#include "fakes/core/api_error.h"

namespace cloche::dynamodb {
namespace {

const std::array schemas{store_schema()};

std::unique_ptr<Account> make_account() {
  return std::make_unique<Account>(Database::in_memory(), schemas, Account::Settings{.seed = 1});
}

Json index(const std::string& name, Json key, Json projection) {
  return {{"IndexName", name},
          {"IndexArn", "arn:aws:dynamodb:eu-west-1:000000000000:table/Music/index/" + name},
          {"KeySchema", std::move(key)},
          {"Projection", std::move(projection)}};
}

Json document() {
  return {{"Table",
           {{"TableName", "Music"},
            {"TableArn", "arn:aws:dynamodb:eu-west-1:000000000000:table/Music"},
            {"TableStatus", "ACTIVE"},
            {"KeySchema",
             {{{"AttributeName", "artist"}, {"KeyType", "HASH"}},
              {{"AttributeName", "year"}, {"KeyType", "RANGE"}}}},
            {"AttributeDefinitions",
             {{{"AttributeName", "artist"}, {"AttributeType", "S"}},
              {{"AttributeName", "year"}, {"AttributeType", "N"}},
              {{"AttributeName", "cover"}, {"AttributeType", "B"}}}},
            {"GlobalSecondaryIndexes",
             {index("ByCover", {{{"AttributeName", "cover"}, {"KeyType", "HASH"}}},
                    {{"ProjectionType", "INCLUDE"}, {"NonKeyAttributes", {"title"}}})}}}}};
}

std::vector<std::string> keys_of(Cursor cursor) {
  std::vector<std::string> keys;
  while (cursor.next()) keys.emplace_back(cursor.key());
  return keys;
}

using Keys = std::vector<std::string>;

TEST_CASE("a definition is read from its document") {
  auto account = make_account();
  account->transact([&] {
    Store store(*account, "eu-west-1");
    const TableDefinition& table = store.create_table("Music", document());
    CHECK(table.key.hash.at(0).name == "artist");
    CHECK(table.key.range.at(0).type == 'N');
    REQUIRE(table.index("ByCover") != nullptr);
    const IndexDefinition& by_cover = *table.index("ByCover");
    CHECK(by_cover.global);
    CHECK(by_cover.key.find("cover")->type == 'B');
    CHECK(by_cover.projects(table.key, "title"));
    CHECK(by_cover.projects(table.key, "artist"));
    CHECK_FALSE(by_cover.projects(table.key, "label"));
  });
}

TEST_CASE("a table is found by name and by ARN in its region, also by a store that has not seen it") {
  auto account = make_account();
  account->transact([&] { Store(*account, "eu-west-1").create_table("Music", document()); });
  auto fork = account->fork();
  for (Account* each : {account.get(), fork.get()}) {
    each->transact([&] {
      Store store(*each, "eu-west-1");
      CHECK(store.find_table("arn:aws:dynamodb:eu-west-1:000000000000:table/Music") == &store.table("Music"));
      CHECK(store.find_table("arn:aws:dynamodb:us-east-1:000000000000:table/Music") == nullptr);
      CHECK(store.find_table("arn:aws:dynamodb:eu-west-1:111111111111:table/Music") == nullptr);
      CHECK(Store(*each, "us-east-1").find_table("Music") == nullptr);
    });
  }
  CHECK_THROWS_AS(account->transact([&] { Store(*account, "eu-west-1").table("None"); }), ApiError);
}

TEST_CASE("rows come in the order of their keys, within a range, in both directions and after a key") {
  auto account = make_account();
  account->transact([&] {
    Store store(*account, "eu-west-1");
    const TableDefinition& table = store.create_table("Music", document());
    for (const char* key : {"b2", "a1", "b1", "c1", "b3"}) store.put_item(table, key, "{}", 3);
    CHECK(keys_of(store.items(table)) == Keys{"a1", "b1", "b2", "b3", "c1"});
    CHECK(keys_of(store.items(table, KeyRange::with_prefix("b"))) == Keys{"b1", "b2", "b3"});
    CHECK(keys_of(store.items(table, KeyRange::with_prefix("b", true))) == Keys{"b3", "b2", "b1"});
    KeyRange rest = KeyRange::with_prefix("b");
    rest.start_after("b1");
    CHECK(keys_of(store.items(table, rest)) == Keys{"b2", "b3"});
    KeyRange down = KeyRange::with_prefix("b", true);
    down.start_after("b2");
    CHECK(keys_of(store.items(table, down)) == Keys{"b1"});
  });
}

TEST_CASE("a prefix that ends in the highest byte has an end too") {
  CHECK(KeyRange::with_prefix("a\xff").to == "b");
  CHECK(KeyRange::with_prefix("\xff\xff").to == KeyRange::end_of_keys);
}

TEST_CASE("counts and sizes are those of the moment, of the table and of each index") {
  auto account = make_account();
  account->transact([&] {
    Store store(*account, "eu-west-1");
    const TableDefinition& table = store.create_table("Music", document());
    const IndexDefinition& by_cover = *table.index("ByCover");
    CHECK(store.statistics(table).count == 0);
    store.put_item(table, "a", "{}", 10);
    store.put_item(table, "b", "{}", 20);
    store.put_item(table, "b", "{}", 5);
    store.put_entry(table, by_cover, "xa", "a", 7);
    CHECK(store.statistics(table).count == 2);
    CHECK(store.statistics(table).bytes == 15);
    CHECK(store.statistics(table, by_cover).bytes == 7);
    CHECK(store.delete_item(table, "b"));
    CHECK_FALSE(store.delete_item(table, "b"));
    store.delete_entry(table, by_cover, "xa");
    CHECK(store.statistics(table).bytes == 10);
    CHECK(store.statistics(table, by_cover).count == 0);
  });
}

TEST_CASE("an entry of an index leads to its item") {
  auto account = make_account();
  account->transact([&] {
    Store store(*account, "eu-west-1");
    const TableDefinition& table = store.create_table("Music", document());
    store.put_item(table, "a", R"({"title":{"S":"So What"}})", 12);
    store.put_entry(table, *table.index("ByCover"), "xa", "a", 7);
    Cursor entries = store.entries(table, *table.index("ByCover"));
    REQUIRE(entries.next());
    CHECK(entries.key() == "xa");
    CHECK(entries.item() == R"({"title":{"S":"So What"}})");
    CHECK(entries.size() == 7);
    CHECK_FALSE(entries.next());
  });
}

TEST_CASE("an index that is deleted and made again begins empty") {
  auto account = make_account();
  account->transact([&] {
    Store store(*account, "eu-west-1");
    const TableDefinition& table = store.create_table("Music", document());
    store.put_item(table, "a", "{}", 1);
    store.put_entry(table, *table.index("ByCover"), "xa", "a", 7);
    Json without = table.document;
    without["Table"].erase("GlobalSecondaryIndexes");
    const TableDefinition& bare = store.save_table(table, without);
    CHECK(bare.index("ByCover") == nullptr);
    Json again = bare.document;
    again["Table"]["GlobalSecondaryIndexes"] = document()["Table"]["GlobalSecondaryIndexes"];
    const TableDefinition& indexed = store.save_table(bare, again);
    CHECK(keys_of(store.entries(indexed, *indexed.index("ByCover"))).empty());
    CHECK(store.statistics(indexed).count == 1);
  });
}

TEST_CASE("a table that is dropped and made again begins empty, and a roll-back brings the old one back") {
  auto account = make_account();
  account->transact([&] {
    Store store(*account, "eu-west-1");
    store.put_item(store.create_table("Music", document()), "a", "{}", 1);
  });
  CHECK_THROWS_AS(account->transact([&] {
    Store store(*account, "eu-west-1");
    store.drop_table(store.table("Music"));
    CHECK(store.statistics(store.create_table("Music", document())).count == 0);
    throw ApiError("X", "");
  }),
                  ApiError);
  account->transact([&] {
    Store store(*account, "eu-west-1");
    CHECK(store.statistics(store.table("Music")).count == 1);
  });
}

TEST_CASE("what expires is found in the order of its moment") {
  auto account = make_account();
  account->transact([&] {
    Store store(*account, "eu-west-1");
    Json with_ttl = document();
    with_ttl["TimeToLive"] = {{"TimeToLiveStatus", "ENABLED"}, {"AttributeName", "until"}};
    const TableDefinition& table = store.create_table("Music", with_ttl);
    CHECK_FALSE(store.first_expiry(table).has_value());
    store.put_expiry(table, 300, "c");
    store.put_expiry(table, 100, "b");
    store.put_expiry(table, 200, "a");
    store.delete_expiry(table, 100, "b");
    CHECK(store.first_expiry(table) == 200);
    CHECK(store.expired(table, 199, 10).empty());
    CHECK(store.expired(table, 300, 10) == Keys{"a", "c"});
    CHECK(store.expired(table, 300, 1) == Keys{"a"});
  });
}

}  // namespace
}  // namespace cloche::dynamodb
