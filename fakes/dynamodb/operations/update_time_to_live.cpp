#include <fmt/core.h>

#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"
#include "fakes/dynamodb/table_status.h"
#include "fakes/dynamodb/time_to_live.h"

namespace cloche::dynamodb {

namespace {

// A switch takes up to an hour in the real service, in which it may not be switched again.
void check_may_switch(const Json& current, bool enable, const std::string& attribute) {
  const auto& status = current.at("TimeToLiveStatus").get_ref<const std::string&>();
  if (status == "ENABLING" || status == "DISABLING") {
    throw validation_error("Time to live has been modified multiple times within a fixed interval");
  }
  if (status == "DISABLED") {
    if (!enable) throw validation_error("TimeToLive is already disabled");
    return;
  }
  const auto& active = current.at("AttributeName").get_ref<const std::string&>();
  if (active != attribute) {
    throw validation_error("TimeToLive is active on a different AttributeName: current AttributeName is " +
                           active);
  }
  if (enable) throw validation_error("TimeToLive is already enabled");
}

}  // namespace

Answer update_time_to_live(Call& call, const Structure& request) {
  const Structure specification = request.structure("TimeToLiveSpecification");
  const std::string& attribute = specification.string("AttributeName");
  const bool enable = specification.boolean("Enabled");

  Store store(call.account, call.region);
  const TableDefinition& table = store.table(request.string("TableName"));
  if (table.status != "UPDATING") check_can_change(table);
  check_may_switch(table.document.value("TimeToLive", Json{{"TimeToLiveStatus", "DISABLED"}}), enable,
                   attribute);
  switch_time_to_live(
      store, table, {{"TimeToLiveStatus", enable ? "ENABLING" : "DISABLING"}, {"AttributeName", attribute}});
  return Json{{"TimeToLiveSpecification", {{"AttributeName", attribute}, {"Enabled", enable}}}};
}

}  // namespace cloche::dynamodb
