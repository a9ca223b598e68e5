#include "fakes/sns/store.h"

#include <array>

#include "embedded/fakes/sns/schema.sql.h"
#include "fakes/core/arn.h"

namespace cloche::sns {

namespace {

#define TOPIC_COLUMNS "SELECT region, name, attributes, deleted, sequence FROM sns_topics "
#define SUBSCRIPTION_COLUMNS                                                                      \
  "SELECT number, id, region, topic, protocol, endpoint, principal, attributes, pending, token, " \
  "authenticated "                                                                                \
  "FROM sns_subscriptions "

Topic read_topic(const Statement& row) {
  return {row.string(0), row.string(1), parse_json(row.text(2)), row.integer(3), row.integer(4)};
}

Subscription read_subscription(const Statement& row) {
  return {.number = row.integer(0),
          .id = row.string(1),
          .region = row.string(2),
          .topic = row.string(3),
          .protocol = row.string(4),
          .endpoint = row.string(5),
          .principal = row.string(6),
          .attributes = parse_json(row.text(7)),
          .pending = row.integer(8) != 0,
          .token = row.string(9),
          .authenticated = row.integer(10) != 0};
}

std::optional<Subscription> read_one_subscription(Statement row) {
  if (!row.step()) return std::nullopt;
  return read_subscription(row);
}

std::string text_of(const Json& attributes, const std::string& name, std::string_view otherwise) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::string(otherwise) : found->get<std::string>();
}

}  // namespace

std::string Topic::attribute(const std::string& key, std::string_view otherwise) const {
  return text_of(attributes, key, otherwise);
}

std::string Subscription::attribute(const std::string& key, std::string_view otherwise) const {
  return text_of(attributes, key, otherwise);
}

Schema store_schema() {
  static constexpr std::array steps{sns_schema};
  return {"sns", steps};
}

std::optional<Topic> Store::find_topic(std::string_view region, std::string_view name) {
  auto row = database_.query(TOPIC_COLUMNS "WHERE region = ?1 AND name = ?2", region, name);
  if (!row.step()) return std::nullopt;
  return read_topic(row);
}

std::vector<Topic> Store::topics(std::string_view region, std::string_view start, std::int64_t limit) {
  auto row = database_.query(TOPIC_COLUMNS "WHERE region = ?1 AND name > ?2 ORDER BY name LIMIT ?3", region,
                             start, limit);
  std::vector<Topic> topics;
  while (row.step()) topics.push_back(read_topic(row));
  return topics;
}

void Store::add_topic(const Topic& topic) {
  database_.run(
      "INSERT INTO sns_topics (region, name, attributes, deleted, sequence) VALUES (?1, ?2, ?3, ?4, ?5)",
      topic.region, topic.name, topic.attributes.dump(), topic.deleted, topic.sequence);
}

void Store::update_topic(const Topic& topic) {
  database_.run(
      "UPDATE sns_topics SET attributes = ?3, deleted = ?4, sequence = ?5 WHERE region = ?1 AND name = ?2",
      topic.region, topic.name, topic.attributes.dump(), topic.deleted, topic.sequence);
}

void Store::remove_topic(const Topic& topic) {
  database_.run("DELETE FROM sns_subscriptions WHERE region = ?1 AND topic = ?2", topic.region, topic.name);
  database_.run("DELETE FROM sns_tags WHERE region = ?1 AND topic = ?2", topic.region, topic.name);
  database_.run("DELETE FROM sns_published WHERE region = ?1 AND topic = ?2", topic.region, topic.name);
  database_.run("DELETE FROM sns_topics WHERE region = ?1 AND name = ?2", topic.region, topic.name);
}

std::vector<Tag> Store::tags(const Topic& topic) {
  auto row = database_.query("SELECT key, value FROM sns_tags WHERE region = ?1 AND topic = ?2 ORDER BY key",
                             topic.region, topic.name);
  std::vector<Tag> tags;
  while (row.step()) tags.emplace_back(row.string(0), row.string(1));
  return tags;
}

void Store::put_tag(const Topic& topic, const Tag& tag) {
  database_.run("INSERT OR REPLACE INTO sns_tags (region, topic, key, value) VALUES (?1, ?2, ?3, ?4)",
                topic.region, topic.name, tag.first, tag.second);
}

void Store::remove_tag(const Topic& topic, std::string_view key) {
  database_.run("DELETE FROM sns_tags WHERE region = ?1 AND topic = ?2 AND key = ?3", topic.region,
                topic.name, key);
}

std::optional<Subscription> Store::find_subscription(std::string_view id) {
  return read_one_subscription(database_.query(SUBSCRIPTION_COLUMNS "WHERE id = ?1", id));
}

std::optional<Subscription> Store::find_subscription(const Topic& topic, std::string_view protocol,
                                                     std::string_view endpoint) {
  return read_one_subscription(database_.query(
      SUBSCRIPTION_COLUMNS "WHERE region = ?1 AND topic = ?2 AND protocol = ?3 AND endpoint = ?4",
      topic.region, topic.name, protocol, endpoint));
}

