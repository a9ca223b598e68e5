CREATE TABLE cloudformation_stacks (
  number INTEGER PRIMARY KEY AUTOINCREMENT,   -- the order in which they were made
  id TEXT NOT NULL UNIQUE,                    -- the ARN
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  created INTEGER NOT NULL,                   -- ms
  updated INTEGER,
  deleted INTEGER,
  template TEXT NOT NULL,                     -- as it was given
  processed TEXT NOT NULL,                    -- JSON, with its transforms done
  document TEXT NOT NULL                      -- JSON: all else that DescribeStacks shows, and what an update starts from
);
-- A name is one stack's at a time; those that are deleted are found by their id.
CREATE UNIQUE INDEX cloudformation_stacks_by_name ON cloudformation_stacks (region, name) WHERE deleted IS NULL;

CREATE TABLE cloudformation_resources (
  stack TEXT NOT NULL,                        -- the id
  logical_id TEXT NOT NULL,
  position INTEGER NOT NULL,                  -- the order in which they were made
  type TEXT NOT NULL,
  physical_id TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  changed INTEGER NOT NULL,
  properties TEXT NOT NULL,                   -- JSON, resolved
  attributes TEXT NOT NULL,                   -- JSON
  policy TEXT NOT NULL,                       -- DeletionPolicy
  PRIMARY KEY (stack, logical_id)
) WITHOUT ROWID;

CREATE TABLE cloudformation_events (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  stack TEXT NOT NULL,
  document TEXT NOT NULL                      -- JSON, as DescribeStackEvents shows it
);
CREATE INDEX cloudformation_events_by_stack ON cloudformation_events (stack, number);

CREATE TABLE cloudformation_exports (
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  stack TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (region, name)
) WITHOUT ROWID;

CREATE TABLE cloudformation_imports (
  region TEXT NOT NULL,
  name TEXT NOT NULL,                         -- of the export
  stack TEXT NOT NULL,
  PRIMARY KEY (region, name, stack)
) WITHOUT ROWID;

CREATE TABLE cloudformation_change_sets (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,                    -- the ARN
  stack TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  template TEXT NOT NULL,
  document TEXT NOT NULL,                     -- JSON
  UNIQUE (stack, name)
);

-- Requests that only who deploys can answer, and what it answered.
CREATE TABLE cloudformation_questions (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,                    -- of the request
  outcome TEXT                                -- JSON; NULL: none yet
);
