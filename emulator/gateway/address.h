#pragma once
// How a request says that it is for an API: by its path, or by its host name.
//   http://localhost:4566/_aws/execute-api/{api}/{stage}/pets/1
//   http://localhost:4566/restapis/{api}/{stage}/_user_request_/pets/1
//   http://{api}.execute-api.localhost:4566/{stage}/pets/1   (also ….{region}.localhost and
//   ….{region}.amazonaws.com)
#include <optional>
#include <string>

#include "fakes/wire/http_message.h"

namespace cloche::gateway {

struct Address {
  std::string api;
  std::string stage;  // "": the request names none
  std::string path;   // after the stage, as it was sent: "/pets/1", "/"
  std::string host;   // "abc.execute-api.localhost", where the host name said it; else ""
};

/// nullopt where the request is for no API.
std::optional<Address> address_of(const wire::HttpRequest& request);

}  // namespace cloche::gateway
