#pragma once
// What UpdateTable takes in one request: mostly one kind of change. These rules need not know the table.
// Their words were seen of the service (public notes of 2026; the authors of dynalite).
#include <string>
#include <string_view>

#include "fakes/wire/structure.h"

namespace cloche::dynamodb {

/// A GlobalSecondaryIndexUpdate: the one of Update, Create and Delete that it has. A view of the request.
struct IndexUpdate {
  std::string_view action;
  wire::Structure given;

  const std::string& name() const { return given.string("IndexName"); }
  bool makes_or_deletes() const { return action != "Update"; }
};
IndexUpdate index_update(const wire::Structure& update);

/// Whether a change is asked for; an empty WarmThroughput or OnDemandThroughput is none.
bool is_asked(const wire::Structure& request, std::string_view member);

void check_table_update(const wire::Structure& request);

}  // namespace cloche::dynamodb
