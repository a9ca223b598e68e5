#pragma once
// Beast's incremental parser, writing straight into a Request, and stricter than it where a second reader of
// the same bytes (a proxy) might see another message: RFC 9112 sections 3.2, 6.1 and 6.3.
#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <optional>

#include "emulator/net/server.h"

namespace cloche::net {

class RequestParser : public boost::beast::http::basic_parser<true> {
 public:
  using Error = boost::beast::error_code;

  explicit RequestParser(std::size_t header_limit);

  Request request;               // `body` is what came of the body and was not taken yet
  std::uint64_t body_limit = 0;  // beyond: Beast's error::body_limit
  std::uint64_t body_size = 0;   // so far
  bool expects_continue = false;
  bool expects_something_else = false;
  bool http_1_0 = false;

 private:
  using View = boost::beast::string_view;
  void on_request_impl(boost::beast::http::verb, View method, View target, int version,
                       Error& error) override;
  void on_response_impl(int, View, int, Error&) override {}
  void on_field_impl(boost::beast::http::field field, View name, View value, Error& error) override;
  void on_header_impl(Error& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Error& error) override;
  std::size_t on_body_impl(View bytes, Error& error) override;
  void on_chunk_header_impl(std::uint64_t size, View extension, Error& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t remaining, View bytes, Error& error) override;
  void on_finish_impl(Error&) override {}

  void count_header_bytes(std::size_t bytes, Error& error);
  void use_absolute_target(Error& error);

  std::size_t header_limit_;
  std::size_t header_bytes_ = 0;
  bool in_header_ = true;
  bool has_transfer_encoding_ = false;
  bool has_content_length_ = false;
  int hosts_ = 0;
};

}  // namespace cloche::net
