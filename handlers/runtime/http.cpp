#include "handlers/runtime/http.h"

#include <algorithm>
#include <charconv>

namespace handlers {

namespace {

constexpr std::size_t max_line = 64 * 1024;
constexpr std::size_t max_headers = 200;
constexpr std::size_t max_body = 64 * 1024 * 1024;

[[noreturn]] void refuse(const char* what) {
  throw ConnectionError(std::string("a bad HTTP response: ") + what, true);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::size_t parse_size(std::string_view text, int base) {
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), size, base);
  if (error != std::errc() || end != text.end() || text.empty()) refuse("its length");
  if (size > max_body) refuse("too long");
  return size;
}

int parse_status(std::string_view line) {
  if (!line.starts_with("HTTP/1.") || line.size() < 12) refuse("its first line");
  int status = 0;
  const auto [end, error] = std::from_chars(line.begin() + 9, line.begin() + 12, status);
  if (error != std::errc() || end != line.begin() + 12 || status < 100) refuse("its status");
  return status;
}

/// Writes head and body as one, into `message`: a small request is one write, one packet, and wakes the
/// server once.
void write_message(const HttpRequest& request, const Endpoint& endpoint, std::string& message) {
  message.clear();
  const auto add = [&](const auto&... parts) { (message.append(parts), ...); };
  add(request.method, " ", endpoint.path, request.target, " HTTP/1.1\r\nHost: ", endpoint.host_header(),
      "\r\n");
  for (const Header& header : request.headers) add(header.name, ": ", header.value, "\r\n");
  if (!request.body.empty() || request.method != "GET")
    add("Content-Length: ", std::to_string(request.body.size()), "\r\n");
  add("\r\n", request.body);
}

}  // namespace

bool equal_ignoring_case(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, [](char a, char b) { return lower(a) == lower(b); });
}

const std::string* find_header(const std::vector<Header>& headers, std::string_view name) {
  const auto found = std::ranges::find_if(
      headers, [&](const Header& header) { return equal_ignoring_case(header.name, name); });
  return found == headers.end() ? nullptr : &found->value;
}

std::string HttpResponse::header(std::string_view name) const {
  const std::string* value = find_header(headers, name);
  return value == nullptr ? "" : *value;
}

HttpConnection::HttpConnection(Endpoint endpoint, TlsTrust& trust, Clock& clock)
    : endpoint_(std::move(endpoint)), trust_(trust), clock_(clock) {}

HttpResponse HttpConnection::exchange(const HttpRequest& request, Millis deadline) {
  if (stream_ && stream_->is_stale()) stream_.reset();
  if (!stream_) {
    received_.clear();
    used_ = 0;
    stream_ = connect_to(endpoint_, trust_, clock_, deadline);
  }
  try {
    write_message(request, endpoint_, message_);
    stream_->write(message_, deadline);
    HttpResponse response = read_response(deadline);
    if (equal_ignoring_case(response.header("Connection"), "close")) stream_.reset();
    return response;
  } catch (...) {
    stream_.reset();
    throw;
  }
}

HttpResponse HttpConnection::read_response(Millis deadline) {
  HttpResponse response;
  do {  // an interim response (100 Continue) is not the one
    response = {.status = parse_status(read_line(deadline)), .headers = {}, .body = {}};
    for (std::string_view line = read_line(deadline); !line.empty(); line = read_line(deadline)) {
      const auto colon = line.find(':');
      if (colon == std::string_view::npos || response.headers.size() == max_headers) refuse("its headers");
      response.headers.push_back(
          {std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))});
    }
  } while (response.status < 200);
  read_body(response, deadline);
  return response;
}

void HttpConnection::read_body(HttpResponse& response, Millis deadline) {
  if (response.status == 204 || response.status == 304) return;
  if (equal_ignoring_case(response.header("Transfer-Encoding"), "chunked")) {
    read_chunks(response.body, deadline);
  } else if (const std::string* length = find_header(response.headers, "Content-Length")) {
    read_exactly(response.body, parse_size(*length, 10), deadline);
  } else {  // until the other side closes
    while (read_more(deadline))
      if (received_.size() - used_ > max_body) refuse("too long");
    response.body = received_.substr(used_);
    response.headers.push_back({"Connection", "close"});
  }
}

void HttpConnection::read_chunks(std::string& body, Millis deadline) {
  for (;;) {
    const std::string_view line = read_line(deadline);
    const std::size_t size = parse_size(trimmed(line.substr(0, line.find(';'))), 16);
    if (size == 0) break;
    if (body.size() + size > max_body) refuse("too long");
    read_exactly(body, size, deadline);
    if (!read_line(deadline).empty()) refuse("a chunk's end");
  }
  while (!read_line(deadline).empty()) {  // trailers
  }
}

std::string_view HttpConnection::read_line(Millis deadline) {
  for (;;) {
    const auto end = received_.find('\n', used_);
    if (end != std::string::npos) {
      std::string_view line = std::string_view(received_).substr(used_, end - used_);
      used_ = end + 1;
      if (line.ends_with('\r')) line.remove_suffix(1);
      return line;
    }
    if (received_.size() - used_ > max_line) refuse("a line is too long");
    if (!read_more(deadline)) throw ConnectionError("the server closed the connection", true);
  }
}

void HttpConnection::read_exactly(std::string& into, std::size_t size, Millis deadline) {
  while (received_.size() - used_ < size)
    if (!read_more(deadline)) throw ConnectionError("the server closed the connection", true);
  into.append(received_, used_, size);
  used_ += size;
}

bool HttpConnection::read_more(Millis deadline) {
  if (used_ == received_.size()) {
    received_.clear();
    used_ = 0;
  }
  char buffer[16 * 1024];
  const std::size_t size = stream_->read(buffer, sizeof buffer, deadline);
  received_.append(buffer, size);
  return size > 0;
}

}  // namespace handlers
