// request: HTTP to the stack's API, as its users speak to it.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/core/digest.h"
#include "fakes/wire/canonical_request.h"
#include "fakes/wire/token.h"
#include "fakes/wire/utf8.h"
#include "scenarios/engine/seen_json.h"
#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::array request_members{
    MemberRule{"method"},
    MemberRule{"path", Form::text, true},
    MemberRule{"query", Form::texts},
    MemberRule{"headers", Form::texts},
    MemberRule{"json", Form::any},
    MemberRule{"body"},
    MemberRule{"base64"},
    MemberRule{"api"},
    MemberRule{"stage"},
    MemberRule{"host"},
};
constexpr std::array request_facets{Facet{"status"}, Facet{"headers"}, Facet{"json"}, Facet{"body"},
                                    Facet{"base64"}};
constexpr std::array<std::string_view, 3> bodies{"json", "body", "base64"};

std::string text_of(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

std::string member_text(const Json& arguments, const char* name) {
  const auto found = arguments.find(name);
  return found == arguments.end() ? "" : text_of(*found);
}

/// "GET /exams/1"
std::optional<Json> read_short(const std::string& text) {
  const auto space = text.find(' ');
  if (space == 0 || space == std::string::npos || !text.substr(space).starts_with(" /")) return std::nullopt;
  return Json{{"method", text.substr(0, space)}, {"path", text.substr(space + 1)}};
}

void check(const LocatedJson& given, const Json& arguments, const std::string& file) {
  const auto count =
      std::ranges::count_if(bodies, [&](std::string_view name) { return arguments.contains(name); });
  if (count > 1) throw FileError(given.in(file), "a request has one of json, body and base64");
  const std::string path = member_text(arguments, "path");
  if (!path.starts_with('/') && !path.starts_with("${"))
    throw FileError(given.in(file), "a path begins with /");
  if (arguments.contains("host") && (arguments.contains("api") || arguments.contains("stage")))
    throw FileError(given.in(file), "\"host\" is instead of \"api\" and \"stage\"");
}

/// What may not stand in a request line is encoded; "%41" and the like are left as they are.
std::string request_target(std::string_view path) {
  std::string target;
  for (const char c : path) {
    const bool allowed =
        c > ' ' && c < '\x7f' && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
    target += allowed ? std::string(1, c) : wire::percent_encode(std::string_view(&c, 1));
  }
  return target;
}

/// Each value of an object of texts, and of the lists in it.
template <class Take>
void for_each_text(const Json& arguments, const char* name, Take take) {
  const auto given = arguments.find(name);
  if (given == arguments.end()) return;
  if (!given->is_object())
    throw StepFailed(fmt::format("\"{}\" is an object, not {}", name, short_text(*given)));
  for (const auto& [key, value] : given->items()) {
    if (!value.is_array()) {
      take(key, text_of(value));
      continue;
    }
    for (const Json& one : value) take(key, text_of(one));
  }
}

/// What lies before the path. The endpoint's own paths can be asked for in a stack without an API.
std::string base_of(Site& site, const Json& arguments, const std::string& path) {
  const std::string api = member_text(arguments, "api");
  const bool is_endpoints_own = path.starts_with("/_cloche/") || path.starts_with("/_aws/");
  if (arguments.contains("host") || (is_endpoints_own && api.empty() && !site.has_api())) return "";
  return site.api_path(api, member_text(arguments, "stage"));
}

std::string path_of(Sequence& sequence, const Json& arguments) {
  std::string path = member_text(arguments, "path");
  if (!path.starts_with('/')) throw StepFailed(fmt::format("a path begins with /, not as {}", path));
  path = base_of(sequence.site(), arguments, path) + path;
  std::string target = request_target(path);
  for_each_text(arguments, "query", [&](const std::string& name, const std::string& value) {
    target += target.contains('?') ? '&' : '?';
    target += wire::percent_encode(name) + "=" + wire::percent_encode(value);
  });
  return target;
}

/// Throws StepFailed for what would be more than a header.
void add_header(const std::string& name, const std::string& value, wire::HttpRequest& request) {
  constexpr std::string_view breaks("\r\n\0", 3);
  if (!wire::is_token(name) || value.find_first_of(breaks) != std::string::npos)
    throw StepFailed(
        fmt::format("{} can't be a header with the value {}", short_text(name), short_text(value)));
  request.headers.add(name, value);
}

void add_body(const Json& arguments, wire::HttpRequest& request) {
  if (const auto json = arguments.find("json"); json != arguments.end()) {
    request.body = json->dump();
    if (!request.headers.has("Content-Type")) request.headers.add("Content-Type", "application/json");
  } else if (const auto encoded = arguments.find("base64"); encoded != arguments.end()) {
    auto bytes = base64_decode(text_of(*encoded));
    if (!bytes) throw StepFailed("\"base64\" is not base64");
    request.body = std::move(*bytes);
  } else {
    request.body = member_text(arguments, "body");
  }
}

Json headers_of(const wire::HttpResponse& response) {
  Json headers = Json::object();
  for (const wire::Header& header : response.headers) {
    const std::string name = wire::lower_case(header.name);
    const auto known = headers.find(name);
    headers[name] = wire::to_utf8(known == headers.end() ? header.value
                                                         : known->get<std::string>() + ", " + header.value);
  }
  return headers;
}

Json play(Sequence& sequence, const Step& step, const Json& arguments) {
  wire::HttpRequest request;
  request.target = path_of(sequence, arguments);
  if (arguments.contains("host")) add_header("Host", member_text(arguments, "host"), request);
  for_each_text(arguments, "headers",
                [&](const std::string& name, const std::string& value) { add_header(name, value, request); });
  add_body(arguments, request);
  request.method = member_text(arguments, "method");
  if (request.method.empty())
    request.method =
        std::ranges::any_of(bodies, [&](std::string_view name) { return arguments.contains(name); }) ? "POST"
                                                                                                     : "GET";
  if (!wire::is_token(request.method))
    throw StepFailed(fmt::format("{} is no method of HTTP", short_text(request.method)));

  const bool may_move_time = request.target.starts_with("/_cloche/") && request.method != "GET";
  wire::HttpResponse response = sequence.site().send(std::move(request));
  if (may_move_time) sequence.site().forget_time();
  Json seen{{"status", response.status}, {"headers", headers_of(response)}};
  if (wire::is_well_formed_utf8(response.body)) {
    if (auto json = seen_json(response.body, step, "json")) seen["json"] = std::move(*json);
    seen["body"] = std::move(response.body);
  } else {
    seen["base64"] = base64(response.body);
  }
  return seen;
}

std::optional<Difference> unexpected(const Json& seen, const Json& expect) {
  if (expect.contains("status") || seen.at("status") < 400) return std::nullopt;
  return Difference{
      "status", "less than 400",
      fmt::format("{}, with {}", seen.at("status").dump(), short_text(seen.value("body", Json(""))))};
}

/// Names of headers are compared without case: in what is expected they are small, as in what is seen. They
/// stand in the object itself, and wherever matchers such as $allOf have others in its place.
Json lower_names(const Json& headers) {
  Json lower = headers;
  if (headers.is_array()) {
    for (Json& one : lower) one = lower_names(one);
  } else if (headers.is_object()) {
    lower = Json::object();
    for (const auto& [name, value] : headers.items()) {
      const bool is_matcher = name.starts_with('$');
      lower[is_matcher ? name : wire::lower_case(name)] = is_matcher ? lower_names(value) : value;
    }
  }
  return lower;
}

void normalize_expected(Json& expect) {
  if (const auto headers = expect.find("headers"); headers != expect.end()) *headers = lower_names(*headers);
}

void normalize(Step& step) {
  for (auto& [name, pointer] : step.save) {
    if (pointer.starts_with("/headers/")) pointer = wire::lower_case(pointer);
  }
}

}  // namespace

const StepKind& request() {
  static const StepKind kind{.name = "request",
                             .members = request_members,
                             .facets = request_facets,
                             .read_short = read_short,
                             .short_form = "a method and a path, like \"GET /exams/1\"",
                             .in_burst = true,
                             .check = check,
                             .normalize = normalize,
                             .normalize_expected = normalize_expected,
                             .play = play,
                             .unexpected = unexpected};
  return kind;
}

}  // namespace cloche::scenarios::steps
