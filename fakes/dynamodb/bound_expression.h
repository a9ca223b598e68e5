#pragma once
// A parsed expression together with what its names and values mean in one request. What a legacy parameter
// says (legacy_conditions.h) takes the same form, so that there is one evaluator.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "fakes/core/json.h"
#include "fakes/dynamodb/expression_tree.h"

namespace cloche::dynamodb {

/// Names and values by their places in the expression's tables.
struct Bindings {
  std::vector<const std::string*> names;
  std::vector<const Json*> values;

  const std::string& name(const PathStep& step) const { return *names[step.number]; }
};

template <class Tree>
struct Bound {
  std::shared_ptr<const Tree> tree;
  Bindings bindings;
  std::shared_ptr<const Json> kept;  // values that no request holds, where there are such
};

using Condition = Bound<ConditionTree>;
using Update = Bound<UpdateTree>;

/// What stands at `path` in an item; nullptr where there is nothing.
const Json* find(const Json& item, const Path& path, const Bindings& bindings);

/// "[a, [1], b]", as the service shows a path.
std::string show(const Path& path, const Bindings& bindings);

/// Whether two paths are the same, by names.
bool same(const Path& a, const Path& b, const Bindings& bindings);

/// Calls `visit(path)` for each path under `node`, in the order in which they are written.
template <class Visit>
void for_each_path(const Node& node, Visit&& visit) {
  if (node.op == Operator::path) visit(node.path);
  for (const auto& operand : node.operands) for_each_path(operand, visit);
}

}  // namespace cloche::dynamodb
