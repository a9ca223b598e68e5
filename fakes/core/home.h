#pragma once
// Where an account's clients find Cloche. Services store that address in what users made of it (a function's
// variable that holds a queue's URL, the outputs of a stack): it must lead to the account that it stands in,
// and not to the one that was forked, nor to the port of yesterday.
#include <cstdint>
#include <span>
#include <string_view>

#include "fakes/core/account.h"

namespace cloche {

/// A column of text or JSON in which addresses of Cloche may stand.
struct AddressColumn {
  std::string_view table;
  std::string_view column;
};

/// Notes that the account is served at `port`, as a unit of work. Where it was served at another before, the
/// addresses in `columns` ("http://localhost:4566/…", "http://127.0.0.1:4566", hosts below localhost) lead to
/// the new one afterwards, tables that are not there (of services that are not served) aside. For an account
/// that nothing is kept of in memory: one that was just opened, forked or restored.
void move_home(Account& account, std::uint16_t port, std::span<const AddressColumn> columns);

}  // namespace cloche
