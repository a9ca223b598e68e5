#include "emulator/net/request_parser.h"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

namespace cloche::net {

namespace http = boost::beast::http;

namespace {

bool same(boost::beast::string_view a, boost::beast::string_view b) { return boost::beast::iequals(a, b); }

}  // namespace

RequestParser::RequestParser(std::size_t header_limit) : header_limit_(header_limit) {
  // One line is never longer than all of them may be.
  basic_parser::header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(header_limit, UINT32_MAX)));
  basic_parser::body_limit(boost::none);
}

void RequestParser::count_header_bytes(std::size_t bytes, Error& error) {
  header_bytes_ += bytes;
  if (header_bytes_ > header_limit_) error = http::error::header_limit;
}

void RequestParser::on_request_impl(http::verb, View method, View target, int version, Error& error) {
  request.method.assign(method.data(), method.size());
  request.target.assign(target.data(), target.size());
  request.headers.reserve(16);
  http_1_0 = version < 11;
  count_header_bytes(method.size() + target.size() + 12, error);
}

void RequestParser::on_field_impl(http::field field, View name, View value, Error& error) {
  count_header_bytes(name.size() + value.size() + 4, error);
  if (error || !in_header_) return;  // trailers are dropped: nobody signed them, and nobody asks for them
  switch (field) {
    case http::field::host:
      ++hosts_;
      break;
    case http::field::transfer_encoding:
      // Anything but one "chunked" is a coding that we cannot undo, or a trick.
      if (has_transfer_encoding_ || !same(value, "chunked")) error = http::error::bad_transfer_encoding;
      has_transfer_encoding_ = true;
      break;
    case http::field::content_length:
      // Beast takes "5, 5" and a repeated 5, which RFC 9112 section 6.3 allows to refuse.
      if (has_content_length_ || value.find(',') != View::npos) error = http::error::multiple_content_length;
      has_content_length_ = true;
      break;
    case http::field::expect:
      (same(value, "100-continue") ? expects_continue : expects_something_else) = true;
      break;
    default:
      break;
  }
  request.headers.add(std::string(name), std::string(value));
}

void RequestParser::on_header_impl(Error& error) {
  in_header_ = false;
  header_bytes_ = 0;  // from here on it counts what frames the body
  if (has_transfer_encoding_ && (has_content_length_ || http_1_0)) {
    error = http::error::bad_transfer_encoding;
  } else if (hosts_ > 1 || (hosts_ == 0 && !http_1_0)) {
    error = http::error::bad_field;
  } else if (request.target.front() != '/') {
    use_absolute_target(error);
  }
}

void RequestParser::use_absolute_target(Error& error) {
  std::string& target = request.target;
  if (target == "*" && request.method == "OPTIONS") return;
  const auto scheme_end = target.find("://");
  const View scheme = View(target).substr(0, scheme_end == std::string::npos ? 0 : scheme_end);
  if (!same(scheme, "http") && !same(scheme, "https")) {
    error = http::error::bad_target;  // CONNECT's host:port too
    return;
  }
  const auto authority = scheme_end + 3;
  const auto path = std::min(target.find_first_of("/?", authority), target.size());
  if (path == authority) {
    error = http::error::bad_target;
    return;
  }
  // RFC 9112 section 3.2.2: the target's host replaces the header's.
  request.headers.set("Host", target.substr(authority, path - authority));
  target.erase(0, path);
  if (target.empty() || target.front() != '/') target.insert(target.begin(), '/');
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>&, Error& error) { error = {}; }

std::size_t RequestParser::on_body_impl(View bytes, Error& error) {
  body_size += bytes.size();
  if (body_size > body_limit) {
    error = http::error::body_limit;
    return 0;
  }
  request.body.append(bytes.data(), bytes.size());
  return bytes.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t, View extension, Error& error) {
  error = {};
  header_bytes_ = 0;
  count_header_bytes(extension.size(), error);
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, View bytes, Error& error) {
  return on_body_impl(bytes, error);
}

}  // namespace cloche::net
