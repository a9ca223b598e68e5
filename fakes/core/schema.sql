-- What every account has, whatever services it uses.
CREATE TABLE core_account (
  number TEXT NOT NULL,            -- the 12 digits
  id_seed INTEGER NOT NULL,        -- what Ids began with
  id_state INTEGER NOT NULL,       -- and where it stands
  clock_frozen INTEGER NOT NULL,   -- 1: the clock stands at clock_at
  clock_at INTEGER NOT NULL        -- frozen: milliseconds since the epoch; running: the offset from the system's clock
);
CREATE TABLE core_outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,              -- whose effect it is: "dynamodb.expire_items"
  key TEXT,                        -- with a key, there is at most one row of a kind and key
  due INTEGER NOT NULL,            -- milliseconds since the epoch, on the account's clock
  payload TEXT NOT NULL            -- JSON
);
CREATE TABLE core_outbox_failure (  -- rows set aside, whose effect failed
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT,
  due INTEGER NOT NULL,
  payload TEXT NOT NULL,
  why TEXT NOT NULL
);
CREATE UNIQUE INDEX core_outbox_key ON core_outbox (kind, key) WHERE key IS NOT NULL;
CREATE INDEX core_outbox_due ON core_outbox (due, id);
