#pragma once
// The tables of CloudFormation in the account's database, and the only SQL of this service: what is known of
// stacks. What they deploy is emulator/deploy's work, which reads and writes here as the operations do. A
// Store is a view of an account, made for a unit of work and thrown away.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/account.h"

namespace cloche::cloudformation {

struct Stack {
  std::int64_t number = 0;
  std::string id;  // the ARN
  std::string region;
  std::string name;
  std::string status;
  Time created{};
  std::optional<Time> updated;
  std::optional<Time> deleted;
  std::string template_text;  // as it was given
  std::string processed;      // JSON, with its transforms done; "": not known yet
  /// In DescribeStacks' form: Description, Parameters, Tags, Outputs, Capabilities, StackStatusReason, …; and
  /// what it does not show: "Secrets" (the values of parameters with NoEcho) and "Given" (the values of those
  /// that do not have their defaults).
  Json document = Json::object();
};

struct StackResource {
  std::string logical_id;
  std::int64_t position = 0;
  std::string type;
  std::string physical_id;
  std::string status;
  std::string reason = "";
  Time changed{};
  Json properties = Json::object();  // resolved
  Json attributes = Json::object();
  std::string policy = "Delete";  // DeletionPolicy
  std::string update_replace_policy = "Delete";
  Json metadata = nullptr;  // resolved; null: none

  /// Whether it stands in the account: it was made, and not deleted or left.
  bool is_there() const {
    return !physical_id.empty() && status != "DELETE_COMPLETE" && status != "DELETE_SKIPPED";
  }
};

struct Export {
  std::string name;
  std::string stack;  // the id
  std::string value;
};

struct ChangeSet {
  std::int64_t number = 0;
  std::string id;  // the ARN
  std::string stack;
  std::string name;
  std::string status;
  std::string template_text;
  Json document = Json::object();
};

/// The tables of schema.sql.
Schema store_schema();

class Store {
 public:
  explicit Store(Account& account) : account_(account), database_(account.database()) {}

  /// By name, where it is not deleted, or by id.
  std::optional<Stack> find_stack(std::string_view region, std::string_view name_or_id);
  /// All of a region, the deleted too, the newest first.
  std::vector<Stack> stacks(std::string_view region);
  /// Adds it and gives it its number.
  void add_stack(Stack& stack);
  void update_stack(const Stack& stack);
  void remove_stack(const Stack& stack);

  /// In the order in which they were made.
  std::vector<StackResource> resources(std::string_view stack);
  void put_resource(std::string_view stack, const StackResource& resource);
  void remove_resource(std::string_view stack, std::string_view logical_id);
  /// Those of a type that the stacks of a region have, if their properties have `part` in them or they have
  /// the physical id.
  struct Owned {
    std::string stack;  // the id
    StackResource resource;
  };
  std::vector<Owned> owned(std::string_view region, std::string_view type, const Json& part,
                           std::string_view physical_id);
  /// The stack that has a resource of this physical id, if one has.
  std::optional<std::string> stack_of_resource(std::string_view region, std::string_view physical_id);

  /// `event` is a StackEvent, without EventId and Timestamp, which it gets here.
  void add_event(const Stack& stack, Json event);
  struct Event {
    std::int64_t number = 0;
    Json document;
  };
  /// The newest first, at most `limit`, those before number `before` where that is not 0.
  std::vector<Event> events(std::string_view stack, std::int64_t before, std::int64_t limit);

  std::optional<Export> find_export(std::string_view region, std::string_view name);
  /// By name, after `start` ("": from the first).
  std::vector<Export> exports(std::string_view region, std::string_view start, std::int64_t limit);
  void put_export(std::string_view region, const Export& exported);
  void remove_export(std::string_view region, std::string_view name);
  std::vector<Export> exports_of(std::string_view stack);
  /// The ids of the stacks that import it.
  std::vector<std::string> importers(std::string_view region, std::string_view name);
  void set_imports(std::string_view region, std::string_view stack, const std::vector<std::string>& names);

  std::optional<ChangeSet> find_change_set(std::string_view stack, std::string_view name);
  std::optional<ChangeSet> find_change_set(std::string_view id);
  /// Of a stack, in the order in which they were made.
  std::vector<ChangeSet> change_sets(std::string_view stack);
  void add_change_set(ChangeSet& change_set);
  void update_change_set(const ChangeSet& change_set);
  void remove_change_set(std::string_view id);
  void remove_change_sets(std::string_view stack);

  /// What was answered to a question; null where nothing was yet, nullopt where it was not asked.
  std::optional<Json> find_question(std::string_view id);
  void add_question(std::string_view id);
  void answer_question(std::string_view id, const Json& outcome);
  void remove_question(std::string_view id);

 private:
  Account& account_;
  Database& database_;
};

/// "arn:aws:cloudformation:us-east-1:000000000000:stack/NAME/uuid", of a new stack.
std::string new_stack_id(Account& account, std::string_view region, std::string_view name);

}  // namespace cloche::cloudformation
