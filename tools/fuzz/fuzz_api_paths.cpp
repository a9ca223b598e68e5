// API Gateway's routes and events: whatever is asked for, what is found are parts of the path, and the event
// is JSON. The first line is the method and the path with its query, the others are headers until an empty
// one; then the body.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "emulator/gateway/address.h"
#include "emulator/gateway/proxy_event.h"
#include "emulator/gateway/proxy_response.h"
#include "emulator/gateway/routes.h"

namespace {

using namespace cloche;

const gateway::Routes& routes() {
  static const gateway::Routes all([] {
    auto stage = std::make_shared<apigateway::ServedStage>();
    stage->api = "abc";
    stage->stage = "prod";
    stage->edge = true;
    stage->binary_media_types = {"image/*"};
    for (const char* path : {"/", "/pets", "/pets/{id}", "/pets/mine", "/pets/{id}/toys/{toy+}",
                             "/a/{b}/{c}/{d}", "/{proxy+}"}) {
      apigateway::ServedMethod get, any;
      get.name = "GET";
      any.name = "ANY";
      get.resource_path = any.resource_path = path;
      stage->resources.push_back({path, {get, any}});
    }
    return stage;
  }());
  return all;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

wire::HttpRequest request_of(std::string_view text) {
  wire::HttpRequest request;
  const std::string_view line = take_line(text);
  const std::size_t space = std::min(line.find(' '), line.size());
  request.method = line.substr(0, space);
  request.target = line.substr(std::min(space + 1, line.size()));
  for (std::string_view header = take_line(text); !header.empty(); header = take_line(text)) {
    const std::size_t colon = std::min(header.find(':'), header.size());
    request.headers.add(std::string(header.substr(0, colon)),
                        std::string(header.substr(std::min(colon + 1, header.size()))));
  }
  request.body = text;
  return request;
}

void check_within(std::string_view part, std::string_view whole) {
  if (part.data() < whole.data() || part.data() + part.size() > whole.data() + whole.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const wire::HttpRequest request = request_of({reinterpret_cast<const char*>(data), size});
  if (const auto response = gateway::read_proxy_response(request.body); response && response->status < 100)
    std::abort();
  const auto address = gateway::address_of(request);
  const std::string path = address ? address->path : std::string(request.raw_path());
  const auto match = routes().find(request.method, path);
  if (!match) return 0;
  for (const auto& [name, value] : match->parameters) check_within(value, path);
  const gateway::RequestContext context{
      .request = request,
      .remote_address = "127.0.0.1",
      .path = path,
      .host = address ? std::string_view(address->host) : std::string_view(),
      .request_id = "r",
      .trace_id = "t",
      .time = Time{}};
  const Json event = Json::parse(gateway::proxy_event(context, *routes().stage(), *match));
  const bool is_ascii = std::all_of(path.begin(), path.end(), [](unsigned char c) { return c < 0x80; });
  if (is_ascii && event.at("path") != path) std::abort();
  return 0;
}
