CREATE TABLE sns_topics (
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  attributes TEXT NOT NULL,          -- JSON object of those that were set
  deleted INTEGER NOT NULL,          -- how many subscriptions it has lost
  sequence INTEGER NOT NULL,         -- FIFO: how many messages it took
  PRIMARY KEY (region, name)
) WITHOUT ROWID;

CREATE TABLE sns_tags (
  region TEXT NOT NULL,
  topic TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (region, topic, key)
) WITHOUT ROWID;

CREATE TABLE sns_subscriptions (
  number INTEGER PRIMARY KEY AUTOINCREMENT,   -- the order in which they were made
  id TEXT NOT NULL UNIQUE,
  region TEXT NOT NULL,
  topic TEXT NOT NULL,
  protocol TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  principal TEXT NOT NULL,           -- ARN of who subscribed
  attributes TEXT NOT NULL,          -- JSON object of those that were set
  pending INTEGER NOT NULL,
  token TEXT NOT NULL,               -- that confirms it; '': none is needed
  authenticated INTEGER NOT NULL     -- whether its confirmation was
);
CREATE UNIQUE INDEX sns_subscriptions_by_endpoint ON sns_subscriptions (region, topic, protocol, endpoint);

-- FIFO: what was published within the last five minutes.
CREATE TABLE sns_published (
  region TEXT NOT NULL,
  topic TEXT NOT NULL,
  scope TEXT NOT NULL,               -- the message group, where ids are unique in it alone; else ''
  deduplication_id TEXT NOT NULL,
  expires INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  sequence_number TEXT NOT NULL,
  PRIMARY KEY (region, topic, scope, deduplication_id)
) WITHOUT ROWID;
CREATE INDEX sns_published_by_expiry ON sns_published (expires);

-- The mails that SNS has sent.
CREATE TABLE sns_mails (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sent INTEGER NOT NULL,
  kind TEXT NOT NULL,                -- SubscriptionConfirmation, Notification
  topic_arn TEXT NOT NULL,
  subscription_arn TEXT NOT NULL,
  sender TEXT NOT NULL,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  token TEXT NOT NULL                -- of a confirmation
);
