#pragma once
// Where a server is, as a URL says it.
#include <cstdint>
#include <string>
#include <string_view>

namespace handlers {

struct Endpoint {
  bool tls = false;
  std::string host;
  std::uint16_t port = 80;
  std::string path;  // before each request's own; without a slash at its end

  /// Reads `http://host[:port][/path]` or https; throws std::invalid_argument for anything else.
  static Endpoint parse(std::string_view url);

  /// The value of the header `Host`: without the port where it is the scheme's own.
  std::string host_header() const;
};

}  // namespace handlers
