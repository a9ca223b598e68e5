CREATE TABLE apigateway_apis (
  region TEXT NOT NULL,
  id TEXT NOT NULL PRIMARY KEY,      -- unique in the account: an API is also found by it alone
  document TEXT NOT NULL             -- RestApi without id
) WITHOUT ROWID;

CREATE TABLE apigateway_resources (
  api TEXT NOT NULL,
  id TEXT NOT NULL,
  parent TEXT NOT NULL,              -- '' of the root
  path_part TEXT NOT NULL,           -- '' of the root
  path TEXT NOT NULL,
  methods TEXT NOT NULL,             -- JSON object: "GET" → Method
  PRIMARY KEY (api, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX apigateway_resources_by_path ON apigateway_resources (api, path);

CREATE TABLE apigateway_deployments (
  number INTEGER PRIMARY KEY AUTOINCREMENT,   -- the order in which they were made
  api TEXT NOT NULL,
  id TEXT NOT NULL,
  document TEXT NOT NULL,            -- Deployment without id and apiSummary
  snapshot TEXT NOT NULL,            -- the API as it was (snapshot.h)
  UNIQUE (api, id)
);

CREATE TABLE apigateway_stages (
  api TEXT NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,            -- Stage without stageName
  PRIMARY KEY (api, name)
) WITHOUT ROWID;

CREATE TABLE apigateway_models (
  api TEXT NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,            -- Model without name
  PRIMARY KEY (api, name)
) WITHOUT ROWID;

CREATE TABLE apigateway_gateway_responses (
  api TEXT NOT NULL,
  type TEXT NOT NULL,
  document TEXT NOT NULL,            -- GatewayResponse without responseType and defaultResponse
  PRIMARY KEY (api, type)
) WITHOUT ROWID;

CREATE TABLE apigateway_settings (
  region TEXT NOT NULL PRIMARY KEY,
  document TEXT NOT NULL             -- what was set of Account
) WITHOUT ROWID;
