#pragma once
// The tables of SNS in the account's database, and the only SQL of this service. A topic lives in a region
// and is known by its name there. A Store is a view of an account, made for a call and thrown away.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/core/account.h"

namespace cloche::sns {

struct Topic {
  std::string region;
  std::string name;
  Json attributes = Json::object();  // those that were set: name → text
  std::int64_t deleted = 0;          // subscriptions that it has lost
  std::int64_t sequence = 0;         // FIFO: messages that it took

  bool is_fifo() const { return name.ends_with(".fifo"); }
  /// Of an attribute that was set, or `otherwise`.
  std::string attribute(const std::string& name, std::string_view otherwise = "") const;
};

struct Subscription {
  std::int64_t number = 0;
  std::string id;  // a UUID
  std::string region;
  std::string topic;
  std::string protocol;
  std::string endpoint;
  std::string principal;
  Json attributes = Json::object();
  bool pending = false;
  std::string token = "";
  bool authenticated = false;

  std::string attribute(const std::string& name, std::string_view otherwise = "") const;
};

/// What a FIFO topic took, for the duplicates of it.
struct Published {
  std::string message_id;
  std::string sequence_number;
};

struct Mail {
  std::int64_t id = 0;
  Time sent{};
  std::string kind;
  std::string topic_arn;
  std::string subscription_arn;
  std::string sender;
  std::string recipient;
  std::string subject;
  std::string body;
  std::string token = "";
};

using Tag = std::pair<std::string, std::string>;

/// The tables of schema.sql.
Schema store_schema();

class Store {
 public:
  explicit Store(Account& account) : account_(account), database_(account.database()) {}

  std::optional<Topic> find_topic(std::string_view region, std::string_view name);
  /// At most `limit` topics by name, after `start` ("": from the first).
  std::vector<Topic> topics(std::string_view region, std::string_view start, std::int64_t limit);
  void add_topic(const Topic& topic);
  /// Writes what of a topic changes: its attributes and counts.
  void update_topic(const Topic& topic);
  /// Removes the topic and all that belongs to it.
  void remove_topic(const Topic& topic);

  /// By key.
  std::vector<Tag> tags(const Topic& topic);
  void put_tag(const Topic& topic, const Tag& tag);
  void remove_tag(const Topic& topic, std::string_view key);

  std::optional<Subscription> find_subscription(std::string_view id);
  std::optional<Subscription> find_subscription(const Topic& topic, std::string_view protocol,
                                                std::string_view endpoint);
  std::optional<Subscription> find_subscription_by_token(const Topic& topic, std::string_view token);
  /// At most `limit` subscriptions of a region, of one topic where `topic` is not "", in the order in which
  /// they were made, after number `start`.
  std::vector<Subscription> subscriptions(std::string_view region, std::string_view topic, std::int64_t start,
                                          std::int64_t limit);
  std::int64_t subscription_count(const Topic& topic, bool pending);
  /// How many subscriptions of a topic have a filter policy.
  std::int64_t filter_policy_count(const Topic& topic);
  void add_subscription(const Subscription& subscription);
  /// Writes what of a subscription changes: its attributes, and whether and how it is confirmed.
  void update_subscription(const Subscription& subscription);
  void remove_subscription(std::string_view id);

  /// What the topic took under this id, if that was not longer ago than five minutes.
  std::optional<Published> find_published(const Topic& topic, std::string_view scope,
                                          std::string_view deduplication_id, Time now);
  /// Keeps it until `expires`, and forgets what is older than `now`.
  void add_published(const Topic& topic, std::string_view scope, std::string_view deduplication_id,
                     const Published& published, Time expires, Time now);

  void add_mail(const Mail& mail);
  /// In the order in which they were sent.
  std::vector<Mail> mails();

  std::string arn_of(const Topic& topic) const;
  std::string topic_arn_of(const Subscription& subscription) const;
  std::string arn_of(const Subscription& subscription) const;

 private:
  Account& account_;
  Database& database_;
};

}  // namespace cloche::sns
