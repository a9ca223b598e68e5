#include "emulator/front/code_download.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "emulator/front/in_process.h"

namespace cloche::front {
namespace {

net::Request get(std::string target) {
  net::Request request;
  request.method = "GET";
  request.target = std::move(target);
  request.headers.add("Host", "localhost:4566");
  return request;
}

TEST_CASE("who knows its hash gets a function's zip, unsigned, and nothing else of the store") {
  InProcess front;
  // An empty zip: nothing but the record that ends every one.
  const std::string zip = "PK\5\6" + std::string(18, '\0');
  const auto store = front.accounts.main().account->files() / "lambda";
  std::filesystem::create_directories(store);
  const std::string name = lambda::zip_name("qqqq");
  std::ofstream(store / name) << zip;
  const std::string path(lambda::code_path);

  const net::Response found = front.ask(get(path + name));
  CHECK(found.status == 200);
  CHECK(found.headers.get("content-type") == "application/zip");
  CHECK(found.body == zip);
  const net::Response missing = front.ask(get(path + "00.zip"));
  CHECK(missing.status == 404);
  CHECK(missing.body.find("<Code>NoSuchKey</Code>") != std::string::npos);
  CHECK(front.ask(get(path + "../lambda/" + name)).status == 404);
  CHECK(front.ask(get(path)).status == 404);
}

}  // namespace
}  // namespace cloche::front
