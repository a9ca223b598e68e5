#pragma once
// HTTP/1.1 as a client speaks it, on one connection that is kept open from request to request.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "handlers/runtime/clock.h"
#include "handlers/runtime/endpoint.h"
#include "handlers/runtime/stream.h"

namespace handlers {

struct Header {
  std::string name;
  std::string value;
};

/// The first header with this name, whatever its case.
const std::string* find_header(const std::vector<Header>& headers, std::string_view name);
bool equal_ignoring_case(std::string_view one, std::string_view other);

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";     // path and query, already encoded
  std::vector<Header> headers;  // Host and Content-Length are added
  std::string body;
};

struct HttpResponse {
  int status = 0;
  std::vector<Header> headers;
  std::string body;

  std::string header(std::string_view name) const;  // "" where it is not there
};

class HttpConnection {
 public:
  HttpConnection(Endpoint endpoint, TlsTrust& trust, Clock& clock);

  /// Sends a request and reads its answer, on a new connection if there is none or the server has closed the
  /// last one. Throws ConnectionError; the connection is then gone. Nothing is sent twice.
  HttpResponse exchange(const HttpRequest& request, Millis deadline);

  const Endpoint& endpoint() const { return endpoint_; }

 private:
  HttpResponse read_response(Millis deadline);
  void read_body(HttpResponse& response, Millis deadline);
  void read_chunks(std::string& body, Millis deadline);
  std::string_view read_line(Millis deadline);  // until the next read
  void read_exactly(std::string& into, std::size_t size, Millis deadline);
  bool read_more(Millis deadline);  // false: the other side has closed

  Endpoint endpoint_;
  TlsTrust& trust_;
  Clock& clock_;
  std::unique_ptr<Stream> stream_;
  std::string message_;   // of the last request: its memory is used again
  std::string received_;  // what was read and not used yet begins at used_
  std::size_t used_ = 0;
};

}  // namespace handlers
