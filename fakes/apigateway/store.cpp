#include "fakes/apigateway/store.h"

#include <array>
#include <map>

#include "embedded/fakes/apigateway/schema.sql.h"

namespace cloche::apigateway {

namespace {

#define RESOURCE_COLUMNS "SELECT id, parent, path_part, path, methods FROM apigateway_resources "

// By API, then by the stage's name.
struct ServedStages {
  std::map<std::string, std::map<std::string, ServedStagePtr, std::less<>>, std::less<>> stages;
};

void forget_served(Account& account, std::string_view api) {
  auto& stages = account.cache<ServedStages>().stages;
  if (const auto found = stages.find(api); found != stages.end()) stages.erase(found);
}

Resource read_resource(const Statement& row) {
  return {row.string(0), row.string(1), row.string(2), row.string(3), parse_json(row.text(4))};
}

std::vector<Resource> read_resources(Statement row) {
  std::vector<Resource> resources;
  while (row.step()) resources.push_back(read_resource(row));
  return resources;
}

std::optional<Resource> read_one_resource(Statement row) {
  if (!row.step()) return std::nullopt;
  return read_resource(row);
}

}  // namespace

Schema store_schema() {
  static constexpr std::array steps{apigateway_schema};
  return {"apigateway", steps};
}

// ---- APIs

std::optional<RestApi> Store::find_api(std::string_view id) {
  auto row =
      database_.query("SELECT document FROM apigateway_apis WHERE id = ?1 AND region = ?2", id, region_);
  if (!row.step()) return std::nullopt;
  return RestApi{std::string(id), parse_json(row.text(0))};
}

std::vector<RestApi> Store::apis(std::string_view start, std::int64_t limit) {
  auto row = database_.query(
      "SELECT id, document FROM apigateway_apis WHERE region = ?1 AND id > ?2 ORDER BY id LIMIT ?3", region_,
      start, limit);
  std::vector<RestApi> apis;
  while (row.step()) apis.push_back({row.string(0), parse_json(row.text(1))});
  return apis;
}

void Store::save_api(const RestApi& api) {
  database_.run("INSERT OR REPLACE INTO apigateway_apis (region, id, document) VALUES (?1, ?2, ?3)", region_,
                api.id, api.document.dump());
}

void Store::remove_api(std::string_view id) {
  forget_served(account_, id);
  database_.run("DELETE FROM apigateway_resources WHERE api = ?1", id);
  database_.run("DELETE FROM apigateway_deployments WHERE api = ?1", id);
  database_.run("DELETE FROM apigateway_stages WHERE api = ?1", id);
  database_.run("DELETE FROM apigateway_models WHERE api = ?1", id);
  database_.run("DELETE FROM apigateway_gateway_responses WHERE api = ?1", id);
  database_.run("DELETE FROM apigateway_apis WHERE id = ?1", id);
}

// ---- resources

std::optional<Resource> Store::find_resource(std::string_view api, std::string_view id) {
  return read_one_resource(database_.query(RESOURCE_COLUMNS "WHERE api = ?1 AND id = ?2", api, id));
}

std::optional<Resource> Store::find_resource_at(std::string_view api, std::string_view path) {
  return read_one_resource(database_.query(RESOURCE_COLUMNS "WHERE api = ?1 AND path = ?2", api, path));
}

std::vector<Resource> Store::resources(std::string_view api) {
  return read_resources(database_.query(RESOURCE_COLUMNS "WHERE api = ?1 ORDER BY path", api));
}

std::vector<Resource> Store::resource_page(std::string_view api, std::string_view start, std::int64_t limit) {
  return read_resources(
      database_.query(RESOURCE_COLUMNS "WHERE api = ?1 AND id > ?2 ORDER BY id LIMIT ?3", api, start, limit));
}

std::int64_t Store::resource_count(std::string_view api) {
  auto row = database_.query("SELECT count(*) FROM apigateway_resources WHERE api = ?1", api);
  row.step();
  return row.integer(0);
}

std::vector<Resource> Store::children(std::string_view api, std::string_view parent) {
  return read_resources(
      database_.query(RESOURCE_COLUMNS "WHERE api = ?1 AND parent = ?2 ORDER BY path", api, parent));
}

void Store::save_resource(std::string_view api, const Resource& resource) {
  database_.run(
      "INSERT INTO apigateway_resources (api, id, parent, path_part, path, methods) VALUES (?1, ?2, ?3, ?4, "
      "?5, ?6) ON CONFLICT (api, id) DO UPDATE SET parent = ?3, path_part = ?4, path = ?5, methods = ?6",
      api, resource.id, resource.parent, resource.path_part, resource.path, resource.methods.dump());
}

void Store::remove_resource(std::string_view api, std::string_view id) {
  database_.run("DELETE FROM apigateway_resources WHERE api = ?1 AND id = ?2", api, id);
}

// ---- deployments

std::optional<Deployment> Store::find_deployment(std::string_view api, std::string_view id) {
  auto row =
      database_.query("SELECT document FROM apigateway_deployments WHERE api = ?1 AND id = ?2", api, id);
  if (!row.step()) return std::nullopt;
  return Deployment{std::string(id), parse_json(row.text(0))};
}

std::optional<Json> Store::find_snapshot(std::string_view api, std::string_view deployment) {
  auto row = database_.query("SELECT snapshot FROM apigateway_deployments WHERE api = ?1 AND id = ?2", api,
                             deployment);
  if (!row.step()) return std::nullopt;
  return parse_json(row.text(0));
}

std::vector<Deployment> Store::deployments(std::string_view api) {
  auto row = database_.query(
      "SELECT id, document FROM apigateway_deployments WHERE api = ?1 ORDER BY number DESC", api);
  std::vector<Deployment> deployments;
  while (row.step()) deployments.push_back({row.string(0), parse_json(row.text(1))});
  return deployments;
}

void Store::add_deployment(std::string_view api, const Deployment& deployment, const Json& snapshot) {
  database_.run("INSERT INTO apigateway_deployments (api, id, document, snapshot) VALUES (?1, ?2, ?3, ?4)",
                api, deployment.id, deployment.document.dump(), snapshot.dump());
}

void Store::update_deployment(std::string_view api, const Deployment& deployment) {
  database_.run("UPDATE apigateway_deployments SET document = ?3 WHERE api = ?1 AND id = ?2", api,
                deployment.id, deployment.document.dump());
}

void Store::remove_deployment(std::string_view api, std::string_view id) {
  database_.run("DELETE FROM apigateway_deployments WHERE api = ?1 AND id = ?2", api, id);
}

// ---- by name

std::optional<Named> Store::find_named(std::string_view query, std::string_view api, std::string_view name) {
  auto row = database_.query(query, api, name);
  if (!row.step()) return std::nullopt;
  return Named{std::string(name), parse_json(row.text(0))};
}

std::vector<Named> Store::all_named(std::string_view query, std::string_view api) {
  auto row = database_.query(query, api);
  std::vector<Named> all;
  while (row.step()) all.push_back({row.string(0), parse_json(row.text(1))});
  return all;
}

std::optional<Named> Store::find_stage(std::string_view api, std::string_view name) {
  return find_named("SELECT document FROM apigateway_stages WHERE api = ?1 AND name = ?2", api, name);
}

std::vector<Named> Store::stages(std::string_view api) {
  return all_named("SELECT name, document FROM apigateway_stages WHERE api = ?1 ORDER BY name", api);
}

void Store::save_stage(std::string_view api, const Named& stage) {
  forget_served(account_, api);
  database_.run("INSERT OR REPLACE INTO apigateway_stages (api, name, document) VALUES (?1, ?2, ?3)", api,
                stage.name, stage.document.dump());
}

void Store::remove_stage(std::string_view api, std::string_view name) {
  forget_served(account_, api);
  database_.run("DELETE FROM apigateway_stages WHERE api = ?1 AND name = ?2", api, name);
}

std::optional<Named> Store::find_model(std::string_view api, std::string_view name) {
  return find_named("SELECT document FROM apigateway_models WHERE api = ?1 AND name = ?2", api, name);
}

std::vector<Named> Store::models(std::string_view api) {
  return all_named("SELECT name, document FROM apigateway_models WHERE api = ?1 ORDER BY name", api);
}

void Store::save_model(std::string_view api, const Named& model) {
  database_.run("INSERT OR REPLACE INTO apigateway_models (api, name, document) VALUES (?1, ?2, ?3)", api,
                model.name, model.document.dump());
}

void Store::remove_model(std::string_view api, std::string_view name) {
  database_.run("DELETE FROM apigateway_models WHERE api = ?1 AND name = ?2", api, name);
}

std::optional<Named> Store::find_gateway_response(std::string_view api, std::string_view type) {
  return find_named("SELECT document FROM apigateway_gateway_responses WHERE api = ?1 AND type = ?2", api,
                    type);
}

std::vector<Named> Store::gateway_responses(std::string_view api) {
  return all_named("SELECT type, document FROM apigateway_gateway_responses WHERE api = ?1 ORDER BY type",
                   api);
}

void Store::save_gateway_response(std::string_view api, const Named& response) {
  database_.run(
      "INSERT OR REPLACE INTO apigateway_gateway_responses (api, type, document) VALUES (?1, ?2, ?3)", api,
      response.name, response.document.dump());
}

void Store::remove_gateway_response(std::string_view api, std::string_view type) {
  database_.run("DELETE FROM apigateway_gateway_responses WHERE api = ?1 AND type = ?2", api, type);
}

// ---- settings

Json Store::settings() {
  auto row = database_.query("SELECT document FROM apigateway_settings WHERE region = ?1", region_);
  return row.step() ? parse_json(row.text(0)) : Json::object();
}

void Store::save_settings(const Json& document) {
  database_.run("INSERT OR REPLACE INTO apigateway_settings (region, document) VALUES (?1, ?2)", region_,
                document.dump());
}

// ---- serving

std::string region_of_api(Account& account, std::string_view api) {
  auto row = account.database().query("SELECT region FROM apigateway_apis WHERE id = ?1", api);
  return row.step() ? row.string(0) : std::string();
}

ServedStagePtr served_stage(Account& account, std::string_view api, std::string_view stage) {
  auto& kept = account.cache<ServedStages>().stages;
  if (const auto of_api = kept.find(api); of_api != kept.end()) {
    if (const auto found = of_api->second.find(stage); found != of_api->second.end()) return found->second;
  }
  const std::string region = region_of_api(account, api);
  Store store(account, region);
  const auto document = region.empty() ? std::nullopt : store.find_stage(api, stage);
  if (!document) return nullptr;
  const std::string deployment = document->document.at("deploymentId");
  auto served = std::make_shared<ServedStage>(
      read_served_stage(document->document, *store.find_snapshot(api, deployment)));
  served->region = region;
  served->account = account.number();
  served->api = api;
  served->stage = stage;
  kept[std::string(api)][std::string(stage)] = served;
  return served;
}

}  // namespace cloche::apigateway
