#pragma once
// Beast's incremental parser, writing straight into an HttpResponse; for the client.
#include <boost/beast/http/basic_parser.hpp>

#include "fakes/wire/http_message.h"

namespace cloche::net {

class ResponseParser : public boost::beast::http::basic_parser<false> {
 public:
  using Error = boost::beast::error_code;

  /// `to_head`: an answer to HEAD has no body, whatever its headers say.
  explicit ResponseParser(bool to_head);

  wire::HttpResponse response;

 private:
  using View = boost::beast::string_view;
  void on_request_impl(boost::beast::http::verb, View, View, int, Error&) override {}
  void on_response_impl(int status, View reason, int version, Error& error) override;
  void on_field_impl(boost::beast::http::field field, View name, View value, Error& error) override;
  void on_header_impl(Error& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Error& error) override;
  std::size_t on_body_impl(View bytes, Error& error) override;
  void on_chunk_header_impl(std::uint64_t size, View extension, Error& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t remaining, View bytes, Error& error) override;
  void on_finish_impl(Error&) override {}

  bool in_header_ = true;
};

}  // namespace cloche::net
