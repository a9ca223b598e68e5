#include "emulator/deploy/stack_change.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "emulator/deploy/deletion.h"
#include "emulator/deploy/dependency_graph.h"
#include "emulator/deploy/functions.h"
#include "emulator/deploy/json_pointer.h"
#include "emulator/deploy/mention.h"
#include "emulator/deploy/properties.h"
#include "emulator/deploy/property_error.h"
#include "emulator/deploy/stack_outputs.h"
#include "emulator/deploy/stack_resources.h"
#include "emulator/deploy/template_checks.h"
#include "fakes/core/arn.h"
#include "fakes/core/fault.h"

namespace cloche::deploy {

namespace {

/// Attributes of a resource that steer how CloudFormation makes it, and do nothing here.
constexpr const char* attributes_not_applied[] = {"CreationPolicy", "UpdatePolicy"};

}  // namespace

StackIdentity identity_of(const cloudformation::Stack& stack, const std::string& account) {
  return {stack.name, stack.id, stack.region, account, std::string(partition_of(stack.region))};
}

// "AWS::DynamoDB::Table": the service's name is the part in the middle.
std::string failure_in_words(const ApiError& error, std::string_view resource_type) {
  std::string_view service = resource_type.substr(resource_type.find("::") + 2);
  service = service.substr(0, service.find("::"));
  return fmt::format("{} (Service: {}, Error Code: {})", error.message, service, error.code);
}

Json deployable_properties(const Evaluation& evaluation, const TemplateResource& wanted,
                           const ResourceType& type, const Answers& answers, const Json& stack_tags,
                           std::vector<std::string>& not_applied) {
  Json properties = evaluation.properties(wanted, answers);
  for (std::string& path : take_out_not_applied(type, properties)) not_applied.push_back(std::move(path));
  check_property_names(type, properties);
  if (stack_tags.is_null() || stack_tags.empty() || type.property("Tags") == nullptr) return properties;
  const Json own = tag_map(properties);
  if (!properties.contains("Tags")) properties["Tags"] = Json::array();
  for (const Json& tag : stack_tags) {
    if (!own.contains(tag.at("Key").get_ref<const std::string&>())) properties["Tags"].push_back(tag);
  }
  return properties;
}

std::vector<const TemplateResource*> in_creation_order(const Evaluation& evaluation) {
  Dependencies dependencies;
  std::map<std::string, const TemplateResource*> by_id;
  for (const TemplateResource& wanted : evaluation.resources()) {
    dependencies[wanted.logical_id] = wanted.needs;
    by_id[wanted.logical_id] = &wanted;
  }
  std::vector<const TemplateResource*> resources;
  for (const std::string& name : order_of_resources(evaluation.source(), dependencies))
    resources.push_back(by_id.at(name));
  return resources;
}

StackChange::StackChange(Operations& operations, cloudformation::Stack& stack, const Evaluation& evaluation,
                         Reports& reports, StackEvents& events)
    : operations_(operations),
      stack_(stack),
      evaluation_(evaluation),
      reports_(reports),
      events_(events),
      store_(operations.account()),
      identity_(identity_of(stack, operations.account().number())),
      superseded_(superseded_resources(stack)) {
  for (StackResource& resource : standing_resources(store_, stack.id)) {
    std::string logical_id = resource.logical_id;
    before_.emplace(std::move(logical_id), std::move(resource));
  }
}

void StackChange::make_until(const std::string& last) {
  check_types();
  for (const TemplateResource* wanted : in_creation_order(evaluation_)) {
    if (wanted->logical_id == last) break;
    deploy(*wanted);
  }
  store_.set_imports(stack_.region, stack_.id, {imports_.begin(), imports_.end()});
  say_again();
  std::erase_if(superseded_, [&](const StackResource& old) { return is_still_wanted(old); });
  keep_superseded(stack_, superseded_);
}

bool StackChange::apply(const Deletion* leaving) {
  check_types();
  for (const StackResource& resource : store_.resources(stack_.id)) {
    if (!resource.is_there()) store_.remove_resource(stack_.id, resource.logical_id);
  }
  for (const TemplateResource* wanted : in_creation_order(evaluation_)) deploy(*wanted);
  for (const auto& [logical_id, old] : before_) {
    if (now_.contains(logical_id)) continue;
    superseded_.push_back(old);
    store_.remove_resource(stack_.id, logical_id);
  }
  changed_ = set_outputs() || changed_;
  clean_up(leaving);
  keep_superseded(stack_, {});
  say_again();
  return changed_;
}

void check_types_stay(const Evaluation& evaluation,
                      const std::vector<cloudformation::StackResource>& resources) {
  std::vector<std::string> other_types;
  for (const TemplateResource& wanted : evaluation.resources()) {
    const auto old =
        std::ranges::find(resources, wanted.logical_id, &cloudformation::StackResource::logical_id);
    if (old != resources.end() && old->type != wanted.type) other_types.push_back(wanted.logical_id);
  }
  if (other_types.empty()) return;
  throw evaluation.source().error(
      "/Resources/" + pointer_step(other_types.front()) + "/Type",
      fmt::format("Update of resource type is not permitted. The new template modifies resource type of the "
                  "following resources: [{}]",
                  fmt::join(other_types, ", ")));
}

// Those in whose names no resource has a part: what is missing fails the stack, and no resource.
void StackChange::check_imports(const Json& value, const std::string& pointer) {
  if (function_name(value) == "Fn::ImportValue" && evaluation_.references(value).empty()) {
    evaluation_.resolve(value, pointer, answers());
  } else if (function_name(value) == "Fn::If") {
    return;  // what is not chosen may be missing
  } else if (value.is_object()) {
    for (const auto& [name, part] : value.items()) check_imports(part, pointer + "/" + pointer_step(name));
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) check_imports(value[i], fmt::format("{}/{}", pointer, i));
  }
}

