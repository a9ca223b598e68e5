#include "fakes/cloudwatch/tags.h"

#include <nlohmann/json.hpp>
#include <set>

#include "fakes/cloudwatch/errors.h"
#include "fakes/core/system_tags.h"

namespace cloche::cloudwatch {

namespace {
constexpr std::int64_t most_tags = 50;

void put_tag(Account& account, std::string_view arn, const std::string& key, const std::string& value) {
  account.database().run(
      "INSERT INTO cloudwatch_tags (arn, key, value) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET value = "
      "excluded.value",
      arn, key, value);
}

}  // namespace

void put_tags(Account& account, std::string_view arn, const std::vector<wire::Structure>& tags) {
  std::set<std::string_view> keys;
  for (const wire::Structure& tag : tags) {
    const std::string& key = tag.string("Key");
    if (is_system_tag(key)) throw invalid_value(system_tag_refusal);
    if (!keys.insert(key).second)
      throw invalid_value("Duplicate tag keys found. Please note that tag keys are case insensitive.");
    put_tag(account, arn, key, tag.string("Value"));
  }
  auto count = account.database().query(
      "SELECT count(*) FROM cloudwatch_tags WHERE arn = ?1 AND key NOT LIKE 'aws:%'", arn);
  count.step();
  if (count.integer(0) > most_tags) throw invalid_value("A resource can have at most 50 tags.");
}

void put_system_tags(Account& account, std::string_view arn, const Json& tags) {
  for (const auto& [key, value] : tags.items()) put_tag(account, arn, key, value.get<std::string>());
}

void remove_tags(Account& account, std::string_view arn, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    if (is_system_tag(key)) throw invalid_value(system_tag_refusal);
    account.database().run("DELETE FROM cloudwatch_tags WHERE arn = ?1 AND key = ?2", arn, key);
  }
}

void remove_all_tags(Account& account, std::string_view arn) {
  account.database().run("DELETE FROM cloudwatch_tags WHERE arn = ?1", arn);
}

Json tags_document(Account& account, std::string_view arn) {
  Json tags = Json::array();
  auto row =
      account.database().query("SELECT key, value FROM cloudwatch_tags WHERE arn = ?1 ORDER BY key", arn);
  while (row.step()) tags.push_back({{"Key", row.string(0)}, {"Value", row.string(1)}});
  return tags;
}

}  // namespace cloche::cloudwatch
