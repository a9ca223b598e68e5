#include "fakes/cloudwatch/store.h"

#include <array>

#include "embedded/fakes/cloudwatch/schema.sql.h"

namespace cloche::cloudwatch {

Schema store_schema() {
  static constexpr std::array steps{cloudwatch_schema};
  return {"cloudwatch", steps};
}

}  // namespace cloche::cloudwatch
