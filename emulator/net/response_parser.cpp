#include "emulator/net/response_parser.h"

#include <algorithm>

namespace cloche::net {

namespace {

constexpr std::uint32_t header_bytes = 256 * 1024;
constexpr std::uint64_t reserved_at_once = 16 * 1024 * 1024;

}  // namespace

ResponseParser::ResponseParser(bool to_head) {
  header_limit(header_bytes);
  body_limit(boost::none);
  skip(to_head);
  eager(true);
}

void ResponseParser::on_response_impl(int status, View, int, Error& error) {
  error = {};
  response.status = status;
}

void ResponseParser::on_field_impl(boost::beast::http::field, View name, View value, Error& error) {
  error = {};
  if (in_header_) response.headers.add(std::string(name), std::string(value));
}

void ResponseParser::on_header_impl(Error& error) {
  error = {};
  in_header_ = false;
}

void ResponseParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, Error& error) {
  error = {};
  if (length) response.body.reserve(static_cast<std::size_t>(std::min(*length, reserved_at_once)));
}

std::size_t ResponseParser::on_body_impl(View bytes, Error& error) {
  error = {};
  response.body.append(bytes.data(), bytes.size());
  return bytes.size();
}

void ResponseParser::on_chunk_header_impl(std::uint64_t, View, Error& error) { error = {}; }

std::size_t ResponseParser::on_chunk_body_impl(std::uint64_t, View bytes, Error& error) {
  return on_body_impl(bytes, error);
}

}  // namespace cloche::net