// Before anything is made.
void StackChange::check_types() {
  check_resources(evaluation_);
  for (const TemplateResource& wanted : evaluation_.resources()) {
    for (const char* attribute : attributes_not_applied) {
      if (wanted.definition->contains(attribute)) {
        reports_.report_part(wanted.pointer + "/" + attribute, wanted.type,
                             fmt::format("{} is not applied", attribute));
      }
    }
    check_imports(property_or_null(*wanted.definition, "Properties"), wanted.pointer + "/Properties");
  }
  check_types_stay(evaluation_, standing_resources(store_, stack_.id));
}

Answers StackChange::answers() {
  return {.ref =
              [this](const std::string& logical_id) {
                const auto found = now_.find(logical_id);
                if (found == now_.end()) fail("resource {} is referred to before it is there", logical_id);
                return Json(found->second.physical_id);
              },
          .attribute = [this](const std::string& logical_id,
                              const std::string& attribute) -> std::optional<Json> {
            const auto found = now_.find(logical_id);
            if (found == now_.end()) fail("resource {} is referred to before it is there", logical_id);
            const Json& attributes = found->second.attributes;
            const auto value = attributes.find(attribute);
            return value == attributes.end() ? std::nullopt : std::optional(*value);
          },
          .exported = [this](const std::string& name) -> std::optional<std::string> {
            const auto found = store_.find_export(stack_.region, name);
            if (!found) return std::nullopt;
            imports_.insert(name);
            return found->value;
          }};
}

Json StackChange::wanted_properties(const TemplateResource& wanted, const ResourceType& type) {
  std::vector<std::string> not_applied;
  Json properties = deployable_properties(evaluation_, wanted, type, answers(),
                                          property_or_null(stack_.document, "Tags"), not_applied);
  for (const std::string& path : not_applied) {
    std::string pointer = wanted.pointer + "/Properties/" + path;
    std::ranges::replace(pointer, '.', '/');
    reports_.report_part(pointer, type.name, path + " is not applied");
  }
  report_dynamic_references(properties, wanted.pointer + "/Properties", type);
  return properties;
}

// {{resolve:ssm:NAME}} and the like, of services that are not there.
void StackChange::report_dynamic_references(const Json& value, const std::string& pointer,
                                            const ResourceType& type) {
  if (value.is_object()) {
    for (const auto& [name, part] : value.items())
      report_dynamic_references(part, pointer + "/" + pointer_step(name), type);
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i)
      report_dynamic_references(value[i], fmt::format("{}/{}", pointer, i), type);
  } else if (value.is_string()) {
    const std::string& text = value.get_ref<const std::string&>();
    const std::size_t start = text.find("{{resolve:");
    if (start == std::string::npos) return;
    const std::string reference = text.substr(start, text.find("}}", start) + 2 - start);
    reports_.report_part(pointer, type.name,
                         fmt::format("the dynamic reference {} stays as it is written", reference));
  }
}

