-- The change logs of DynamoDB tables. A stream is one shard; a record's id is its place in the log of the account.
CREATE TABLE dynamodbstreams_stream (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  region TEXT NOT NULL,
  arn TEXT NOT NULL UNIQUE,
  table_name TEXT NOT NULL,
  label TEXT NOT NULL,
  view_type TEXT NOT NULL,
  key_schema TEXT NOT NULL,     -- JSON, as the table's description has it
  created INTEGER NOT NULL,     -- milliseconds, on the account's clock
  starts INTEGER NOT NULL,      -- the first id that a record of it may have
  closed INTEGER,               -- when it was disabled; NULL: it is written
  ends INTEGER,                 -- the last id that a record of it may have; NULL as long as it is written
  forgotten INTEGER NOT NULL    -- the last id of a record of it that was deleted for its age; 0: none
);
CREATE INDEX dynamodbstreams_stream_table ON dynamodbstreams_stream (region, table_name);
CREATE TABLE dynamodbstreams_record (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  stream INTEGER NOT NULL,
  written INTEGER NOT NULL,     -- milliseconds, on the account's clock
  event_id TEXT NOT NULL,
  event TEXT NOT NULL,          -- INSERT, MODIFY or REMOVE
  keys TEXT NOT NULL,           -- JSON, as the two images: name → attribute value
  old_image TEXT,
  new_image TEXT,
  size INTEGER NOT NULL,        -- bytes of keys and images
  expired INTEGER NOT NULL      -- 1: the item's time to live was over
);
CREATE INDEX dynamodbstreams_record_stream ON dynamodbstreams_record (stream, id);
CREATE INDEX dynamodbstreams_record_written ON dynamodbstreams_record (written);
