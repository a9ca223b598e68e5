#include "emulator/front/world.h"

#include <vector>

#include "fakes/cloudformation/address_columns.h"
#include "fakes/core/home.h"
#include "fakes/lambda/address_columns.h"

namespace cloche::front {

void World::move_home() {
  if (port == 0) return;
  std::vector<AddressColumn> columns(lambda::address_columns.begin(), lambda::address_columns.end());
  columns.insert(columns.end(), cloudformation::address_columns.begin(),
                 cloudformation::address_columns.end());
  cloche::move_home(*account, port, columns);
}

}  // namespace cloche::front
