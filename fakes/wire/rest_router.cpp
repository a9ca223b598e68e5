#include "fakes/wire/rest_router.h"

#include <algorithm>

#include "fakes/core/fault.h"

namespace cloche::wire {

namespace {

using Query = std::vector<std::pair<std::string, std::string>>;

// The next segment of a path that does not start with '/'; what remains is behind the slash.
std::string_view take_segment(std::string_view& path) {
  const auto slash = path.find('/');
  const std::string_view segment = path.substr(0, slash);
  path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  return segment;
}

bool has_name(const Query& query, std::string_view name) {
  return std::ranges::find(query, name, [](const auto& pair) { return std::string_view(pair.first); }) !=
         query.end();
}

// How the request meets what the operation requires in query and headers: whether all of it is there, and how
// much.
std::pair<bool, int> requirements(const model::Operation& operation, const HttpRequest& request,
                                  const Query& query) {
  bool all = true;
  int met = 0;
  if (operation.input == nullptr) return {all, met};
  for (const model::Member& member : operation.input->members) {
    if (!member.required) continue;
    const std::string_view name = member.location_name.empty() ? member.name : member.location_name;
    if (member.location == model::Location::query) {
      (has_name(query, name) ? met += 1 : all = false);
    } else if (member.location == model::Location::header) {
      (request.headers.has(name) ? met += 1 : all = false);
    }
  }
  return {all, met};
}

}  // namespace

UriTemplate::UriTemplate(std::string_view text) {
  const auto mark = text.find('?');
  if (mark != std::string_view::npos) query_ = parse_query(text.substr(mark + 1));
  std::string_view path = text.substr(0, mark);
  if (path.starts_with('/')) path.remove_prefix(1);
  while (!path.empty()) {
    const std::string_view segment = take_segment(path);
    const bool is_label = segment.starts_with('{') && segment.ends_with('}');
    if (!is_label && segment.find_first_of("{}") != std::string_view::npos)
      fail("{} has a label within a segment", text);
    if (!is_label) {
      segments_.push_back({Kind::literal, percent_decode(segment)});
    } else if (segment.ends_with("+}")) {
      segments_.push_back({Kind::greedy, std::string(segment.substr(1, segment.size() - 3))});
    } else {
      segments_.push_back({Kind::label, std::string(segment.substr(1, segment.size() - 2))});
    }
  }
  const auto greedy = std::ranges::find(segments_, Kind::greedy, &Segment::kind);
  if (greedy != segments_.end() && greedy + 1 != segments_.end())
    fail("{} has a greedy label before its end", text);
}

std::optional<PathLabels> UriTemplate::match_path(std::string_view path) const {
  PathLabels labels;
  if (path.starts_with('/')) path.remove_prefix(1);
  for (const Segment& segment : segments_) {
    if (path.empty()) return std::nullopt;
    if (segment.kind == Kind::greedy) {
      labels.labels.emplace_back(segment.text, std::string(path));
      return labels;
    }
    const std::string_view given = take_segment(path);
    if (segment.kind == Kind::label) {
      if (given.empty()) return std::nullopt;
      labels.labels.emplace_back(segment.text, std::string(given));
    } else if (percent_decode(given) != segment.text) {
      return std::nullopt;
    }
  }
  return path.empty() ? std::optional(std::move(labels)) : std::nullopt;
}

bool UriTemplate::matches_query(const Query& query) const {
  return std::ranges::all_of(query_, [&](const auto& wanted) {
    return std::ranges::any_of(query, [&](const auto& given) {
      return given.first == wanted.first && (wanted.second.empty() || given.second == wanted.second);
    });
  });
}

std::pair<std::vector<UriTemplate::Kind>, std::size_t> UriTemplate::rank() const {
  std::vector<Kind> kinds;
  for (const Segment& segment : segments_) kinds.push_back(segment.kind);
  return {std::move(kinds), query_.size()};
}

bool UriTemplate::is_more_specific(const UriTemplate& other) const { return rank() > other.rank(); }
bool UriTemplate::is_as_specific(const UriTemplate& other) const { return rank() == other.rank(); }

RestRouter::RestRouter(const model::Service& service) {
  for (const model::Operation& operation : service.operations)
    entries_.push_back({&operation, UriTemplate(operation.uri)});
}

std::optional<Route> RestRouter::match(const HttpRequest& request) const {
  const Query query = parse_query(request.raw_query());
  const Entry* best = nullptr;
  std::optional<PathLabels> best_labels;
  for (const Entry& entry : entries_) {
    if (entry.operation->method != request.method || !entry.path.matches_query(query)) continue;
    auto labels = entry.path.match_path(request.raw_path());
    if (!labels) continue;
    if (best != nullptr && !entry.path.is_as_specific(best->path)) {
      if (!entry.path.is_more_specific(best->path)) continue;
    } else if (best != nullptr) {
      const auto given = requirements(*entry.operation, request, query);
      const auto before = requirements(*best->operation, request, query);
      if (given < before || (given == before && entry.operation->deprecated >= best->operation->deprecated))
        continue;
    }
    best = &entry;
    best_labels = std::move(labels);
  }
  if (best == nullptr) return std::nullopt;
  return Route{best->operation, std::move(*best_labels)};
}

}  // namespace cloche::wire
