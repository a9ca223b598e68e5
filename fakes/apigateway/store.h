#pragma once
// The tables of API Gateway in the account's database, and the only SQL of this service. What the model has
// documents for is kept as such. A Store is a view of an account and a region, made for a call and thrown
// away.
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/apigateway/served_stage.h"
#include "fakes/core/account.h"
#include "fakes/core/json.h"

namespace cloche::apigateway {

/// The tables of schema.sql.
Schema store_schema();

struct RestApi {
  std::string id;
  Json document = Json::object();  // RestApi without id

  std::string text(const char* member) const { return document.value(member, std::string()); }
};

struct Resource {
  std::string id;
  std::string parent;             // "": it is the root
  std::string path_part;          // "" of the root
  std::string path;               // "/pets/{id}"
  Json methods = Json::object();  // "GET" → Method

  bool is_root() const { return parent.empty(); }
};

struct Deployment {
  std::string id;
  Json document = Json::object();  // Deployment without id and apiSummary
};

/// A document of the model that is kept by its name: a stage, a model, a gateway response.
struct Named {
  std::string name;
  Json document = Json::object();
};

class Store {
 public:
  Store(Account& account, std::string_view region)
      : account_(account), database_(account.database()), region_(region) {}

  Account& account() const { return account_; }
  std::string_view region() const { return region_; }

  // ---- APIs of the region, by id

  std::optional<RestApi> find_api(std::string_view id);
  /// At most `limit`, after `start` ("": from the first).
  std::vector<RestApi> apis(std::string_view start, std::int64_t limit);
  void save_api(const RestApi& api);
  /// With all that belongs to it.
  void remove_api(std::string_view id);

  // ---- resources

  std::optional<Resource> find_resource(std::string_view api, std::string_view id);
  std::optional<Resource> find_resource_at(std::string_view api, std::string_view path);
  /// All, by path: a parent comes before its children.
  std::vector<Resource> resources(std::string_view api);
  /// At most `limit` by id, after `start` ("": from the first).
  std::vector<Resource> resource_page(std::string_view api, std::string_view start, std::int64_t limit);
  std::int64_t resource_count(std::string_view api);
  std::vector<Resource> children(std::string_view api, std::string_view parent);
  void save_resource(std::string_view api, const Resource& resource);
  void remove_resource(std::string_view api, std::string_view id);

  // ---- deployments

  std::optional<Deployment> find_deployment(std::string_view api, std::string_view id);
  /// The API as it was deployed (snapshot.h).
  std::optional<Json> find_snapshot(std::string_view api, std::string_view deployment);
  /// The newest first.
  std::vector<Deployment> deployments(std::string_view api);
  void add_deployment(std::string_view api, const Deployment& deployment, const Json& snapshot);
  void update_deployment(std::string_view api, const Deployment& deployment);
  void remove_deployment(std::string_view api, std::string_view id);

  // ---- what is kept by name, in its order

  std::optional<Named> find_stage(std::string_view api, std::string_view name);
  std::vector<Named> stages(std::string_view api);
  void save_stage(std::string_view api, const Named& stage);
  void remove_stage(std::string_view api, std::string_view name);

  std::optional<Named> find_model(std::string_view api, std::string_view name);
  std::vector<Named> models(std::string_view api);
  void save_model(std::string_view api, const Named& model);
  void remove_model(std::string_view api, std::string_view name);

  std::optional<Named> find_gateway_response(std::string_view api, std::string_view type);
  std::vector<Named> gateway_responses(std::string_view api);
  void save_gateway_response(std::string_view api, const Named& response);
  void remove_gateway_response(std::string_view api, std::string_view type);

  // ---- the account's settings in the region

  Json settings();
  void save_settings(const Json& document);

 private:
  std::optional<Named> find_named(std::string_view query, std::string_view api, std::string_view name);
  std::vector<Named> all_named(std::string_view query, std::string_view api);

  Account& account_;
  Database& database_;
  std::string_view region_;
};

/// The region of an API of this account; "" where there is none of that id.
std::string region_of_api(Account& account, std::string_view api);

/// A stage of an API as it is served, which is kept in memory until one of the two changes; nullptr where
/// there is none.
ServedStagePtr served_stage(Account& account, std::string_view api, std::string_view stage);

}  // namespace cloche::apigateway
