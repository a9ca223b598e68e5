#include "fakes/dynamodb/update_evaluator.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "fakes/core/fault.h"
#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/attribute_value_input.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/number.h"

namespace cloche::dynamodb {

namespace {

Number number_of(const Json& value) { return Number::parse(content_of(value).get_ref<const std::string&>()); }

class Updater {
 public:
  Updater(const Update& update, const Json& item, UpdateStyle style)
      : update_(update), before_(item), after_(item), style_(style) {}

  // What is set beyond the end of a list is appended in the order of the indexes; what is removed from a list
  // goes last and from the end, so that every index means the list as it was.
  Json run() {
    std::vector<std::pair<const UpdateClause*, Json>> values;
    for (const auto& clause : update_.tree->clauses) {
      if (clause.action != UpdateAction::remove) values.emplace_back(&clause, new_value(clause));
    }
    std::stable_sort(values.begin(), values.end(),
                     [&](const auto& a, const auto& b) { return is_before(a.first->path, b.first->path); });
    for (auto& [clause, value] : values) {
      if (!value.is_null()) put(clause->path, std::move(value));
    }
    std::vector<const Path*> removed = emptied_;
    for (const auto& clause : update_.tree->clauses) {
      if (clause.action == UpdateAction::remove) removed.push_back(&clause.path);
    }
    std::stable_sort(removed.begin(), removed.end(),
                     [&](const Path* a, const Path* b) { return is_before(*b, *a); });
    for (const Path* path : removed) remove(*path);
    return std::move(after_);
  }

 private:
  bool is_before(const Path& a, const Path& b) const {
    return std::lexicographical_compare(
        a.begin(), a.end(), b.begin(), b.end(), [&](const PathStep& x, const PathStep& y) {
          if (x.is_index != y.is_index) return x.is_index;
          return x.is_index ? x.number < y.number : update_.bindings.name(x) < update_.bindings.name(y);
        });
  }

  // ---- values; null: nothing is to be put

  Json new_value(const UpdateClause& clause) {
    if (clause.action == UpdateAction::set) return evaluate(clause.operand);
    const Json& operand = *update_.bindings.values[clause.operand.value];
    parent_of(before_, clause.path);  // it has to be there, also to delete nothing
    const Json* old = find(before_, clause.path, update_.bindings);
    if (clause.action == UpdateAction::add) return old == nullptr ? operand : added(*old, operand);
    if (old == nullptr) return nullptr;
    Json rest = without(*old, operand);
    if (!content_of(rest).empty()) return rest;
    emptied_.push_back(&clause.path);
    return nullptr;
  }

  Json evaluate(const Node& node) const {
    switch (node.op) {
      case Operator::value:
        return *update_.bindings.values[node.value];
      case Operator::path: {
        const Json* found = find(before_, node.path, update_.bindings);
        if (found == nullptr) {
          throw validation_error(
              "The provided expression refers to an attribute that does not exist in the item");
        }
        return *found;
      }
      case Operator::if_not_exists: {
        const Json* found = find(before_, node.operands[0].path, update_.bindings);
        return found != nullptr ? *found : evaluate(node.operands[1]);
      }
      case Operator::list_append: {
        Json list = evaluate(node.operands[0]);
        Json tail = evaluate(node.operands[1]);
        if (kind_of(list) != Kind::L || kind_of(tail) != Kind::L) throw wrong_type();
        for (auto& element : content_of(tail)) content_of(list).push_back(std::move(element));
        return list;
      }
      case Operator::plus:
      case Operator::minus: {
        const Json left = evaluate(node.operands[0]);
        const Json right = evaluate(node.operands[1]);
        if (kind_of(left) != Kind::N || kind_of(right) != Kind::N) throw wrong_type();
        const Number a = number_of(left);
        const Number b = number_of(right);
        return make_value(Kind::N, (node.op == Operator::plus ? a + b : a - b).str());
      }
      default:
        fail("{} is no operand of an update", name_of(node.op));
    }
  }

  Json added(const Json& old, const Json& operand) const {
    const Kind kind = kind_of(operand);
    if (kind_of(old) != kind) throw wrong_type();
    if (kind == Kind::N) return make_value(kind, (number_of(old) + number_of(operand)).str());
    Json sum = old;
    for (const auto& element : content_of(operand)) {
      if (kind == Kind::L || !set_contains(content_of(old), element)) content_of(sum).push_back(element);
    }
    return sum;
  }

  Json without(const Json& old, const Json& operand) const {
    if (kind_of(old) != kind_of(operand)) throw wrong_type();
    Json rest = Json::array();
    for (const auto& element : content_of(old)) {
      if (!set_contains(content_of(operand), element)) rest.push_back(element);
    }
    return make_value(kind_of(old), std::move(rest));
  }

  ApiError wrong_type() const {
    return validation_error(style_ == UpdateStyle::legacy
                                ? "Type mismatch for attribute to update"
                                : "An operand in the update expression has an incorrect data type");
  }

  // ---- places

  // The map's members or the list's elements that the last step of `path` goes into; throws where there are
  // none.
  Json& parent_of(Json& item, const Path& path) const {
    Json* content = &item;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
      Json* value = child_of(*content, path[i]);
      if (value == nullptr || kind_of(*value) != (path[i + 1].is_index ? Kind::L : Kind::M)) {
        throw validation_error("The document path provided in the update expression is invalid for update");
      }
      content = &content_of(*value);
    }
    return *content;
  }
  const Json& parent_of(const Json& item, const Path& path) const {
    return parent_of(const_cast<Json&>(item), path);
  }

  Json* child_of(Json& content, const PathStep& step) const {
    if (step.is_index) return step.number < content.size() ? &content[step.number] : nullptr;
    const auto found = content.find(update_.bindings.name(step));
    return found == content.end() ? nullptr : &*found;
  }

  void put(const Path& path, Json value) {
    const std::size_t size_before = parent_of(before_, path).size();
    Json& parent = parent_of(after_, path);
    if (path.size() > 1) check_nesting(value, path.size() - 1);
    const PathStep& last = path.back();
    if (!last.is_index) {
      parent[update_.bindings.name(last)] = std::move(value);
    } else if (last.number < size_before) {
      parent[last.number] = std::move(value);
    } else {
      parent.push_back(std::move(value));
    }
  }

  void remove(const Path& path) {
    const std::size_t size_before = parent_of(before_, path).size();
    Json& parent = parent_of(after_, path);
    const PathStep& last = path.back();
    if (!last.is_index) {
      parent.erase(update_.bindings.name(last));
    } else if (last.number < size_before) {
      parent.erase(last.number);
    }
  }

  const Update& update_;
  const Json& before_;
  Json after_;
  UpdateStyle style_;
  std::vector<const Path*> emptied_;  // of sets of which nothing was left
};

}  // namespace

Json apply(const Update& update, const Json& item, UpdateStyle style) {
  return Updater(update, item, style).run();
}

}  // namespace cloche::dynamodb
