#pragma once
// Cloche's admin API (/_cloche/…), asked by HTTP.
#include <stdexcept>
#include <string>
#include <string_view>

#include "emulator/net/client.h"
#include "fakes/core/json.h"

namespace cloche::scenarios {

/// It said no; what() is its error.
class AdminRefused : public std::runtime_error {
 public:
  AdminRefused(int status_, const std::string& message) : std::runtime_error(message), status(status_) {}
  int status;
};

class AdminClient {
 public:
  /// Borrows the client. All that is asked is of `account`; "": of the one that the endpoint is of. Throws
  /// std::invalid_argument where `endpoint` is no http URL.
  AdminClient(net::Client& client, std::string endpoint, std::string account = "");

  const std::string& endpoint() const { return endpoint_; }
  const net::Address& address() const { return address_; }

  /// The answer to "GET", "/_cloche/clock", say; a null `body` is none. Throws AdminRefused, net::NoAnswer.
  Json ask(std::string_view method, std::string_view target, const Json& body) const;
  Json get(std::string_view target) const;

  /// Whether a Cloche answers there. Throws net::NoAnswer where nobody does.
  bool is_cloche() const;

 private:
  net::Client& client_;
  std::string endpoint_;
  std::string account_;
  net::Address address_;
};

}  // namespace cloche::scenarios
