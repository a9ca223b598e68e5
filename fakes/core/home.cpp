#include "fakes/core/home.h"

#include <fmt/core.h>

#include <string>
#include <vector>

namespace cloche {

namespace {

/// `text` with the addresses of Cloche at port `from` leading to `to`, by whatever name of this machine.
std::string moved(std::string text, std::string_view from, std::string_view to) {
  constexpr std::string_view scheme = "http://";
  for (auto at = text.find(scheme); at != std::string::npos; at = text.find(scheme, at + 1)) {
    const std::size_t colon = text.find_first_of(":/?# ,;\"'\\", at + scheme.size());
    if (colon == std::string::npos || text[colon] != ':') continue;
    const std::string_view all = text;
    const std::string_view host = all.substr(at + scheme.size(), colon - at - scheme.size());
    if (host != "localhost" && host != "127.0.0.1" && !host.ends_with(".localhost")) continue;
    const std::size_t end = std::min(text.find_first_not_of("0123456789", colon + 1), text.size());
    if (all.substr(colon + 1, end - colon - 1) == from) text.replace(colon + 1, end - colon - 1, to);
  }
  return text;
}

bool is_there(Database& database, std::string_view table) {
  return database.query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1", table).step();
}

void move(Database& database, const AddressColumn& in, const std::string& from, const std::string& to) {
  const std::string port = ":" + from;
  std::vector<std::string> texts;
  {
    auto row = database.query(
        fmt::format("SELECT DISTINCT {0} FROM {1} WHERE instr({0}, ?1)", in.column, in.table), port);
    while (row.step()) texts.push_back(row.string(0));
  }
  for (const std::string& text : texts) {
    const std::string now = moved(text, from, to);
    if (now != text)
      database.run(fmt::format("UPDATE {0} SET {1} = ?1 WHERE {1} = ?2", in.table, in.column), now, text);
  }
}

}  // namespace

void move_home(Account& account, std::uint16_t port, std::span<const AddressColumn> columns) {
  account.transact(Account::Deferred::waits, [&] {
    Database& database = account.database();
    std::optional<std::int64_t> before;
    if (auto row = database.query("SELECT port FROM core_home"); row.step()) before = row.integer(0);
    if (before == port) return;
    if (before) {
      for (const AddressColumn& column : columns) {
        if (is_there(database, column.table))
          move(database, column, std::to_string(*before), std::to_string(port));
      }
      database.run("UPDATE core_home SET port = ?1", std::int64_t{port});
    } else {
      database.run("INSERT INTO core_home VALUES (?1)", std::int64_t{port});
    }
  });
}

}  // namespace cloche