void StackChange::fail_resource(const TemplateResource& wanted, StackResource& resource,
                                const TemplateError& error) {
  events_.add(resource, before_.contains(wanted.logical_id) ? "UPDATE_FAILED" : "CREATE_FAILED",
              error.message());
  throw error;
}

void StackChange::deploy(const TemplateResource& wanted) {
  const ResourceType& type = *find_resource_type(wanted.type);
  reports_.look_at(wanted.pointer);
  StackResource resource;
  resource.logical_id = wanted.logical_id;
  resource.position = std::ssize(now_);
  resource.type = wanted.type;
  const Template& source = evaluation_.source();
  const auto old = before_.find(wanted.logical_id);
  if (old != before_.end()) resource.physical_id = old->second.physical_id;
  try {
    resource.properties = wanted_properties(wanted, type);
    take_attributes(evaluation_, wanted, answers(), resource);
    if (old == before_.end()) {
      make(wanted, type, resource);
    } else {
      change(wanted, type, old->second, resource);
    }
  } catch (const PropertyError& error) {
    fail_resource(wanted, resource,
                  source.error(wanted.pointer + "/Properties" + error.path, error.message, error.expected));
  } catch (const ApiError& error) {
    const std::string property = mentioned_member(resource.properties, error.message);
    fail_resource(wanted, resource,
                  source.error_at_key(
                      wanted.pointer + (property.empty() ? "" : "/Properties/" + pointer_step(property)),
                      failure_in_words(error, wanted.type)));
  } catch (const TemplateError& error) {
    fail_resource(wanted, resource, error);
  }
  store_.put_resource(stack_.id, resource);
  now_.emplace(wanted.logical_id, std::move(resource));
}

// With the tags by which CloudFormation marks it; they are never those of the template.
Resource StackChange::create(const TemplateResource& wanted, const ResourceType& type,
                             const Json& properties) {
  const Context context{operations_, identity_, wanted.logical_id};
  check_is_free(wanted, type, properties);
  Resource made = type.create(context, properties);
  if (type.put_system_tags != nullptr) {
    type.put_system_tags(context, made, properties,
                         {{"aws:cloudformation:logical-id", wanted.logical_id},
                          {"aws:cloudformation:stack-id", stack_.id},
                          {"aws:cloudformation:stack-name", stack_.name}});
  }
  return made;
}

// A physical resource is one stack's, under one logical id; CloudFormation takes over none that is there.
// What this change will delete at its end is there until then.
void StackChange::check_is_free(const TemplateResource& wanted, const ResourceType& type,
                                const Json& properties) {
  const Json& name = property_or_null(properties, type.name_property);
  if (name.is_null()) return;
  const auto there = type.existing == nullptr
                         ? std::nullopt
                         : type.existing({operations_, identity_, wanted.logical_id}, properties);
  const auto check = [&](const StackResource& other, const std::string& stack) {
    if (other.type != wanted.type ||
        !(have_same_name(type, other.properties, properties) || other.physical_id == there))
      return;
    throw evaluation_.source().error(
        wanted.pointer + "/Properties/" + std::string(type.name_property),
        fmt::format("{} already exists in stack {}", text_property(properties, type.name_property), stack));
  };
  for (const StackResource& old : superseded_) check(old, stack_.id);
  for (const auto& [stack, resource] : store_.owned(stack_.region, wanted.type, name, there.value_or("")))
    check(resource, stack);
  if (there)  // assumed: the words
    throw ApiError("AlreadyExists", text_property(properties, type.name_property) + " already exists");
}

void StackChange::make(const TemplateResource& wanted, const ResourceType& type, StackResource& resource) {
  events_.add(resource, "CREATE_IN_PROGRESS");
  const Resource made = create(wanted, type, resource.properties);
  resource.physical_id = made.physical_id;
  resource.attributes = made.attributes;
  resource.status = "CREATE_COMPLETE";
  resource.changed = operations_.account().clock().now();
  events_.add(resource, "CREATE_IN_PROGRESS", "Resource creation Initiated");
  events_.add(resource, resource.status);
  changed_ = true;
}

