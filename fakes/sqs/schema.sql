-- Queues and their messages. Times are milliseconds since the epoch, of the account's clock.
-- Ids are never used again: receipt handles and sequence numbers are made of them.
CREATE TABLE sqs_queues (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  attributes TEXT NOT NULL, -- a JSON object of those that were given, in normal form
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  purged INTEGER, -- NULL: never
  dead_letter_queue TEXT, -- the name of that of its redrive policy
  UNIQUE (region, name)
);

CREATE INDEX sqs_queues_by_dead_letter_queue ON sqs_queues (region, dead_letter_queue, name)
  WHERE dead_letter_queue IS NOT NULL;

-- A name is free again 60 seconds after its queue was deleted.
CREATE TABLE sqs_deleted_queues (
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  deleted INTEGER NOT NULL,
  PRIMARY KEY (region, name)
) WITHOUT ROWID;

CREATE TABLE sqs_queue_tags (
  queue INTEGER NOT NULL REFERENCES sqs_queues (id),
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (queue, key)
) WITHOUT ROWID;

-- A message that is in flight or delayed is one whose `visible` is yet to come.
CREATE TABLE sqs_messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which they came into the queue
  queue INTEGER NOT NULL REFERENCES sqs_queues (id),
  visible INTEGER NOT NULL, -- from when on it can be received
  receipts INTEGER NOT NULL, -- how often it was received from this queue
  receive_count INTEGER NOT NULL, -- how often from all queues
  first_received INTEGER, -- NULL: not yet
  received INTEGER, -- the last time
  sent INTEGER NOT NULL, -- from when on its retention counts
  message_id TEXT NOT NULL,
  sender TEXT NOT NULL,
  body TEXT NOT NULL,
  attributes TEXT, -- a JSON object of MessageAttributeValue, binary ones in base64
  trace_header TEXT,
  group_id TEXT,
  deduplication_id TEXT,
  source TEXT -- ARN of the queue from which it came into this dead-letter queue
);
CREATE INDEX sqs_messages_by_visibility ON sqs_messages (queue, visible, receipts);
CREATE INDEX sqs_messages_by_age ON sqs_messages (queue, sent);
CREATE INDEX sqs_messages_by_group ON sqs_messages (queue, group_id, id) WHERE group_id IS NOT NULL;

CREATE INDEX sqs_messages_received_by_group ON sqs_messages (queue, group_id, visible)
  WHERE group_id IS NOT NULL AND receipts > 0;

-- FIFO queues: the groups that have messages. A group whose messages are in flight is not available.
CREATE TABLE sqs_groups (
  queue INTEGER NOT NULL REFERENCES sqs_queues (id),
  group_id TEXT NOT NULL,
  head INTEGER NOT NULL, -- the id of its first message
  available INTEGER NOT NULL, -- from when on the first can be received
  PRIMARY KEY (queue, group_id)
) WITHOUT ROWID;
CREATE INDEX sqs_groups_in_order ON sqs_groups (queue, head);

-- FIFO queues: what was sent within the deduplication interval.
CREATE TABLE sqs_deduplications (
  queue INTEGER NOT NULL REFERENCES sqs_queues (id),
  scope TEXT NOT NULL, -- the group where deduplication is by group, else ''
  deduplication_id TEXT NOT NULL,
  sent INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  message INTEGER NOT NULL, -- its id, which may be gone
  PRIMARY KEY (queue, scope, deduplication_id)
) WITHOUT ROWID;
CREATE INDEX sqs_deduplications_by_age ON sqs_deduplications (queue, sent);

-- FIFO queues: what was answered to a ReceiveRequestAttemptId.
CREATE TABLE sqs_receive_attempts (
  queue INTEGER NOT NULL REFERENCES sqs_queues (id),
  attempt_id TEXT NOT NULL,
  time INTEGER NOT NULL,
  receipts TEXT NOT NULL, -- a JSON array of [message, receipts, visible]
  PRIMARY KEY (queue, attempt_id)
) WITHOUT ROWID;
CREATE INDEX sqs_receive_attempts_by_age ON sqs_receive_attempts (queue, time);

CREATE TABLE sqs_move_tasks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL, -- ARN
  destination TEXT, -- ARN; NULL: the queues from which the messages came
  rate INTEGER, -- messages a second; NULL: as fast as can be
  status TEXT NOT NULL,
  moved INTEGER NOT NULL,
  to_move INTEGER NOT NULL,
  started INTEGER NOT NULL,
  failure TEXT
);
CREATE INDEX sqs_move_tasks_by_source ON sqs_move_tasks (source, id);
