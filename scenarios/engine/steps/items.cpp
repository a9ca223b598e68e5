// items: looks into a DynamoDB table.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "scenarios/engine/item_json.h"
#include "scenarios/engine/paging.h"
#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::array items_members{MemberRule{"table", Form::text, true}, MemberRule{"key", Form::object},
                                   MemberRule{"index"}, MemberRule{"where", Form::matcher},
                                   MemberRule{"typed", Form::flag}};
constexpr std::array items_facets{Facet{"count"}, Facet{"items"}, Facet{"item"}};

void check_items(const LocatedJson& given, const Json& arguments, const std::string& file) {
  if (arguments.contains("key") && (arguments.contains("index") || arguments.contains("where")))
    throw FileError(given.in(file),
                    "an item with a key is one, and neither looked for in an index nor by \"where\"");
}

const Pages scan{"dynamodb", "Scan", "LastEvaluatedKey", "ExclusiveStartKey"};

std::uint64_t count_items(Site& site, Json parameters) {
  parameters["Select"] = "COUNT";
  std::uint64_t count = 0;
  for_each_page(site, scan, parameters, [&](const Json& page) { count += page.value("Count", 0U); });
  return count;
}

Json all_items(Site& site, const Json& parameters) {
  Json items = Json::array();
  for_each_page(site, scan, parameters, [&](const Json& page) {
    for (const Json& item : page.value("Items", Json::array())) items.push_back(item);
  });
  return items;
}

Json item_with_key(Site& site, Json parameters, const Json& key) {
  parameters["Key"] = key;
  parameters["ConsistentRead"] = true;
  const Json answer = site.look("dynamodb", "GetItem", parameters);
  return answer.contains("Item") ? Json::array({answer["Item"]}) : Json::array();
}

Json play_items(Sequence& sequence, const Step& step, const Json& arguments) {
  const bool typed = arguments.value("typed", false);
  Json parameters{{"TableName", sequence.site().physical_id(arguments.at("table").get<std::string>(),
                                                            "AWS::DynamoDB::Table")}};
  if (arguments.contains("index")) parameters["IndexName"] = arguments["index"];
  const auto key = arguments.find("key");
  const auto where = arguments.find("where");
  // Of thousands of items most scenarios want to know only how many there are.
  const bool counts_only = step.looks_at("count") && !step.looks_at("items") && !step.looks_at("item");
  if (counts_only && key == arguments.end() && where == arguments.end())
    return {{"count", count_items(sequence.site(), std::move(parameters))}};
  Json items = key != arguments.end()
                   ? item_with_key(sequence.site(), parameters, typed ? *key : typed_item(*key))
                   : all_items(sequence.site(), parameters);
  if (!typed) {
    for (Json& item : items) item = plain_item(item);
  }
  if (where != arguments.end())
    std::erase_if(items.get_ref<Json::array_t&>(),
                  [&](const Json& item) { return !differences(*where, item).empty(); });
  Json seen{{"count", items.size()}};
  if (items.size() == 1) seen["item"] = items[0];
  seen["items"] = std::move(items);
  return seen;
}

}  // namespace

const StepKind& items() {
  static const StepKind kind{.name = "items",
                             .members = items_members,
                             .facets = items_facets,
                             .short_member = "table",
                             .check = check_items,
                             .play = play_items};
  return kind;
}

}  // namespace cloche::scenarios::steps
