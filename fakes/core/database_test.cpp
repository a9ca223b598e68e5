#include "fakes/core/database.h"

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <string>

#include "fakes/core/fault.h"
#include "fakes/core/ids.h"

namespace cloche {
namespace {

Database with_table() {
  Database database = Database::in_memory();
  database.execute("CREATE TABLE pair (k TEXT PRIMARY KEY, v BLOB)");
  return database;
}

std::int64_t count(Database& database) {
  Statement row = database.prepare("SELECT count(*) FROM pair");
  row.step();
  return row.integer(0);
}

TEST_CASE("what a unit of work wrote is there after its commit and gone after its roll-back") {
  Database database = with_table();
  database.begin();
  database.run("INSERT INTO pair VALUES (?1, ?2)", "a", Blob{"1"});
  CHECK(database.commit());
  database.begin();
  database.run("INSERT INTO pair VALUES (?1, ?2)", "b", Blob{"2"});
  database.roll_back();
  CHECK(count(database) == 1);
}

TEST_CASE("a unit of work that only reads opens no transaction") {
  Database database = with_table();
  database.begin();
  CHECK(count(database) == 0);
  CHECK_FALSE(database.has_written());
  CHECK_FALSE(database.commit());
}

TEST_CASE("the same statement can be borrowed twice at once") {
  Database database = with_table();
  database.run("INSERT INTO pair VALUES ('a', '1'), ('b', '2')");
  Statement outer = database.prepare("SELECT k FROM pair ORDER BY k");
  REQUIRE(outer.step());
  Statement inner = database.prepare("SELECT k FROM pair ORDER BY k");
  REQUIRE(inner.step());
  CHECK(inner.text(0) == "a");
  REQUIRE(outer.step());
  CHECK(outer.text(0) == "b");
}

TEST_CASE("bytes come back as they were, zeros and all") {
  Database database = with_table();
  const std::string bytes("\0a\xff\0", 4);
  database.run("INSERT INTO pair VALUES ('a', ?1)", Blob{bytes});
  Statement row = database.prepare("SELECT v FROM pair");
  REQUIRE(row.step());
  CHECK(row.text(0) == bytes);
}

TEST_CASE("migrations run once each, in order, and a newer schema is refused") {
  Database database = Database::in_memory();
  constexpr std::array<std::string_view, 2> steps{"CREATE TABLE one (a)", "CREATE TABLE two (b)"};
  database.migrate("test", std::span(steps).first(1));
  database.migrate("test", steps);
  database.migrate("test", steps);
  database.run("INSERT INTO two VALUES (1)");
  CHECK_THROWS_AS(database.migrate("test", std::span(steps).first(1)), Fault);
}

TEST_CASE("a snapshot and a fork hold what was there, and go their own ways") {
  Database database = with_table();
  database.run("INSERT INTO pair VALUES ('a', '1')");
  Database restored = Database::restore(database.snapshot());
  Database forked = database.fork();
  database.run("INSERT INTO pair VALUES ('b', '2')");
  forked.run("DELETE FROM pair");
  CHECK(count(database) == 2);
  CHECK(count(restored) == 1);
  CHECK(count(forked) == 0);
}

TEST_CASE("a snapshot of a database in a file can be restored") {
  const std::string name = "cloche-snapshot-" + std::to_string(random_seed()) + ".sqlite";
  const std::string path = (std::filesystem::temp_directory_path() / name).string();
  {
    Database database = Database::open(path);
    database.execute("CREATE TABLE pair (key TEXT, value TEXT)");
    database.run("INSERT INTO pair VALUES ('a', '1')");
    Database restored = Database::restore(database.snapshot());
    CHECK(count(restored) == 1);
  }
  for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path + ending);
}

TEST_CASE("wrong SQL is a Fault that names it") {
  Database database = Database::in_memory();
  CHECK_THROWS_AS(database.run("SELECT nothing FROM nowhere"), Fault);
}

}  // namespace
}  // namespace cloche
