#include "handlers/runtime/endpoint.h"

#include <charconv>
#include <stdexcept>

namespace handlers {

Endpoint Endpoint::parse(std::string_view url) {
  const auto refuse = [&] { throw std::invalid_argument("not an http or https URL: " + std::string(url)); };
  Endpoint endpoint;
  std::string_view rest = url;
  if (rest.starts_with("https://")) {
    endpoint.tls = true;
    endpoint.port = 443;
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    refuse();
  }
  const auto slash = rest.find('/');
  std::string_view authority = rest.substr(0, slash);
  if (slash != std::string_view::npos) endpoint.path = rest.substr(slash);
  while (endpoint.path.ends_with('/')) endpoint.path.pop_back();
  const auto bracket = authority.rfind(']');  // of an IPv6 address
  const auto colon = authority.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    const std::string_view port = authority.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.begin(), port.end(), endpoint.port);
    if (error != std::errc() || end != port.end() || endpoint.port == 0) refuse();
    authority = authority.substr(0, colon);
  }
  if (authority.starts_with('[') && authority.ends_with(']'))
    authority = authority.substr(1, authority.size() - 2);
  if (authority.empty()) refuse();
  endpoint.host = authority;
  return endpoint;
}

std::string Endpoint::host_header() const {
  const std::string name = host.find(':') == std::string::npos ? host : '[' + host + ']';
  return port == (tls ? 443 : 80) ? name : name + ':' + std::to_string(port);
}

}  // namespace handlers
