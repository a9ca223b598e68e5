#include "emulator/gateway/routes.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "fakes/apigateway/integration.h"
#include "fakes/wire/http_message.h"

namespace cloche::gateway {

namespace {

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);  // it says nothing (assumed)
  if (path.empty()) return segments;
  segments.reserve(8);
  while (true) {
    const std::size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
bool is_any(std::string_view method) {
  static constexpr std::array methods{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"};
  return std::ranges::find(methods, method) != methods.end();
}

const Route* route_of(const std::vector<Route>& routes, std::string_view method) {
  const Route* any = nullptr;
  for (const Route& route : routes) {
    if (route.method->name == method) return &route;
    if (route.method->name == "ANY") any = &route;
  }
  return any != nullptr && is_any(method) ? any : nullptr;
}

}  // namespace

std::optional<std::string> with_stage_variables(std::string_view text, const apigateway::Texts& variables) {
  constexpr std::string_view start = "${stageVariables.";
  std::string result;
  while (true) {
    const std::size_t at = text.find(start);
    const std::size_t end = at == std::string_view::npos ? at : text.find('}', at);
    if (end == std::string_view::npos) return result.append(text);
    result.append(text.substr(0, at));
    const auto value = variables.find(std::string(text.substr(at + start.size(), end - at - start.size())));
    if (value == variables.end()) return std::nullopt;
    result.append(value->second);
    text.remove_prefix(end + 1);
  }
}

Routes::Routes(apigateway::ServedStagePtr stage) : stage_(std::move(stage)) {
  for (const apigateway::ServedResource& resource : stage_->resources) {
    if (resource.methods.empty()) continue;
    Node& node = node_at(resource.path);
    for (const apigateway::ServedMethod& method : resource.methods) {
      const auto uri = with_stage_variables(method.integration.uri, stage_->variables);
      node.routes.push_back({&method, uri ? std::string(apigateway::function_in(*uri)) : std::string(),
                             fmt::format("{} {}", method.name, resource.path), !uri});
    }
  }
}

Routes::Node& Routes::node_at(std::string_view path) {
  Node* node = &root_;
  for (std::string_view segment : split(path)) {
    std::unique_ptr<Node>* next = nullptr;
    if (segment.starts_with('{') && segment.ends_with("+}")) {
      node->greedy_name = segment.substr(1, segment.size() - 3);
      next = &node->greedy;
    } else if (segment.starts_with('{') && segment.ends_with('}')) {
      node->variable_name = segment.substr(1, segment.size() - 2);
      next = &node->variable;
    } else {
      next = &node->literals[std::string(segment)];
    }
    if (!*next) *next = std::make_unique<Node>();
    node = next->get();
  }
  return *node;
}

struct Routes::Search {
  std::optional<std::string_view> method;  // nullopt: any
  std::vector<std::string_view> segments;
  PathParameters parameters = {};
  const Route* found = nullptr;

  bool ends_at(const Node& node) {
    if (method) {
      found = route_of(node.routes, *method);
    } else if (!node.routes.empty()) {
      found = &node.routes.front();
    }
    return found != nullptr;
  }
};

// Each node has one way that leads to it, so each is visited at most once. A resource that does not have the
// method is no match: a less exact one that has it is (measured by MiniStack's authors on the real service).
bool Routes::search(const Node& node, Search& search, std::size_t depth) {
  if (depth == search.segments.size()) return search.ends_at(node);
  const std::string_view segment = search.segments[depth];
  const bool encoded = segment.find('%') != std::string_view::npos;
  const auto literal =
      encoded ? node.literals.find(wire::percent_decode(segment)) : node.literals.find(segment);
  if (literal != node.literals.end() && Routes::search(*literal->second, search, depth + 1)) return true;
  if (node.variable && !segment.empty()) {
    search.parameters.emplace_back(node.variable_name, segment);
    if (Routes::search(*node.variable, search, depth + 1)) return true;
    search.parameters.pop_back();
  }
  if (!node.greedy || !search.ends_at(*node.greedy)) return false;
  const char* const end = search.segments.back().data() + search.segments.back().size();
  search.parameters.emplace_back(
      node.greedy_name, std::string_view(segment.data(), static_cast<std::size_t>(end - segment.data())));
  return true;
}

std::optional<Match> Routes::find_by(std::optional<std::string_view> method, std::string_view path) const {
  Search found{.method = method, .segments = split(path)};
  if (!search(root_, found, 0)) return std::nullopt;
  return Match{found.found, std::move(found.parameters)};
}

std::optional<Match> Routes::find(std::string_view method, std::string_view path) const {
  return find_by(method, path);
}

std::optional<Match> Routes::find_resource(std::string_view path) const {
  return find_by(std::nullopt, path);
}

}  // namespace cloche::gateway
