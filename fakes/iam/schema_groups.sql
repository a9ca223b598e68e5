-- The third step: users and groups have policies as roles have them. Inline ones, and what is attached, now have one table each for
-- every kind of owner, by its unique id (AIDA…, AGPA…, AROA…), as tags have.
CREATE TABLE iam_inline_policies (
  owner_id TEXT NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (owner_id, name)
) WITHOUT ROWID;
INSERT INTO iam_inline_policies (owner_id, name, document) SELECT role_id, name, document FROM iam_role_policies;
DROP TABLE iam_role_policies;

CREATE TABLE iam_attachments ( -- of managed policies, AWS's own among them
  owner_id TEXT NOT NULL,
  policy_arn TEXT NOT NULL,
  PRIMARY KEY (owner_id, policy_arn)
) WITHOUT ROWID;
INSERT INTO iam_attachments (owner_id, policy_arn) SELECT role_id, policy_arn FROM iam_role_attachments;
DROP TABLE iam_role_attachments;
CREATE INDEX iam_attachments_of_policy ON iam_attachments (policy_arn, owner_id);

-- Groups, and who is in them.
CREATE TABLE iam_groups (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  path TEXT NOT NULL,
  created INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE iam_memberships (
  group_id TEXT NOT NULL REFERENCES iam_groups (id),
  user_id TEXT NOT NULL REFERENCES iam_users (id),
  PRIMARY KEY (group_id, user_id)
) WITHOUT ROWID;
CREATE INDEX iam_memberships_of_user ON iam_memberships (user_id, group_id);
