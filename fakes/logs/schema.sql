-- CloudWatch Logs. Times are milliseconds since the epoch, of the account's clock or of who sent the event.
CREATE TABLE logs_groups (
  id INTEGER PRIMARY KEY,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  created INTEGER NOT NULL,
  class TEXT NOT NULL,
  retention INTEGER, -- days; NULL: for ever
  kms_key TEXT,
  deletion_protected INTEGER NOT NULL DEFAULT 0,
  UNIQUE (region, name)
);

CREATE TABLE logs_streams (
  id INTEGER PRIMARY KEY,
  group_id INTEGER NOT NULL REFERENCES logs_groups (id),
  name TEXT NOT NULL,
  created INTEGER NOT NULL,
  first_event INTEGER, -- NULL: there was none
  last_event INTEGER,
  last_ingestion INTEGER,
  bytes INTEGER NOT NULL DEFAULT 0,
  UNIQUE (group_id, name)
);

-- Events that came together, of one stream and at most a second: a row for each invocation of a function, not
-- for each line (event_batch.h). The rowid is the order in which they came.
CREATE TABLE logs_batches (
  id INTEGER PRIMARY KEY,
  group_id INTEGER NOT NULL,
  stream_id INTEGER NOT NULL,
  first_event INTEGER NOT NULL,
  ingested INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  events BLOB NOT NULL
);
CREATE INDEX logs_batches_of_group ON logs_batches (group_id, first_event);
CREATE INDEX logs_batches_of_stream ON logs_batches (stream_id, first_event);

CREATE TABLE logs_tags (
  group_id INTEGER NOT NULL REFERENCES logs_groups (id),
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (group_id, key)
) WITHOUT ROWID;

-- Filters of both kinds. `definition` is the rest of what DescribeMetricFilters or DescribeSubscriptionFilters
-- answers, as JSON.
CREATE TABLE logs_filters (
  group_id INTEGER NOT NULL REFERENCES logs_groups (id),
  kind TEXT NOT NULL, -- 'metric' or 'subscription'
  name TEXT NOT NULL,
  pattern TEXT NOT NULL,
  created INTEGER NOT NULL,
  definition TEXT NOT NULL,
  PRIMARY KEY (group_id, kind, name)
) WITHOUT ROWID;

CREATE TABLE logs_resource_policies (
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  updated INTEGER NOT NULL,
  PRIMARY KEY (region, name)
) WITHOUT ROWID;
