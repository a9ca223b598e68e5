-- Lambda's functions. Times are milliseconds since the epoch, of the account's clock. A document is JSON; the code
-- itself lies in the account's files, addressed by the hash that the document has.
CREATE TABLE lambda_functions (
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  reserved_concurrency INTEGER,     -- NULL: none
  PRIMARY KEY (region, name)
) WITHOUT ROWID;

CREATE TABLE lambda_versions (
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  number INTEGER NOT NULL,          -- 0: $LATEST
  document TEXT NOT NULL,           -- stored_version.h
  PRIMARY KEY (region, name, number)
) WITHOUT ROWID;

CREATE TABLE lambda_last_versions ( -- outlives the function: the number of a version is never used again
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (region, name)
) WITHOUT ROWID;

CREATE TABLE lambda_aliases (
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  alias TEXT NOT NULL,
  document TEXT NOT NULL,           -- AliasConfiguration without its ARN
  PRIMARY KEY (region, name, alias)
) WITHOUT ROWID;

CREATE TABLE lambda_policy_statements (
  id INTEGER PRIMARY KEY,           -- a policy has them in the order in which they came
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  qualifier TEXT NOT NULL,          -- '': the function's own policy
  sid TEXT NOT NULL,
  statement TEXT NOT NULL,          -- as Lambda writes it
  UNIQUE (region, name, qualifier, sid)
);

CREATE TABLE lambda_tags (
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (region, name, key)
) WITHOUT ROWID;

CREATE TABLE lambda_event_invoke_configs (
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  qualifier TEXT NOT NULL,          -- "$LATEST", a version or an alias
  document TEXT NOT NULL,           -- FunctionEventInvokeConfig without its ARN
  PRIMARY KEY (region, name, qualifier)
) WITHOUT ROWID;

CREATE TABLE lambda_settings (      -- Cloche's own, of the account: settings.h
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;
