#include "fakes/lambda/store.h"

#include <array>
#include <map>

#include "embedded/fakes/lambda/schema.sql.h"
#include "fakes/lambda/code_store.h"
#include "fakes/lambda/function_name.h"

namespace cloche::lambda {

namespace {

/// Settings that were looked up; none where the account has its default.
struct KnownSettings {
  std::map<std::string, std::optional<std::int64_t>, std::less<>> values;
};

std::string text_or(const Json& object, const char* member, std::string otherwise = "") {
  const auto found = object.find(member);
  return found == object.end() ? otherwise : found->get<std::string>();
}

FunctionVersionPtr make_version_to_run(Account& account, std::string_view region, std::string_view name,
                                       const StoredVersion& stored) {
  const Edition& edition = stored.running ? *stored.running : stored.shown;
  const Json& configuration = edition.configuration;
  auto version = std::make_shared<FunctionVersion>();
  version->function_arn = function_arn(account, region, name);
  version->name = name;
  version->version = version_name(stored.number);
  // Its content too: after a reset the same ids come again.
  version->revision = edition.id + edition.content();
  version->region = region;
  version->state = stored.shown.text("State");
  version->code_sha256 = edition.text("CodeSha256");
  version->code_is_watched = !edition.directory.empty();
  if (version->code_is_watched) {
    version->code = edition.directory;
  } else {
    version->code = code_store(account).find(version->code_sha256);
    version->code_in_use = std::make_shared<const CodeInUse>(version->code);
  }
  version->runtime = edition.text("Runtime");
  version->handler = edition.text("Handler");
  version->role = edition.text("Role");
  if (const auto environment = configuration.find("Environment"); environment != configuration.end()) {
    version->environment = environment->at("Variables").get<std::map<std::string, std::string>>();
  }
  version->timeout = std::chrono::seconds(configuration.at("Timeout").get<int>());
  version->memory_mb = configuration.at("MemorySize").get<int>();
  version->ephemeral_storage_mb = configuration.at("EphemeralStorage").at("Size").get<int>();
  version->architecture = configuration.at("Architectures").at(0).get<std::string>();
  version->tracing_mode = configuration.at("TracingConfig").at("Mode").get<std::string>();
  const Json& logging = configuration.at("LoggingConfig");
  version->log_group = text_or(logging, "LogGroup");
  version->log_format = text_or(logging, "LogFormat");
  version->application_log_level = text_or(logging, "ApplicationLogLevel");
  version->system_log_level = text_or(logging, "SystemLogLevel");
  if (const auto letters = configuration.find("DeadLetterConfig"); letters != configuration.end()) {
    version->dead_letter_target = text_or(*letters, "TargetArn");
  }
  return version;
}

}  // namespace

Schema store_schema() {
  static constexpr std::array steps{lambda_schema};
  return {"lambda", steps};
}

// The reserved concurrency of a region's functions.
struct Store::Reservations {
  std::map<std::string, std::int64_t, std::less<>> functions;
  std::int64_t total = 0;
};

// What runs, read and ready, and what it may use. Dropped with a roll-back.
struct Store::Cache {
  using Versions = std::map<std::int64_t, FunctionVersionPtr>;
  using Functions = std::map<std::string, Versions, std::less<>>;
  std::map<std::string, Functions, std::less<>> regions;
  std::map<std::string, Reservations, std::less<>> reservations;        // by region; absent: not read yet
  std::map<std::string, std::vector<PolicyGrant>, std::less<>> grants;  // by region, name and qualifier
};

// ---- functions

std::vector<std::string> regions_with_function(Account& account, std::string_view name) {
  auto row =
      account.database().query("SELECT region FROM lambda_functions WHERE name = ?1 ORDER BY region", name);
  std::vector<std::string> regions;
  while (row.step()) regions.push_back(row.string(0));
  return regions;
}

bool Store::has_function(std::string_view name) {
  return account_.database()
      .query("SELECT 1 FROM lambda_functions WHERE region = ?1 AND name = ?2", region_, name)
      .step();
}

void Store::add_function(std::string_view name) {
  account_.database().run("INSERT INTO lambda_functions (region, name) VALUES (?1, ?2)", region_, name);
}

void Store::remove_function(std::string_view name) {
  for (const char* sql : {"DELETE FROM lambda_functions WHERE region = ?1 AND name = ?2",
                          "DELETE FROM lambda_versions WHERE region = ?1 AND name = ?2",
                          "DELETE FROM lambda_aliases WHERE region = ?1 AND name = ?2",
                          "DELETE FROM lambda_policy_statements WHERE region = ?1 AND name = ?2",
                          "DELETE FROM lambda_tags WHERE region = ?1 AND name = ?2",
                          "DELETE FROM lambda_event_invoke_configs WHERE region = ?1 AND name = ?2"}) {
    account_.database().run(sql, region_, name);
  }
  say_code_is_dropped(account_);
  auto& regions = account_.cache<Cache>().regions;
  if (const auto region = regions.find(region_); region != regions.end())
    region->second.erase(std::string(name));
  account_.cache<Cache>().reservations.clear();
  account_.cache<Cache>().grants.clear();
}

std::int64_t Store::function_count() {
  auto row = account_.database().query("SELECT count(*) FROM lambda_functions WHERE region = ?1", region_);
  row.step();
  return row.integer(0);
}

std::vector<std::string> Store::function_names(std::string_view start, std::int64_t limit) {
  auto row = account_.database().query(
      "SELECT name FROM lambda_functions WHERE region = ?1 AND name > ?2 ORDER BY name LIMIT ?3", region_,
      start, limit);
  std::vector<std::string> names;
  while (row.step()) names.push_back(row.string(0));
  return names;
}

const Store::Reservations& Store::reservations() {
  auto& all = account_.cache<Cache>().reservations;
  if (const auto known = all.find(region_); known != all.end()) return known->second;
  auto& reservations = all[std::string(region_)];
  auto row = account_.database().query(
      "SELECT name, reserved_concurrency FROM lambda_functions WHERE region = ?1 AND reserved_concurrency IS "
      "NOT NULL",
      region_);
  while (row.step()) reservations.total += reservations.functions[row.string(0)] = row.integer(1);
  return reservations;
}

std::optional<std::int64_t> Store::reserved_concurrency(std::string_view name) {
  const auto& functions = reservations().functions;
  const auto found = functions.find(name);
  return found != functions.end() ? std::optional(found->second) : std::nullopt;
}

void Store::set_reserved_concurrency(std::string_view name, std::optional<std::int64_t> reserved) {
  account_.database().run(
      "UPDATE lambda_functions SET reserved_concurrency = ?3 WHERE region = ?1 AND name = ?2", region_, name,
      reserved);
  account_.cache<Cache>().reservations.clear();
}

std::int64_t Store::total_reserved_concurrency() { return reservations().total; }

// ---- versions

std::optional<StoredVersion> Store::find_version(std::string_view name, std::int64_t number) {
  auto row = account_.database().query(
      "SELECT document FROM lambda_versions WHERE region = ?1 AND name = ?2 AND number = ?3", region_, name,
      number);
  if (!row.step()) return std::nullopt;
  return StoredVersion::parse(number, row.text(0));
}

void Store::save_version(std::string_view name, const StoredVersion& version) {
  account_.database().run(
      "INSERT INTO lambda_versions (region, name, number, document) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT DO UPDATE SET document = excluded.document",
      region_, name, version.number, version.document());
  account_.cache<Cache>().regions[std::string(region_)][std::string(name)].erase(version.number);
}

void Store::remove_version(std::string_view name, std::int64_t number) {
  account_.database().run("DELETE FROM lambda_versions WHERE region = ?1 AND name = ?2 AND number = ?3",
                          region_, name, number);
  account_.cache<Cache>().regions[std::string(region_)][std::string(name)].erase(number);
  say_code_is_dropped(account_);
}

std::vector<StoredVersion> Store::versions(std::string_view name, std::int64_t from, std::int64_t limit) {
  auto row = account_.database().query(
      "SELECT number, document FROM lambda_versions WHERE region = ?1 AND name = ?2 AND number >= ?3 ORDER "
      "BY number "
      "LIMIT ?4",
      region_, name, from, limit);
  std::vector<StoredVersion> versions;
  while (row.step()) versions.push_back(StoredVersion::parse(row.integer(0), row.text(1)));
  return versions;
}

std::optional<StoredVersion> Store::last_published(std::string_view name) {
  auto row = account_.database().query(
      "SELECT number, document FROM lambda_versions WHERE region = ?1 AND name = ?2 AND number > 0 ORDER BY "
      "number "
      "DESC LIMIT 1",
      region_, name);
  if (!row.step()) return std::nullopt;
  return StoredVersion::parse(row.integer(0), row.text(1));
}

std::int64_t Store::take_version_number(std::string_view name) {
  account_.database().run(
      "INSERT INTO lambda_last_versions VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET number = number + 1",
      region_, name);
  auto row = account_.database().query(
      "SELECT number FROM lambda_last_versions WHERE region = ?1 AND name = ?2", region_, name);
  row.step();
  return row.integer(0);
}

std::int64_t Store::total_code_size() {
  auto row = account_.database().query(
      "SELECT coalesce(sum(json_extract(document, '$.Configuration.CodeSize')), 0) FROM lambda_versions "
      "WHERE region = "
      "?1",
      region_);
  row.step();
  return row.integer(0);
}

FunctionVersionPtr Store::version_to_run(std::string_view name, std::int64_t number) {
  auto& regions = account_.cache<Cache>().regions;
  if (const auto region = regions.find(region_); region != regions.end()) {
    if (const auto function = region->second.find(name); function != region->second.end()) {
      if (const auto found = function->second.find(number); found != function->second.end())
        return found->second;
    }
  }
  const auto stored = find_version(name, number);
  if (!stored) return nullptr;
  auto version = make_version_to_run(account_, region_, name, *stored);
  regions[std::string(region_)][std::string(name)][number] = version;
  return version;
}

// ---- aliases

std::optional<StoredAlias> Store::find_alias(std::string_view name, std::string_view alias) {
  auto row = account_.database().query(
      "SELECT document FROM lambda_aliases WHERE region = ?1 AND name = ?2 AND alias = ?3", region_, name,
      alias);
  if (!row.step()) return std::nullopt;
  return StoredAlias{std::string(alias), parse_json(row.text(0))};
}

void Store::save_alias(std::string_view name, const StoredAlias& alias) {
  account_.database().run(
      "INSERT INTO lambda_aliases (region, name, alias, document) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT DO UPDATE SET document = excluded.document",
      region_, name, alias.name, alias.configuration.dump());
}

void Store::remove_alias(std::string_view name, std::string_view alias) {
  account_.database().run("DELETE FROM lambda_aliases WHERE region = ?1 AND name = ?2 AND alias = ?3",
                          region_, name, alias);
}

std::vector<StoredAlias> Store::aliases(std::string_view name, std::string_view start) {
  auto row = account_.database().query(
      "SELECT alias, document FROM lambda_aliases WHERE region = ?1 AND name = ?2 AND alias > ?3 ORDER BY "
      "alias",
      region_, name, start);
  std::vector<StoredAlias> aliases;
  while (row.step()) aliases.push_back({row.string(0), parse_json(row.text(1))});
  return aliases;
}

// ---- policies

std::vector<std::string> Store::policy_statements(std::string_view name, std::string_view qualifier) {
  auto row = account_.database().query(
      "SELECT statement FROM lambda_policy_statements WHERE region = ?1 AND name = ?2 AND qualifier = ?3 "
      "ORDER BY id",
      region_, name, qualifier);
  std::vector<std::string> statements;
  while (row.step()) statements.push_back(row.string(0));
  return statements;
}

const std::vector<PolicyGrant>& Store::policy_grants(std::string_view name, std::string_view qualifier) {
  auto& all = account_.cache<Cache>().grants;
  std::string key(region_);
  key.append(":").append(name).append(":").append(qualifier);
  const auto found = all.find(key);
  if (found != all.end()) return found->second;
  std::vector<PolicyGrant> grants;
  for (const std::string& statement : policy_statements(name, qualifier))
    grants.push_back(PolicyGrant::parse(statement));
  return all.emplace(std::move(key), std::move(grants)).first->second;
}

bool Store::has_policy_statement(std::string_view name, std::string_view qualifier, std::string_view sid) {
  return account_.database()
      .query(
          "SELECT 1 FROM lambda_policy_statements WHERE region = ?1 AND name = ?2 AND qualifier = ?3 AND sid "
          "= ?4",
          region_, name, qualifier, sid)
      .step();
}

void Store::add_policy_statement(std::string_view name, std::string_view qualifier, std::string_view sid,
                                 std::string_view statement) {
  account_.database().run(
      "INSERT INTO lambda_policy_statements (region, name, qualifier, sid, statement) VALUES (?1, ?2, ?3, "
      "?4, ?5)",
      region_, name, qualifier, sid, statement);
  account_.cache<Cache>().grants.clear();
}

bool Store::remove_policy_statement(std::string_view name, std::string_view qualifier, std::string_view sid) {
  account_.cache<Cache>().grants.clear();
  return account_.database().run(
             "DELETE FROM lambda_policy_statements WHERE region = ?1 AND name = ?2 AND qualifier = ?3 AND "
             "sid = ?4",
             region_, name, qualifier, sid) != 0;
}

void Store::remove_policy(std::string_view name, std::string_view qualifier) {
  account_.cache<Cache>().grants.clear();
  account_.database().run(
      "DELETE FROM lambda_policy_statements WHERE region = ?1 AND name = ?2 AND qualifier = ?3", region_,
      name, qualifier);
}

// ---- tags

std::vector<std::pair<std::string, std::string>> Store::tags(std::string_view name) {
  auto row = account_.database().query(
      "SELECT key, value FROM lambda_tags WHERE region = ?1 AND name = ?2 ORDER BY key", region_, name);
  std::vector<std::pair<std::string, std::string>> tags;
  while (row.step()) tags.emplace_back(row.string(0), row.string(1));
  return tags;
}

void Store::put_tag(std::string_view name, std::string_view key, std::string_view value) {
  account_.database().run(
      "INSERT INTO lambda_tags (region, name, key, value) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET "
      "value = "
      "excluded.value",
      region_, name, key, value);
}

void Store::remove_tag(std::string_view name, std::string_view key) {
  account_.database().run("DELETE FROM lambda_tags WHERE region = ?1 AND name = ?2 AND key = ?3", region_,
                          name, key);
}

// ---- event invoke configurations

std::optional<Json> Store::event_invoke_document(std::string_view name, std::string_view qualifier) {
  auto row = account_.database().query(
      "SELECT document FROM lambda_event_invoke_configs WHERE region = ?1 AND name = ?2 AND qualifier = ?3",
      region_, name, qualifier);
  if (!row.step()) return std::nullopt;
  return parse_json(row.text(0));
}

void Store::save_event_invoke_document(std::string_view name, std::string_view qualifier,
                                       const Json& configuration) {
  account_.database().run(
      "INSERT INTO lambda_event_invoke_configs (region, name, qualifier, document) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT DO UPDATE SET document = excluded.document",
      region_, name, qualifier, configuration.dump());
}

bool Store::remove_event_invoke_document(std::string_view name, std::string_view qualifier) {
  return account_.database().run(
             "DELETE FROM lambda_event_invoke_configs WHERE region = ?1 AND name = ?2 AND qualifier = ?3",
             region_, name, qualifier) != 0;
}

std::vector<EventInvokeDocument> Store::event_invoke_documents(std::string_view name, std::string_view start,
                                                               std::int64_t limit) {
  auto row = account_.database().query(
      "SELECT qualifier, document FROM lambda_event_invoke_configs WHERE region = ?1 AND name = ?2 AND "
      "qualifier > ?3 "
      "ORDER BY qualifier LIMIT ?4",
      region_, name, start, limit);
  std::vector<EventInvokeDocument> documents;
  while (row.step()) documents.push_back({row.string(0), parse_json(row.text(1))});
  return documents;
}

// ---- code

std::set<std::string> code_named_in(Database& database) {
  std::set<std::string> names;
  // An account need not have this service.
  if (!database.query("SELECT 1 FROM sqlite_master WHERE name = 'lambda_versions'").step()) return names;
  for (const char* sql :
       {"SELECT json_extract(document, '$.Configuration.CodeSha256') FROM lambda_versions "
        "WHERE json_extract(document, '$.Directory') IS NULL",
        "SELECT json_extract(document, '$.Running.Configuration.CodeSha256') FROM lambda_versions "
        "WHERE json_extract(document, '$.Running') IS NOT NULL "
        "AND json_extract(document, '$.Running.Directory') IS NULL"}) {
    Statement row = database.prepare(sql);
    while (row.step()) names.insert(zip_name(row.text(0)));
  }
  return names;
}

// ---- settings

std::int64_t setting(Account& account, std::string_view name, std::int64_t otherwise) {
  auto& known = account.cache<KnownSettings>().values;
  auto found = known.find(name);
  if (found == known.end()) {
    auto row = account.database().query("SELECT value FROM lambda_settings WHERE name = ?1", name);
    found = known.emplace(name, row.step() ? std::optional(row.integer(0)) : std::nullopt).first;
  }
  return found->second.value_or(otherwise);
}

void set_setting(Account& account, std::string_view name, std::int64_t value) {
  account.cache<KnownSettings>().values.clear();
  account.database().run(
      "INSERT INTO lambda_settings VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value", name,
      value);
}

}  // namespace cloche::lambda
