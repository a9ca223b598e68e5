-- The second step: roles, and the policies that stand in them or are attached to them. Tags now have one table, for every
-- kind of owner by its unique id (AIDA…, AROA…, ANPA…). Policy documents are kept as they came.
CREATE TABLE iam_tags (
  owner_id TEXT NOT NULL,
  key TEXT NOT NULL COLLATE NOCASE, -- two keys of an owner differ by more than case
  value TEXT NOT NULL,
  PRIMARY KEY (owner_id, key)
) WITHOUT ROWID;
INSERT INTO iam_tags (owner_id, key, value) SELECT user_id, key, value FROM iam_user_tags;
DROP TABLE iam_user_tags;

CREATE TABLE iam_roles (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  path TEXT NOT NULL,
  trust_policy TEXT NOT NULL,
  description TEXT, -- NULL: none was given
  max_session_seconds INTEGER NOT NULL,
  created INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE iam_role_policies ( -- inline
  role_id TEXT NOT NULL REFERENCES iam_roles (id),
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (role_id, name)
) WITHOUT ROWID;

CREATE TABLE iam_policies ( -- managed by the customer
  arn TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  path TEXT NOT NULL,
  description TEXT,
  default_version INTEGER NOT NULL,
  last_version INTEGER NOT NULL, -- the number of a version is never used again
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE iam_policy_versions (
  policy_arn TEXT NOT NULL REFERENCES iam_policies (arn),
  number INTEGER NOT NULL,
  document TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (policy_arn, number)
) WITHOUT ROWID;

CREATE TABLE iam_role_attachments ( -- of managed policies, AWS's own among them
  role_id TEXT NOT NULL REFERENCES iam_roles (id),
  policy_arn TEXT NOT NULL,
  PRIMARY KEY (role_id, policy_arn)
) WITHOUT ROWID;
CREATE INDEX iam_role_attachments_of_policy ON iam_role_attachments (policy_arn, role_id);

-- A session of a role has these three, and an empty user_id.
ALTER TABLE iam_sessions ADD COLUMN role_id TEXT;
ALTER TABLE iam_sessions ADD COLUMN role_arn TEXT;
ALTER TABLE iam_sessions ADD COLUMN session_name TEXT;
