#include "emulator/front/code_download.h"

#include <utility>

namespace cloche::front {

bool is_code_download(const net::Request& request) {
  return request.method == "GET" && request.raw_path().starts_with(lambda::code_path);
}

net::Response download_code(const net::Request& request, const lambda::CodeStore& store) {
  net::Response response;
  if (auto zip = store.read_zip(request.raw_path().substr(lambda::code_path.size()))) {
    response.headers.add("Content-Type", "application/zip");
    response.body = *std::move(zip);
    return response;
  }
  response.status = 404;
  response.headers.add("Content-Type", "application/xml");
  response.body =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key "
      "does not exist.</Message></Error>";
  return response;
}

}  // namespace cloche::front