std::optional<Subscription> Store::find_subscription_by_token(const Topic& topic, std::string_view token) {
  return read_one_subscription(
      database_.query(SUBSCRIPTION_COLUMNS "WHERE region = ?1 AND topic = ?2 AND token = ?3 AND token <> ''",
                      topic.region, topic.name, token));
}

std::vector<Subscription> Store::subscriptions(std::string_view region, std::string_view topic,
                                               std::int64_t start, std::int64_t limit) {
  auto row =
      topic.empty()
          ? database_.query(SUBSCRIPTION_COLUMNS "WHERE region = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
                            region, start, limit)
          : database_.query(SUBSCRIPTION_COLUMNS
                            "WHERE region = ?1 AND topic = ?2 AND number > ?3 ORDER BY number LIMIT ?4",
                            region, topic, start, limit);
  std::vector<Subscription> subscriptions;
  while (row.step()) subscriptions.push_back(read_subscription(row));
  return subscriptions;
}

std::int64_t Store::subscription_count(const Topic& topic, bool pending) {
  auto row = database_.query(
      "SELECT count(*) FROM sns_subscriptions WHERE region = ?1 AND topic = ?2 AND pending = ?3",
      topic.region, topic.name, pending);
  row.step();
  return row.integer(0);
}

std::int64_t Store::filter_policy_count(const Topic& topic) {
  auto row = database_.query(
      "SELECT count(*) FROM sns_subscriptions WHERE region = ?1 AND topic = ?2 "
      "AND json_extract(attributes, '$.FilterPolicy') IS NOT NULL",
      topic.region, topic.name);
  row.step();
  return row.integer(0);
}

void Store::add_subscription(const Subscription& subscription) {
  database_.run(
      "INSERT INTO sns_subscriptions (id, region, topic, protocol, endpoint, principal, attributes, pending, "
      "token, "
      "authenticated) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      subscription.id, subscription.region, subscription.topic, subscription.protocol, subscription.endpoint,
      subscription.principal, subscription.attributes.dump(), subscription.pending, subscription.token,
      subscription.authenticated);
}

void Store::update_subscription(const Subscription& subscription) {
  database_.run(
      "UPDATE sns_subscriptions SET attributes = ?2, pending = ?3, token = ?4, authenticated = ?5 WHERE id = "
      "?1",
      subscription.id, subscription.attributes.dump(), subscription.pending, subscription.token,
      subscription.authenticated);
}

void Store::remove_subscription(std::string_view id) {
  database_.run("DELETE FROM sns_subscriptions WHERE id = ?1", id);
}

std::optional<Published> Store::find_published(const Topic& topic, std::string_view scope,
                                               std::string_view deduplication_id, Time now) {
  auto row = database_.query(
      "SELECT message_id, sequence_number FROM sns_published "
      "WHERE region = ?1 AND topic = ?2 AND scope = ?3 AND deduplication_id = ?4 AND expires > ?5",
      topic.region, topic.name, scope, deduplication_id, to_millis(now));
  if (!row.step()) return std::nullopt;
  return Published{row.string(0), row.string(1)};
}

void Store::add_published(const Topic& topic, std::string_view scope, std::string_view deduplication_id,
                          const Published& published, Time expires, Time now) {
  database_.run("DELETE FROM sns_published WHERE expires <= ?1", to_millis(now));
  database_.run(
      "INSERT INTO sns_published (region, topic, scope, deduplication_id, expires, message_id, "
      "sequence_number) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      topic.region, topic.name, scope, deduplication_id, to_millis(expires), published.message_id,
      published.sequence_number);
}

void Store::add_mail(const Mail& mail) {
  database_.run(
      "INSERT INTO sns_mails (sent, kind, topic_arn, subscription_arn, sender, recipient, subject, body, "
      "token) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      to_millis(mail.sent), mail.kind, mail.topic_arn, mail.subscription_arn, mail.sender, mail.recipient,
      mail.subject, mail.body, mail.token);
}

std::vector<Mail> Store::mails() {
  auto row = database_.query(
      "SELECT id, sent, kind, topic_arn, subscription_arn, sender, recipient, subject, body, token FROM "
      "sns_mails "
      "ORDER BY id");
  std::vector<Mail> mails;
  while (row.step()) {
    mails.push_back({row.integer(0), from_millis(row.integer(1)), row.string(2), row.string(3), row.string(4),
                     row.string(5), row.string(6), row.string(7), row.string(8), row.string(9)});
  }
  return mails;
}

std::string Store::arn_of(const Topic& topic) const {
  return make_arn("sns", topic.region, account_.number(), topic.name);
}

std::string Store::topic_arn_of(const Subscription& subscription) const {
  return make_arn("sns", subscription.region, account_.number(), subscription.topic);
}

std::string Store::arn_of(const Subscription& subscription) const {
  return topic_arn_of(subscription) + ":" + subscription.id;
}

}  // namespace cloche::sns
