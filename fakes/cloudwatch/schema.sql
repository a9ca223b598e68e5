-- CloudWatch: metrics with their data, alarms with their history, dashboards. Regional state has its region in
-- its key. Times are seconds since the epoch where they are marks of a minute, else milliseconds.
CREATE TABLE cloudwatch_metrics (
  id INTEGER PRIMARY KEY,
  region TEXT NOT NULL,
  namespace TEXT NOT NULL,
  name TEXT NOT NULL,
  dimensions TEXT NOT NULL,      -- MetricName::key: the sorted dimensions
  series INTEGER NOT NULL DEFAULT 0,  -- bit n: there is data of the series id * 64 + n
  UNIQUE (region, namespace, name, dimensions)
);

-- The data of a metric in one unit and storage resolution is a series; its number is id * 64 + unit * 2 + (1 if it is
-- kept by the second). A row is a value that was seen in one minute (or second) of a series, and how often:
-- CloudWatch's own value and count set. So a point is one upsert, and all statistics are derived by reading.
CREATE TABLE cloudwatch_points (
  series INTEGER NOT NULL,
  at INTEGER NOT NULL,           -- the beginning of the minute or second, in seconds since the epoch
  value REAL NOT NULL,
  count REAL NOT NULL,
  sum REAL NOT NULL,             -- value * count, but where values were put together (metric_writer.cpp)
  PRIMARY KEY (series, at, value)
) WITHOUT ROWID;

-- Data that came as a StatisticSet of different values: of these no percentile is known.
CREATE TABLE cloudwatch_sets (
  series INTEGER NOT NULL,
  at INTEGER NOT NULL,
  count REAL NOT NULL,
  sum REAL NOT NULL,
  minimum REAL NOT NULL,
  maximum REAL NOT NULL,
  PRIMARY KEY (series, at)
) WITHOUT ROWID;

CREATE TABLE cloudwatch_alarms (
  id INTEGER PRIMARY KEY,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  composite INTEGER NOT NULL,
  configuration TEXT NOT NULL,   -- JSON: what PutMetricAlarm or PutCompositeAlarm said, and the account's defaults
  actions_enabled INTEGER NOT NULL,
  configured INTEGER NOT NULL,   -- AlarmConfigurationUpdatedTimestamp
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  reason_data TEXT,              -- JSON
  updated INTEGER NOT NULL,      -- StateUpdatedTimestamp
  transitioned INTEGER NOT NULL, -- StateTransitionedTimestamp
  suppression TEXT,              -- JSON, of a composite alarm whose actions are held back
  step INTEGER NOT NULL,         -- of a metric alarm: it is evaluated at multiples of so many seconds
  due INTEGER                    -- when it is to be evaluated next; NULL: not before data comes
);
CREATE UNIQUE INDEX cloudwatch_alarms_name ON cloudwatch_alarms (region, name);
CREATE INDEX cloudwatch_alarms_due ON cloudwatch_alarms (due) WHERE due IS NOT NULL;

-- Which metric alarms watch a metric.
CREATE TABLE cloudwatch_alarm_metrics (
  metric INTEGER NOT NULL,
  alarm INTEGER NOT NULL,
  PRIMARY KEY (metric, alarm)
) WITHOUT ROWID;
CREATE INDEX cloudwatch_alarm_metrics_alarm ON cloudwatch_alarm_metrics (alarm);

-- Which alarms the rule of a composite alarm, or its suppressor, names.
CREATE TABLE cloudwatch_alarm_children (
  region TEXT NOT NULL,
  child TEXT NOT NULL,           -- a name
  alarm INTEGER NOT NULL,        -- the composite alarm
  PRIMARY KEY (region, child, alarm)
) WITHOUT ROWID;
CREATE INDEX cloudwatch_alarm_children_alarm ON cloudwatch_alarm_children (alarm);

CREATE TABLE cloudwatch_history (
  id INTEGER PRIMARY KEY,
  region TEXT NOT NULL,
  alarm TEXT NOT NULL,
  composite INTEGER NOT NULL,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  summary TEXT NOT NULL,
  data TEXT NOT NULL
);
CREATE INDEX cloudwatch_history_of_alarm ON cloudwatch_history (region, alarm, at, id);

CREATE TABLE cloudwatch_dashboards (
  name TEXT PRIMARY KEY,         -- dashboards are global
  body TEXT NOT NULL,
  modified INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE cloudwatch_tags (
  arn TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (arn, key)
) WITHOUT ROWID;
