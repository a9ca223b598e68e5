#pragma once
// Parsed expressions by their text, for an application sends the same few again and again. Bounded: when it
// is full it begins anew. It belongs to an account (Account::cache) and is guarded by its lock.
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "fakes/dynamodb/expression_parser.h"
#include "fakes/dynamodb/expression_tree.h"

namespace cloche::dynamodb {

class ExpressionCache {
 public:
  static constexpr std::size_t max_expressions = 1000;

  /// As the functions of expression_parser.h.
  std::shared_ptr<const ConditionTree> condition(ExpressionKind kind, std::string_view text) {
    return find(conditions_[static_cast<std::size_t>(kind)], text,
                [&] { return parse_condition(kind, text); });
  }
  std::shared_ptr<const ProjectionTree> projection(std::string_view text) {
    return find(projections_, text, [&] { return parse_projection(text); });
  }
  std::shared_ptr<const UpdateTree> update(std::string_view text) {
    return find(updates_, text, [&] { return parse_update(text); });
  }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  template <class Tree>
  using Trees = std::unordered_map<std::string, std::shared_ptr<const Tree>, Hash, std::equal_to<>>;

  template <class Tree, class Parse>
  static std::shared_ptr<const Tree> find(Trees<Tree>& trees, std::string_view text, Parse parse) {
    if (const auto found = trees.find(text); found != trees.end()) return found->second;
    auto tree = parse();
    if (trees.size() == max_expressions) trees.clear();
    trees.emplace(text, tree);
    return tree;
  }

  Trees<ConditionTree> conditions_[3];  // by kind: condition, filter, key_condition
  Trees<ProjectionTree> projections_;
  Trees<UpdateTree> updates_;
};

}  // namespace cloche::dynamodb
