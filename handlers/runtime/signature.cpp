#include "handlers/runtime/signature.h"

#include <algorithm>
#include <ctime>
#include <map>
#include <vector>

namespace handlers {

namespace {

/// Leading and trailing blanks go, several in a row become one.
std::string canonical_value(std::string_view value) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  std::string text;
  for (auto word = value.begin(); word != value.end();) {
    const auto end = std::find_if(word, value.end(), is_blank);
    if (!text.empty() && word != end) text += ' ';
    text.append(word, end);
    word = std::find_if_not(end, value.end(), is_blank);
  }
  return text;
}

/// The pairs of a query, which are encoded already, in their order.
std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string_view, std::string_view>> pairs;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    const auto equals = std::min(pair.find('='), pair.size());
    if (!pair.empty())
      pairs.emplace_back(pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  std::ranges::sort(pairs);
  std::string text;
  for (const auto& [name, value] : pairs) {
    if (!text.empty()) text += '&';
    text.append(name).append("=").append(value);
  }
  return text;
}

struct Canonical {
  std::string request;
  std::string signed_headers;
};

Canonical canonical_request(const HttpRequest& request, std::string_view host) {
  std::map<std::string, std::string> headers{{"host", std::string(host)}};
  for (const Header& header : request.headers) {
    std::string name = header.name;
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    std::string& value = headers[name];
    if (!value.empty()) value += ',';
    value += canonical_value(header.value);
  }
  const auto question = std::min(request.target.find('?'), request.target.size());
  const std::string_view target = request.target;
  Canonical canonical;
  canonical.request.reserve(1000);
  canonical.request = request.method + '\n' + percent_encode(target.substr(0, question), true) + '\n' +
                      canonical_query(target.substr(std::min(question + 1, target.size()))) + '\n';
  for (const auto& [name, value] : headers) {
    canonical.request += name + ':' + value + '\n';
    canonical.signed_headers += (canonical.signed_headers.empty() ? "" : ";") + name;
  }
  canonical.request += '\n' + canonical.signed_headers + '\n' + hex(sha256(request.body));
  return canonical;
}

}  // namespace

Credentials Credentials::of(const Environment& environment) {
  return {.access_key_id = environment.require("AWS_ACCESS_KEY_ID"),
          .secret_access_key = environment.require("AWS_SECRET_ACCESS_KEY"),
          .session_token = environment.get("AWS_SESSION_TOKEN", "")};
}

std::string amazon_date(Millis moment) {
  const std::time_t seconds = moment / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  const std::size_t size = std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts);
  return {text, size};
}

std::string percent_encode(std::string_view text, bool keep_slash) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    const bool is_plain = is_letter || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
    if (is_plain || (keep_slash && c == '/')) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
  return encoded;
}

Signer::Signer(Credentials credentials, std::string region, std::string service)
    : credentials_(std::move(credentials)), region_(std::move(region)), service_(std::move(service)) {}

const Digest& Signer::key_for(const std::string& day) {
  if (key_day_ != day) {
    const Digest dated = hmac_sha256("AWS4" + credentials_.secret_access_key, day);
    const Digest regional = hmac_sha256(bytes_of(dated), region_);
    const Digest of_service = hmac_sha256(bytes_of(regional), service_);
    key_ = hmac_sha256(bytes_of(of_service), "aws4_request");
    key_day_ = day;
  }
  return key_;
}

void Signer::sign(HttpRequest& request, std::string_view host, Millis now) {
  const std::string date = amazon_date(now);
  const std::string day = date.substr(0, 8);
  request.headers.push_back({"X-Amz-Date", date});
  if (!credentials_.session_token.empty())
    request.headers.push_back({"X-Amz-Security-Token", credentials_.session_token});
  const Canonical canonical = canonical_request(request, host);
  const std::string scope = day + '/' + region_ + '/' + service_ + "/aws4_request";
  const std::string to_sign =
      "AWS4-HMAC-SHA256\n" + date + '\n' + scope + '\n' + hex(sha256(canonical.request));
  const std::string signature = hex(hmac_sha256(bytes_of(key_for(day)), to_sign));
  request.headers.push_back(
      {"Authorization", "AWS4-HMAC-SHA256 Credential=" + credentials_.access_key_id + '/' + scope +
                            ", SignedHeaders=" + canonical.signed_headers + ", Signature=" + signature});
}

}  // namespace handlers
