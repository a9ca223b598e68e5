-- EventBridge's buses, rules and targets. The default bus is always there: it has a row only where it has something to keep.
-- Times are milliseconds since the epoch, of the account's clock.
CREATE TABLE events_buses (
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  policy TEXT,             -- JSON; NULL: none
  kms_key TEXT,
  dead_letter_config TEXT, -- JSON
  log_config TEXT,         -- JSON
  created INTEGER,         -- NULL, as modified: of the default bus
  modified INTEGER,
  PRIMARY KEY (region, name)
) WITHOUT ROWID;

CREATE TABLE events_rules (
  region TEXT NOT NULL,
  bus TEXT NOT NULL,
  name TEXT NOT NULL,
  pattern TEXT,            -- as it came; NULL: none
  schedule TEXT,           -- the expression; NULL: none
  schedule_start INTEGER,  -- from when a rate counts
  state TEXT NOT NULL,     -- "ENABLED", "DISABLED", …
  description TEXT,
  role_arn TEXT,
  PRIMARY KEY (region, bus, name)
) WITHOUT ROWID;

CREATE TABLE events_targets (
  region TEXT NOT NULL,
  bus TEXT NOT NULL,
  rule TEXT NOT NULL,
  id TEXT NOT NULL,
  arn TEXT NOT NULL,
  definition TEXT NOT NULL, -- the Target as it came, JSON
  PRIMARY KEY (region, bus, rule, id)
) WITHOUT ROWID;
CREATE INDEX events_targets_by_arn ON events_targets (region, bus, arn, rule);

CREATE TABLE events_tags ( -- of rules and buses
  arn TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (arn, key)
) WITHOUT ROWID;
