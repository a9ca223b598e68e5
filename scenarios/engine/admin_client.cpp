#include "scenarios/engine/admin_client.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "scenarios/engine/seen_json.h"

namespace cloche::scenarios {

namespace {

// Moving the clock by a week plays all that happens in it.
constexpr std::chrono::minutes admin_timeout{15};

}  // namespace

AdminClient::AdminClient(net::Client& client, std::string endpoint, std::string account)
    : client_(client),
      endpoint_(std::move(endpoint)),
      account_(std::move(account)),
      address_(net::Address::of_url(endpoint_)) {
  while (endpoint_.ends_with('/')) endpoint_.pop_back();
}

Json AdminClient::ask(std::string_view method, std::string_view target, const Json& body) const {
  wire::HttpRequest request{std::string(method), std::string(target), {}, ""};
  if (!account_.empty())
    request.target += (target.find('?') == std::string_view::npos ? "?account=" : "&account=") + account_;
  if (!body.is_null()) {
    request.body = body.dump();
    request.headers.add("Content-Type", "application/json");
  }
  const wire::HttpResponse response = client_.send(address_, std::move(request), admin_timeout);
  Json answer;
  const bool is_readable = read_json_text(response.body, answer) == JsonText::readable;
  if (response.status < 300 && is_readable) return answer;
  const bool has_words = answer.is_object() && answer.contains("error") && answer["error"].is_string();
  throw AdminRefused(response.status,
                     has_words ? answer["error"].get<std::string>()
                               : fmt::format("{} {} answered {}", method, target, response.status));
}

Json AdminClient::get(std::string_view target) const { return ask("GET", target, nullptr); }

bool AdminClient::is_cloche() const {
  try {
    return get("/_cloche/health").contains("services");
  } catch (const AdminRefused&) {
    return false;
  }
}

}  // namespace cloche::scenarios
