#pragma once
// The methods of a stage, to be found by path and HTTP method: a tree of path parts, in which a literal part
// wins over a variable, and that over a greedy variable. Made once for a stage as it is served, and not
// changed.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/apigateway/served_stage.h"

namespace cloche::gateway {

/// A method as it is called.
struct Route {
  const apigateway::ServedMethod* method = nullptr;
  std::string function;         // ARN of the function that answers it, stage variables filled in; "": none
  std::string operation;        // "GET /pets/{id}"
  bool lacks_variable = false;  // its integration's URI names a stage variable that the stage does not have
};

/// The values of path variables, as they were sent: neither is decoded.
using PathParameters = std::vector<std::pair<std::string_view, std::string_view>>;

struct Match {
  const Route* route = nullptr;
  PathParameters parameters;  // names as long as the Routes live, values as long as the path
};

/// `text` with "${stageVariables.name}" replaced by the variable's value; nullopt where there is none.
std::optional<std::string> with_stage_variables(std::string_view text, const apigateway::Texts& variables);

class Routes {
 public:
  explicit Routes(apigateway::ServedStagePtr stage);
  Routes(const Routes&) = delete;

  const apigateway::ServedStagePtr& stage() const { return stage_; }

  /// nullopt where the API has no such path or no such method there.
  std::optional<Match> find(std::string_view method, std::string_view path) const;

  /// The resource that the path leads to, by any of its methods; nullopt where the API has no such path.
  std::optional<Match> find_resource(std::string_view path) const;

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> variable;
    std::string variable_name;
    std::unique_ptr<Node> greedy;
    std::string greedy_name;
    std::vector<Route> routes;  // none: the path only leads to others
  };
  struct Search;

  Node& node_at(std::string_view path);
  static bool search(const Node& node, Search& search, std::size_t depth);
  std::optional<Match> find_by(std::optional<std::string_view> method, std::string_view path) const;

  apigateway::ServedStagePtr stage_;
  Node root_;
};

}  // namespace cloche::gateway
