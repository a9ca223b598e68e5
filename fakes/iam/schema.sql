-- IAM's users and their credentials; a session (STS) is a credential like a key, and so it is here.
-- An empty user_id is the account's root. Times are milliseconds since the epoch, of the account's clock.
CREATE TABLE iam_users (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE, -- IAM takes no two names that differ only by case
  path TEXT NOT NULL,
  created INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE iam_user_tags (
  user_id TEXT NOT NULL REFERENCES iam_users (id),
  key TEXT NOT NULL COLLATE NOCASE, -- the same of the keys of tags
  value TEXT NOT NULL,
  PRIMARY KEY (user_id, key)
) WITHOUT ROWID;

CREATE TABLE iam_access_keys (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  secret TEXT NOT NULL,
  active INTEGER NOT NULL,
  created INTEGER NOT NULL,
  last_used INTEGER, -- NULL: never
  last_service TEXT,
  last_region TEXT
) WITHOUT ROWID;
CREATE INDEX iam_access_keys_of_user ON iam_access_keys (user_id, created, id);

CREATE TABLE iam_sessions (
  access_key_id TEXT PRIMARY KEY,
  secret TEXT NOT NULL,
  token TEXT NOT NULL,
  user_id TEXT NOT NULL,
  expires INTEGER NOT NULL
) WITHOUT ROWID;
