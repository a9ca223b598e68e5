#include "fakes/dynamodb/projection.h"

#include "fakes/dynamodb/attribute_value.h"

namespace cloche::dynamodb {

Projection::Projection(const std::vector<std::string>& attributes) {
  for (const auto& attribute : attributes) root_.members[attribute].whole = true;
}

Projection::Projection(const Bound<ProjectionTree>& expression) {
  for (const auto& path : expression.tree->paths) add(path, expression.bindings);
}

Projection::Projection(const Update& update) {
  for (const auto& clause : update.tree->clauses) add(clause.path, update.bindings);
}

void Projection::add(const Path& path, const Bindings& bindings) {
  Part* part = &root_;
  for (const auto& step : path) {
    part = step.is_index ? &part->elements[step.number] : &part->members[bindings.name(step)];
  }
  part->whole = true;
}

Json Projection::apply(const Json& item) const { return apply_to_map(root_, item); }

std::vector<std::string_view> Projection::attributes() const {
  std::vector<std::string_view> names;
  for (const auto& [name, part] : root_.members) names.emplace_back(name);
  return names;
}

Json Projection::apply_to_map(const Part& part, const Json& content) {
  Json taken = Json::object();
  for (const auto& [name, member] : part.members) {
    const auto found = content.find(name);
    if (found == content.end()) continue;
    Json value = apply(member, *found);
    if (!value.is_null()) taken[name] = std::move(value);
  }
  return taken;
}

// Null where there is nothing of it.
Json Projection::apply(const Part& part, const Json& value) {
  if (part.whole) return value;
  const Kind kind = kind_of(value);
  const Json& content = content_of(value);
  Json taken;
  if (kind == Kind::M) {
    taken = apply_to_map(part, content);
  } else if (kind == Kind::L) {
    taken = Json::array();
    for (const auto& [index, element] : part.elements) {
      if (index >= content.size()) break;
      Json element_taken = apply(element, content[index]);
      if (!element_taken.is_null()) taken.push_back(std::move(element_taken));
    }
  }
  return taken.empty() ? Json() : make_value(kind, std::move(taken));
}

}  // namespace cloche::dynamodb
