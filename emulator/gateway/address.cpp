#include "emulator/gateway/address.h"

#include <string_view>

namespace cloche::gateway {

namespace {

// Takes what stands before the next slash; `path` is left at that slash, or empty.
std::string_view take_segment(std::string_view& path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

Address address(std::string_view api, std::string_view path, std::string_view host) {
  const std::string_view stage = take_segment(path);
  return {std::string(api), std::string(stage), path.empty() ? "/" : std::string(path), std::string(host)};
}

}  // namespace

std::optional<Address> address_of(const wire::HttpRequest& request) {
  constexpr std::string_view own = "/_aws/execute-api/";
  constexpr std::string_view others = "/restapis/";
  constexpr std::string_view user_request = "/_user_request_";
  std::string_view path = request.raw_path();
  if (path.starts_with(own)) {
    path.remove_prefix(own.size());
    const std::string_view api = take_segment(path);
    return address(api, path, "");
  }
  if (path.starts_with(others) && path.find(user_request) != std::string_view::npos) {
    path.remove_prefix(others.size());
    const std::string_view api = take_segment(path);
    const std::string_view stage = take_segment(path);
    const std::string_view rest = path.starts_with(user_request) ? path.substr(user_request.size()) : path;
    if (rest.size() != path.size() && (rest.empty() || rest.starts_with('/')))
      return Address{std::string(api), std::string(stage), rest.empty() ? "/" : std::string(rest), ""};
    path = request.raw_path();
  }
  constexpr std::string_view mark = ".execute-api.";
  const std::string host = wire::lower_case(request.headers.get("host"));
  const std::size_t at = host.find(mark);
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  const std::string_view name = host;
  return address(name.substr(0, at), path, name.substr(0, name.rfind(':')));
}

}  // namespace cloche::gateway
