#include "fakes/wire/canonical_request.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "fakes/wire/sigv4.h"

namespace cloche::wire {

namespace {

/// Splits at '/', and drops what RFC 3986 (5.2.4) drops, and empty segments with it.
std::string normalized_path(std::string_view raw) {
  std::vector<std::string_view> kept;
  std::string_view rest = raw;
  while (!rest.empty()) {
    const auto slash = rest.find('/');
    const std::string_view segment = rest.substr(0, slash);
    rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(segment);
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  std::string path;
  for (const std::string_view segment : kept) path.append("/").append(segment);
  if (path.empty() || raw.ends_with('/')) path += '/';
  return path;
}

/// The value without white space around it, and with one space for each run of it inside.
void append_folded(std::string& text, std::string_view value) {
  const std::size_t start = text.size();
  for (const char c : value) {
    const bool space = c == ' ' || c == '\t';
    if (!space) {
      text += c;
    } else if (text.size() > start && text.back() != ' ') {
      text += ' ';
    }
  }
  if (text.size() > start && text.back() == ' ') text.pop_back();
}

}  // namespace

std::string canonical_path(std::string_view raw, bool s3) {
  if (raw.empty()) return "/";
  return s3 ? percent_encode(percent_decode(raw), true) : percent_encode(normalized_path(raw), true);
}

std::string canonical_query(std::string_view raw) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [name, value] : parse_query(raw)) {
    if (name != "X-Amz-Signature") pairs.emplace_back(percent_encode(name), percent_encode(value));
  }
  std::ranges::sort(pairs);
  std::string query;
  for (const auto& [name, value] : pairs) {
    if (!query.empty()) query += '&';
    query.append(name).append("=").append(value);
  }
  return query;
}

std::string canonical_headers(const Headers& headers, std::string_view signed_headers) {
  std::string text;
  while (!signed_headers.empty()) {
    const auto end = signed_headers.find(';');
    const std::string_view name = signed_headers.substr(0, end);
    signed_headers.remove_prefix(end == std::string_view::npos ? signed_headers.size() : end + 1);
    text.append(lower_case(name)).append(":");
    bool first = true;
    for (const Header& header : headers) {
      if (!equal_ignoring_case(header.name, name)) continue;
      if (!std::exchange(first, false)) text += ',';
      append_folded(text, header.value);
    }
    text += '\n';
  }
  return text;
}

std::string canonical_request(const HttpRequest& request, const SignatureInput& signature,
                              SignatureWords words, std::string_view payload_hash) {
  std::string text = request.method;
  text.append("\n").append(canonical_path(request.raw_path(), words == SignatureWords::s3));
  text.append("\n").append(canonical_query(request.raw_query()));
  text.append("\n").append(canonical_headers(request.headers, signature.signed_headers));
  text.append("\n").append(signature.signed_headers);
  text.append("\n").append(payload_hash);
  return text;
}

}  // namespace cloche::wire
