#pragma once
// HTTP messages as plain structs: what the codecs read and write, and what emulator/net carries.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cloche::wire {

struct Header {
  std::string name;
  std::string value;
};

/// Headers in the order in which they came; names compare without case.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<Header> headers) : headers_(headers) {}

  /// The first value of `name`, or nullptr.
  const std::string* find(std::string_view name) const;
  /// The first value of `name`, or "".
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  void reserve(std::size_t count) { headers_.reserve(count); }
  void add(std::string name, std::string value) { headers_.push_back({std::move(name), std::move(value)}); }
  /// Replaces every header of that name by one.
  void set(std::string_view name, std::string value);
  void remove(std::string_view name);

  auto begin() const { return headers_.begin(); }
  auto end() const { return headers_.end(); }
  std::size_t size() const { return headers_.size(); }

 private:
  std::vector<Header> headers_;
};

struct HttpRequest {
  std::string method;
  std::string target;  // as on the request line: raw path, and query after '?'
  Headers headers;
  std::string body;

  std::string_view raw_path() const;
  std::string_view raw_query() const;  // without the '?'
};

struct HttpResponse {
  int status = 200;
  Headers headers;
  std::string body;
};

/// Case is that of ASCII, as in the names of headers.
std::string lower_case(std::string_view text);
std::string upper_case(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
/// Percent-decodes; with `plus_is_space`, as in a query or a form.
std::string percent_decode(std::string_view text, bool plus_is_space = false);
/// Percent-encodes all but RFC 3986's unreserved characters (and, with `keep_slash`, '/').
std::string percent_encode(std::string_view text, bool keep_slash = false);
/// The decoded name and value pairs of a query string or form, in order.
std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query);

}  // namespace cloche::wire
