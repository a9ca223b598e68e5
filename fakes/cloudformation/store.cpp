#include "fakes/cloudformation/store.h"

#include <array>

#include "embedded/fakes/cloudformation/schema.sql.h"
#include "fakes/core/arn.h"

namespace cloche::cloudformation {

namespace {

#define STACK_COLUMNS                                                                                       \
  "SELECT number, id, region, name, status, created, updated, deleted, template, processed, document FROM " \
  "cloudformation_stacks "
#define CHANGE_SET_COLUMNS \
  "SELECT number, id, stack, name, status, template, document FROM cloudformation_change_sets "

#define RESOURCE_COLUMNS                                                                                  \
  "SELECT r.logical_id, r.position, r.type, r.physical_id, r.status, r.reason, r.changed, r.properties, " \
  "r.attributes, r.policy, r.update_replace_policy, r.metadata"
constexpr int resource_columns = 12;
// As StackResource::is_there.
#define IS_THERE "AND r.physical_id <> '' AND r.status NOT IN ('DELETE_COMPLETE', 'DELETE_SKIPPED') "

constexpr std::string_view resource_attributes =
    "ALTER TABLE cloudformation_resources ADD COLUMN update_replace_policy TEXT NOT NULL DEFAULT 'Delete';"
    "ALTER TABLE cloudformation_resources ADD COLUMN metadata TEXT NOT NULL DEFAULT 'null';";

std::optional<Time> optional_time(const Statement& row, int column) {
  const auto millis = row.optional_integer(column);
  return millis ? std::optional(from_millis(*millis)) : std::nullopt;
}

std::optional<std::int64_t> optional_millis(const std::optional<Time>& time) {
  return time ? std::optional(to_millis(*time)) : std::nullopt;
}

Stack read_stack(const Statement& row) {
  return {.number = row.integer(0),
          .id = row.string(1),
          .region = row.string(2),
          .name = row.string(3),
          .status = row.string(4),
          .created = from_millis(row.integer(5)),
          .updated = optional_time(row, 6),
          .deleted = optional_time(row, 7),
          .template_text = row.string(8),
          .processed = row.string(9),
          .document = parse_json(row.text(10))};
}

StackResource read_resource(const Statement& row) {
  return {.logical_id = row.string(0),
          .position = row.integer(1),
          .type = row.string(2),
          .physical_id = row.string(3),
          .status = row.string(4),
          .reason = row.string(5),
          .changed = from_millis(row.integer(6)),
          .properties = parse_json(row.text(7)),
          .attributes = parse_json(row.text(8)),
          .policy = row.string(9),
          .update_replace_policy = row.string(10),
          .metadata = parse_json(row.text(11))};
}

ChangeSet read_change_set(const Statement& row) {
  return {.number = row.integer(0),
          .id = row.string(1),
          .stack = row.string(2),
          .name = row.string(3),
          .status = row.string(4),
          .template_text = row.string(5),
          .document = parse_json(row.text(6))};
}

std::vector<Export> read_exports(Statement row) {
  std::vector<Export> exports;
  while (row.step()) exports.push_back({row.string(0), row.string(1), row.string(2)});
  return exports;
}

}  // namespace

Schema store_schema() {
  static constexpr std::array steps{std::string_view(cloudformation_schema), resource_attributes};
  return {"cloudformation", steps};
}

std::string new_stack_id(Account& account, std::string_view region, std::string_view name) {
  return Arn{std::string(partition_of(region)), "cloudformation", std::string(region), account.number(),
             "stack/" + std::string(name) + "/" + account.ids().uuid()}
      .str();
}

// ---- stacks

std::optional<Stack> Store::find_stack(std::string_view region, std::string_view name_or_id) {
  Statement row = name_or_id.starts_with("arn:")
                      ? database_.query(STACK_COLUMNS "WHERE region = ?1 AND id = ?2", region, name_or_id)
                      : database_.query(STACK_COLUMNS "WHERE region = ?1 AND name = ?2 AND deleted IS NULL",
                                        region, name_or_id);
  return row.step() ? std::optional(read_stack(row)) : std::nullopt;
}

std::vector<Stack> Store::stacks(std::string_view region) {
  std::vector<Stack> stacks;
  auto row = database_.query(STACK_COLUMNS "WHERE region = ?1 ORDER BY number DESC", region);
  while (row.step()) stacks.push_back(read_stack(row));
  return stacks;
}

void Store::add_stack(Stack& stack) {
  database_.run(
      "INSERT INTO cloudformation_stacks (id, region, name, status, created, updated, deleted, template, "
      "processed, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      stack.id, stack.region, stack.name, stack.status, to_millis(stack.created),
      optional_millis(stack.updated), optional_millis(stack.deleted), stack.template_text, stack.processed,
      stack.document.dump());
  stack.number = database_.last_insert_id();
}

void Store::update_stack(const Stack& stack) {
  database_.run(
      "UPDATE cloudformation_stacks SET status = ?2, updated = ?3, deleted = ?4, template = ?5, processed = "
      "?6, document = ?7 WHERE id = ?1",
      stack.id, stack.status, optional_millis(stack.updated), optional_millis(stack.deleted),
      stack.template_text, stack.processed, stack.document.dump());
}

void Store::remove_stack(const Stack& stack) {
  database_.run("DELETE FROM cloudformation_resources WHERE stack = ?1", stack.id);
  database_.run("DELETE FROM cloudformation_events WHERE stack = ?1", stack.id);
  remove_change_sets(stack.id);
  database_.run("DELETE FROM cloudformation_stacks WHERE id = ?1", stack.id);
}

// ---- resources

std::vector<StackResource> Store::resources(std::string_view stack) {
  std::vector<StackResource> resources;
  auto row = database_.query(
      RESOURCE_COLUMNS " FROM cloudformation_resources r WHERE stack = ?1 ORDER BY position, logical_id",
      stack);
  while (row.step()) resources.push_back(read_resource(row));
  return resources;
}

std::vector<Store::Owned> Store::owned(std::string_view region, std::string_view type, const Json& part,
                                       std::string_view physical_id) {
  std::vector<Owned> owned;
  const std::string text = part.dump();  // which the statement borrows
  auto row = database_.query(
      RESOURCE_COLUMNS
      ", s.id FROM cloudformation_resources r JOIN cloudformation_stacks s ON s.id = r.stack WHERE s.region "
      "= ?1 AND s.deleted IS NULL " IS_THERE
      "AND r.type = ?2 AND (instr(r.properties, ?3) > 0 OR r.physical_id = ?4) "
      "ORDER BY s.number, r.position",
      region, type, text, physical_id);
  while (row.step()) owned.push_back({row.string(resource_columns), read_resource(row)});
  return owned;
}

void Store::put_resource(std::string_view stack, const StackResource& resource) {
  database_.run(
      "INSERT OR REPLACE INTO cloudformation_resources (stack, logical_id, position, type, physical_id, "
      "status, reason, changed, properties, attributes, policy, update_replace_policy, metadata) VALUES "
      "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
      stack, resource.logical_id, resource.position, resource.type, resource.physical_id, resource.status,
      resource.reason, to_millis(resource.changed), resource.properties.dump(), resource.attributes.dump(),
      resource.policy, resource.update_replace_policy, resource.metadata.dump());
}

void Store::remove_resource(std::string_view stack, std::string_view logical_id) {
  database_.run("DELETE FROM cloudformation_resources WHERE stack = ?1 AND logical_id = ?2", stack,
                logical_id);
}

std::optional<std::string> Store::stack_of_resource(std::string_view region, std::string_view physical_id) {
  auto row = database_.query(
      "SELECT s.id FROM cloudformation_resources r JOIN cloudformation_stacks s ON s.id = r.stack WHERE "
      "s.region = ?1 AND r.physical_id = ?2 AND s.deleted IS NULL " IS_THERE "ORDER BY s.number LIMIT 1",
      region, physical_id);
  return row.step() ? std::optional(row.string(0)) : std::nullopt;
}

// ---- events

// An event's id begins with the resource and what happened to it, as AWS's does; a stack's is a UUID.
void Store::add_event(const Stack& stack, Json event) {
  const std::string uuid = account_.ids().uuid();
  event["StackId"] = stack.id;
  event["StackName"] = stack.name;
  event["Timestamp"] = to_millis(account_.clock().now());
  const auto logical_id = event.at("LogicalResourceId").get<std::string>();
  event["EventId"] = event.at("PhysicalResourceId") == stack.id
                         ? uuid
                         : logical_id + "-" + event.at("ResourceStatus").get<std::string>() + "-" + uuid;
  database_.run("INSERT INTO cloudformation_events (stack, document) VALUES (?1, ?2)", stack.id,
                event.dump());
}

std::vector<Store::Event> Store::events(std::string_view stack, std::int64_t before, std::int64_t limit) {
  std::vector<Event> events;
  auto row = database_.query(
      "SELECT number, document FROM cloudformation_events WHERE stack = ?1 AND (?2 = 0 OR number < ?2) ORDER "
      "BY number DESC LIMIT ?3",
      stack, before, limit);
  while (row.step()) events.push_back({row.integer(0), parse_json(row.text(1))});
  return events;
}

// ---- exports

std::optional<Export> Store::find_export(std::string_view region, std::string_view name) {
  auto row = database_.query(
      "SELECT name, stack, value FROM cloudformation_exports WHERE region = ?1 AND name = ?2", region, name);
  return row.step() ? std::optional(Export{row.string(0), row.string(1), row.string(2)}) : std::nullopt;
}

std::vector<Export> Store::exports(std::string_view region, std::string_view start, std::int64_t limit) {
  return read_exports(database_.query(
      "SELECT name, stack, value FROM cloudformation_exports WHERE region = ?1 AND name > ?2 ORDER BY name "
      "LIMIT ?3",
      region, start, limit));
}

std::vector<Export> Store::exports_of(std::string_view stack) {
  return read_exports(database_.query(
      "SELECT name, stack, value FROM cloudformation_exports WHERE stack = ?1 ORDER BY name", stack));
}

void Store::put_export(std::string_view region, const Export& exported) {
  database_.run(
      "INSERT OR REPLACE INTO cloudformation_exports (region, name, stack, value) VALUES (?1, ?2, ?3, ?4)",
      region, exported.name, exported.stack, exported.value);
}

void Store::remove_export(std::string_view region, std::string_view name) {
  database_.run("DELETE FROM cloudformation_exports WHERE region = ?1 AND name = ?2", region, name);
}

std::vector<std::string> Store::importers(std::string_view region, std::string_view name) {
  std::vector<std::string> stacks;
  auto row = database_.query(
      "SELECT stack FROM cloudformation_imports WHERE region = ?1 AND name = ?2 ORDER BY stack", region,
      name);
  while (row.step()) stacks.push_back(row.string(0));
  return stacks;
}

void Store::set_imports(std::string_view region, std::string_view stack,
                        const std::vector<std::string>& names) {
  database_.run("DELETE FROM cloudformation_imports WHERE stack = ?1", stack);
  for (const std::string& name : names) {
    database_.run("INSERT OR REPLACE INTO cloudformation_imports (region, name, stack) VALUES (?1, ?2, ?3)",
                  region, name, stack);
  }
}

// ---- change sets

std::optional<ChangeSet> Store::find_change_set(std::string_view stack, std::string_view name) {
  auto row = database_.query(CHANGE_SET_COLUMNS "WHERE stack = ?1 AND name = ?2", stack, name);
  return row.step() ? std::optional(read_change_set(row)) : std::nullopt;
}

std::optional<ChangeSet> Store::find_change_set(std::string_view id) {
  auto row = database_.query(CHANGE_SET_COLUMNS "WHERE id = ?1", id);
  return row.step() ? std::optional(read_change_set(row)) : std::nullopt;
}

std::vector<ChangeSet> Store::change_sets(std::string_view stack) {
  std::vector<ChangeSet> change_sets;
  auto row = database_.query(CHANGE_SET_COLUMNS "WHERE stack = ?1 ORDER BY number", stack);
  while (row.step()) change_sets.push_back(read_change_set(row));
  return change_sets;
}

void Store::add_change_set(ChangeSet& change_set) {
  database_.run(
      "INSERT INTO cloudformation_change_sets (id, stack, name, status, template, document) VALUES (?1, ?2, "
      "?3, ?4, ?5, ?6)",
      change_set.id, change_set.stack, change_set.name, change_set.status, change_set.template_text,
      change_set.document.dump());
  change_set.number = database_.last_insert_id();
}

void Store::update_change_set(const ChangeSet& change_set) {
  database_.run(
      "UPDATE cloudformation_change_sets SET status = ?2, template = ?3, document = ?4 WHERE id = ?1",
      change_set.id, change_set.status, change_set.template_text, change_set.document.dump());
}

void Store::remove_change_set(std::string_view id) {
  database_.run("DELETE FROM cloudformation_change_sets WHERE id = ?1", id);
}

void Store::remove_change_sets(std::string_view stack) {
  database_.run("DELETE FROM cloudformation_change_sets WHERE stack = ?1", stack);
}

// ---- questions

std::optional<Json> Store::find_question(std::string_view id) {
  auto row = database_.query("SELECT outcome FROM cloudformation_questions WHERE id = ?1", id);
  if (!row.step()) return std::nullopt;
  return row.is_null(0) ? Json() : parse_json(row.text(0));
}

void Store::add_question(std::string_view id) {
  database_.run("INSERT INTO cloudformation_questions (id) VALUES (?1)", id);
}

void Store::answer_question(std::string_view id, const Json& outcome) {
  database_.run("UPDATE cloudformation_questions SET outcome = ?2 WHERE id = ?1", id, outcome.dump());
}

void Store::remove_question(std::string_view id) {
  database_.run("DELETE FROM cloudformation_questions WHERE id = ?1", id);
}

}  // namespace cloche::cloudformation
