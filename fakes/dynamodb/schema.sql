-- What DynamoDB keeps. Beside these, each table has SQLite tables of its own, made and dropped with it by store.cpp:
--   dynamodb_items_<id>        (key, item, size)           its items: encoded key, JSON text, size as DynamoDB counts it
--   dynamodb_index_<id>_<n>    (key, item_key, size)       one for each index: index key and table key; size of the projection
--   dynamodb_expiry_<id>       (expires, item_key)         where time to live is enabled: when each item expires, in seconds
CREATE TABLE dynamodb_table (
  id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice: it names SQLite tables
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  definition TEXT NOT NULL,               -- JSON, see TableDefinition
  UNIQUE (region, name)
);
CREATE TABLE dynamodb_tag (
  arn TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (arn, key)
) WITHOUT ROWID;
CREATE TABLE dynamodb_setting (           -- Cloche's own, of the account: see settings.h
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE dynamodb_transaction (       -- what TransactWriteItems was asked for with a token, for ten minutes
  region TEXT NOT NULL,
  token TEXT NOT NULL,
  request TEXT NOT NULL,                  -- the digest of what was asked
  expires INTEGER NOT NULL,               -- milliseconds, on the account's clock
  PRIMARY KEY (region, token)
) WITHOUT ROWID;
