#include "fakes/cloudwatch/tags.h"

#include <nlohmann/json.hpp>

#include "fakes/cloudwatch/alarm_store.h"
#include "fakes/cloudwatch/errors.h"
#include "fakes/cloudwatch/operations/operations.h"
#include "fakes/core/arn.h"

namespace cloche::cloudwatch {

namespace {

/// The ARN of the request, which must be that of an alarm that is there.
const std::string& tagged_alarm(Call& call, const Structure& request) {
  const std::string& text = request.string("ResourceARN");
  const auto arn = Arn::parse(text);
  if (!arn || arn->service != "cloudwatch")
    throw invalid_value("The value " + text + " for parameter ResourceARN is invalid.");
  if (arn->resource.starts_with("insight-rule/")) throw not_emulated("The tags of an insight rule");
  const bool is_here = arn->resource.starts_with("alarm:") && arn->region == call.region &&
                       arn->account == call.account.number();
  if (!is_here || !AlarmStore(call.account, call.region).find(std::string_view(arn->resource).substr(6))) {
    const std::string id = arn->resource.starts_with("alarm:") ? arn->resource.substr(6) : arn->resource;
    throw ApiError("ResourceNotFoundException", "Unknown", 404,
                   {{"ResourceType", "alarm"}, {"ResourceId", id}});  // words assumed
  }
  return text;
}

}  // namespace

Answer tag_resource(Call& call, const Structure& request) {
  put_tags(call.account, tagged_alarm(call, request), request.structures("Tags"));
  return {};
}

Answer untag_resource(Call& call, const Structure& request) {
  remove_tags(call.account, tagged_alarm(call, request), request.strings("TagKeys"));
  return {};
}

Answer list_tags_for_resource(Call& call, const Structure& request) {
  return Json{{"Tags", tags_document(call.account, tagged_alarm(call, request))}};
}

}  // namespace cloche::cloudwatch
