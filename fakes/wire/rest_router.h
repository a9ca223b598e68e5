#pragma once
// Which operation of a service with a REST protocol a request means: by its method, its path and its query,
// against the templates of the model ("/{Bucket}/{Key+}?uploads"). Where several match, the most specific
// wins: literals before labels, labels before the greedy one, then by what the template asks of the query,
// then by which of them finds what it requires in query and headers (PUT of an S3 object with
// x-amz-copy-source is CopyObject), then who is not deprecated.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/wire/codec.h"
#include "fakes/wire/http_message.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

/// A template of the model, taken apart.
class UriTemplate {
 public:
  /// A Fault where a label is less than a whole segment.
  explicit UriTemplate(std::string_view text);

  /// The raw labels, where the raw path (still encoded) matches. An empty segment at the end of either is
  /// ignored, but not where it belongs to the greedy label.
  std::optional<PathLabels> match_path(std::string_view raw_path) const;
  /// Whether the query has what the template asks of it.
  bool matches_query(const std::vector<std::pair<std::string, std::string>>& query) const;

  /// Whether this template is more specific than `other`, both matching the same request.
  bool is_more_specific(const UriTemplate& other) const;
  bool is_as_specific(const UriTemplate& other) const;

 private:
  enum class Kind : std::uint8_t { greedy, label, literal };  // the more specific, the greater
  struct Segment {
    Kind kind = Kind::literal;
    std::string text;  // of a literal, decoded; of a label, its name
  };
  std::pair<std::vector<Kind>, std::size_t> rank() const;

  std::vector<Segment> segments_;
  std::vector<std::pair<std::string, std::string>> query_;
};

struct Route {
  const model::Operation* operation;
  PathLabels labels;
};

class RestRouter {
 public:
  /// Borrows the service.
  explicit RestRouter(const model::Service& service);

  /// nullopt where no operation is meant.
  std::optional<Route> match(const HttpRequest& request) const;

 private:
  struct Entry {
    const model::Operation* operation;
    UriTemplate path;
  };
  std::vector<Entry> entries_;
};

}  // namespace cloche::wire
