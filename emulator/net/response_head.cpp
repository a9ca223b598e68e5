#include "emulator/net/response_head.h"

#include <boost/beast/http/status.hpp>
#include <charconv>

namespace cloche::net {

namespace {

using wire::equal_ignoring_case;

void append_number(std::string& out, std::uint64_t number) {
  char digits[20];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number);
  out.append(digits, end.ptr);
}

/// A control character in what a handler echoes would let a client forge headers; RFC 9110 section 5.5: a
/// space instead.
void append_clean(std::string& out, std::string_view text) {
  const auto start = static_cast<std::ptrdiff_t>(out.size());
  out.append(text);
  bool clean = true;  // no early end, so that the compiler can look at many at once
  for (const char c : text) clean &= static_cast<unsigned char>(c) >= ' ';
  if (clean) return;
  for (auto at = out.begin() + start; at != out.end(); ++at) {
    if (static_cast<unsigned char>(*at) < ' ' && *at != '\t') *at = ' ';
  }
}

void append_status_line(std::string& out, int status) {
  if (status == 200) {
    out += "HTTP/1.1 200 OK\r\n";
    return;
  }
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::uint64_t>(status));
  out += ' ';
  const auto code = boost::beast::http::int_to_status(static_cast<unsigned>(status));
  if (code != boost::beast::http::status::unknown)
    out += std::string_view(boost::beast::http::obsolete_reason(code));
  out += "\r\n";
}

}  // namespace

void append_response_head(std::string& out, const Response& response, Framing& framing,
                          std::string_view date_line) {
  const int status = response.status;
  const bool bodiless = status == 204 || status == 304;
  framing.has_body = !bodiless && !framing.to_head;
  const std::string* announced = nullptr;
  bool dated = false;

  append_status_line(out, status);
  for (const wire::Header& header : response.headers) {
    if (equal_ignoring_case(header.name, "Content-Length")) {
      announced = &header.value;
      continue;
    }
    if (equal_ignoring_case(header.name, "Connection")) {
      if (equal_ignoring_case(header.value, "close")) framing.close = true;
      continue;
    }
    if (equal_ignoring_case(header.name, "Transfer-Encoding") ||
        equal_ignoring_case(header.name, "Keep-Alive")) {
      continue;
    }
    if (equal_ignoring_case(header.name, "Date")) dated = true;
    append_clean(out, header.name);
    out += ": ";
    append_clean(out, header.value);
    out += "\r\n";
  }
  if (!dated) out += date_line;

  if (bodiless || framing.to_head) {
    // What a GET would have had: as the handler says, or as long as what it has in its hand.
    if (announced != nullptr && status != 204) {
      out += "Content-Length: ";
      append_clean(out, *announced);
      out += "\r\n";
    } else if (framing.to_head && !bodiless && (!response.stream || response.stream_length)) {
      out += "Content-Length: ";
      append_number(out, response.stream ? *response.stream_length : response.body.size());
      out += "\r\n";
    }
  } else if (response.stream && !response.stream_length) {
    framing.chunked = !framing.http_1_0;
    if (framing.chunked) {
      out += "Transfer-Encoding: chunked\r\n";
    } else {
      framing.close = true;  // the end of the connection is the end of the body
    }
  } else {
    out += "Content-Length: ";
    append_number(out, response.stream ? *response.stream_length : response.body.size());
    out += "\r\n";
  }

  if (framing.close) {
    out += "Connection: close\r\n";
  } else if (framing.http_1_0) {
    out += "Connection: keep-alive\r\n";
  }
  out += "\r\n";
}

}  // namespace cloche::net
