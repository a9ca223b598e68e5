// TagResource, UntagResource, GetTags: of APIs and stages, which are named by ARNs without an account
// ("arn:aws:apigateway:us-east-1::/restapis/ID/stages/NAME").
#include <nlohmann/json.hpp>
#include <string_view>

#include "fakes/apigateway/errors.h"
#include "fakes/apigateway/operations/operations.h"
#include "fakes/apigateway/rest_api.h"
#include "fakes/apigateway/stage.h"
#include "fakes/apigateway/tags.h"
#include "fakes/core/arn.h"

namespace cloche::apigateway {

namespace {

// The API or the stage that an ARN names, to look at or to change its tags.
class Tagged {
 public:
  Tagged(Call& call, const std::string& text) : store_(call.account, call.region) {
    constexpr std::string_view apis = "/restapis/", stages = "/stages/";
    const auto arn = Arn::parse(text);
    if (!arn || arn->service != "apigateway" || arn->region != call.region || !arn->resource.starts_with('/'))
      throw bad_request("Invalid ARN specified in the request");
    std::string_view rest = arn->resource;
    if (!rest.starts_with(apis)) throw not_emulated("Tags of " + arn->resource);
    rest.remove_prefix(apis.size());
    const std::size_t end = rest.find(stages);
    api_ = existing_api(store_, rest.substr(0, end));
    if (end != std::string_view::npos)
      stage_ = existing_stage(store_, api_.id, rest.substr(end + stages.size()));
  }

  Json& tags() { return (stage_ ? stage_->document : api_.document)["tags"]; }
  void save() {
    if (stage_) {
      store_.save_stage(api_.id, *stage_);
    } else {
      store_.save_api(api_);
    }
  }

 private:
  Store store_;
  RestApi api_;
  std::optional<Named> stage_;
};

}  // namespace

Answer tag_resource(Call& call, const Structure& request) {
  Tagged tagged(call, request.string("resourceArn"));
  Json& tags = tagged.tags();
  if (tags.is_null()) tags = Json::object();
  check_tags(request.json("tags"));
  tags.update(request.json("tags"));
  check_tag_count(tags);
  tagged.save();
  return {};
}

Answer untag_resource(Call& call, const Structure& request) {
  Tagged tagged(call, request.string("resourceArn"));
  Json& tags = tagged.tags();
  if (tags.is_null()) tags = Json::object();
  for (const std::string& key : request.strings("tagKeys")) {
    check_tag_key(key);
    tags.erase(key);
  }
  tagged.save();
  return {};
}

Answer get_tags(Call& call, const Structure& request) {
  Tagged tagged(call, request.string("resourceArn"));
  const Json& tags = tagged.tags();
  return Json{{"tags", tags.is_null() ? Json::object() : tags}};
}

}  // namespace cloche::apigateway