void StackChange::change(const TemplateResource& wanted, const ResourceType& type, const StackResource& old,
                         StackResource& resource) {
  resource.attributes = old.attributes;
  resource.status = old.status;
  resource.changed = old.changed;
  const Change change = change_between(type, old.properties, resource.properties);
  if (change == Change::none && changed_attributes(old, resource).empty()) return;
  const Context context{operations_, identity_, wanted.logical_id};
  Resource made{old.physical_id, old.attributes};
  if (change == Change::none) {  // assumed: that it is told of policies too
    events_.add(resource, "UPDATE_IN_PROGRESS");
  } else if (change == Change::in_place) {
    events_.add(resource, "UPDATE_IN_PROGRESS");
    made = type.update(context, {old.physical_id, old.attributes}, old.properties, resource.properties);
    touched_types_.insert(resource.type);
  } else {
    check_can_replace(wanted, type, old, resource);
    events_.add(resource, "UPDATE_IN_PROGRESS",
                "Requested update requires the creation of a new physical resource; hence creating one.");
    made = create(wanted, type, resource.properties);
    superseded_.push_back(old);
    superseded_.back().policy = wanted.update_replace_policy;
  }
  resource.physical_id = made.physical_id;
  resource.attributes = made.attributes;
  resource.status = "UPDATE_COMPLETE";
  resource.changed = operations_.account().clock().now();
  if (change == Change::replacement)
    events_.add(resource, "UPDATE_IN_PROGRESS", "Resource creation Initiated");
  events_.add(resource, resource.status);
  changed_ = true;
}

void StackChange::check_can_replace(const TemplateResource& wanted, const ResourceType& type,
                                    const StackResource& old, const StackResource& resource) const {
  if (!have_same_name(type, resource.properties, old.properties)) return;
  throw evaluation_.source().error(
      wanted.pointer + "/Properties/" + std::string(type.name_property),
      fmt::format("CloudFormation cannot update a stack when a custom-named resource requires replacing. "
                  "Rename {} and update the stack again.",
                  text_property(resource.properties, type.name_property)));
}

// By another logical id: to make it again was to find it (a subscription).
bool StackChange::is_still_wanted(const StackResource& old) const {
  if (!find_resource_type(old.type)->name_property.empty()) return false;
  return std::ranges::any_of(now_, [&](const auto& entry) {
    return entry.second.type == old.type && entry.second.physical_id == old.physical_id;
  });
}

void StackChange::clean_up(const Deletion* leaving) {
  if (superseded_.empty()) return;
  changed_ = true;
  std::ranges::stable_sort(superseded_, std::ranges::greater(), &StackResource::position);
  events_.add(stack_, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
  for (const StackResource& old : superseded_) {
    if (is_still_wanted(old)) {  // assumed: how it is told
      events_.add(old, "DELETE_SKIPPED");
      continue;
    }
    touched_types_.insert(old.type);
    if (leaving != nullptr && leaving->failing.contains(old.physical_id)) {
      events_.add(old, "DELETE_IN_PROGRESS");
      events_.add(old, "DELETE_FAILED", leaving->failing.at(old.physical_id));
      continue;
    }
    try {
      delete_resource(operations_, identity_, old, events_);
    } catch (const ApiError& error) {
      if (leaving != nullptr) throw NotDeleted(old.physical_id, failure_in_words(error, old.type));
      throw evaluation_.source().error_at_key(
          "/Resources/" + pointer_step(old.logical_id),
          fmt::format("{} {} can't be deleted: {}", old.type, old.physical_id,
                      failure_in_words(error, old.type)));
    }
  }
}

// What one resource no longer says of a third, another one may say: a policy of a queue by a new logical id.
void StackChange::say_again() {
  for (const auto& [logical_id, resource] : now_) {
    const ResourceType& type = *find_resource_type(resource.type);
    if (!type.is_said_of_others || !touched_types_.contains(resource.type)) continue;
    type.update({operations_, identity_, logical_id}, {resource.physical_id, resource.attributes},
                resource.properties, resource.properties);
  }
}

bool StackChange::set_outputs() {
  const Json before = property_or_null(stack_.document, "Outputs");
  const Json outputs = resolved_outputs(evaluation_, answers());
  set_exports(store_, stack_, evaluation_, outputs);
  store_.set_imports(stack_.region, stack_.id, {imports_.begin(), imports_.end()});
  stack_.document["Outputs"] = outputs;
  return before != outputs && !(before.is_null() && outputs.empty());
}

}  // namespace cloche::deploy
