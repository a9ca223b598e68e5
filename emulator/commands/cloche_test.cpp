// build/cloche as whoever starts it sees it.
#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "emulator/commands/process.h"
#include "emulator/net/client.h"
#include "emulator/net/server.h"
#include "fakes/core/ids.h"
#include "fakes/core/json.h"

namespace cloche::commands {
namespace {

struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("cloche-" + std::to_string(random_seed()));
  ~Folder() { std::filesystem::remove_all(path); }
};

struct Browser {
  net::Engine engine{1};
  net::Client client{engine};

  wire::HttpResponse send(const std::string& url, wire::HttpRequest request) {
    return client.send(net::Address::of_url(url), std::move(request));
  }
  wire::HttpResponse call(const std::string& url, const std::string& operation, const Json& input) {
    return send(url, {"POST",
                      "/",
                      {{"Content-Type", "application/x-amz-json-1.0"},
                       {"X-Amz-Target", "DynamoDB_20120810." + operation},
                       {"X-Amz-Date", "20260105T090000Z"},
                       {"Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20260105/us-east-1/dynamodb/aws4_request, "
                        "SignedHeaders=host, Signature=0"}},
                      input.dump()});
  }
};

TEST_CASE("up says what it started and where, serves, and stops cleanly when it is told to") {
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
    Process cloche({"up", "--port", "0"});
    const std::string url = cloche.read_until("ready ");
    CHECK(url.starts_with("http://localhost:"));
    Browser browser;
    CHECK(browser.send(url, {"GET", "/_cloche/health", {}, ""}).status == 200);
    cloche.signal(number);
    CHECK(cloche.wait() == 0);
  }
}

TEST_CASE("up outlives its terminal where whoever started it wants that, as nohup does") {
  std::signal(SIGHUP, SIG_IGN);
  Process cloche({"up", "--port", "0"});
  std::signal(SIGHUP, SIG_DFL);
  const std::string url = cloche.read_until("ready ");
  cloche.signal(SIGHUP);
  Browser browser;
  CHECK(browser.send(url, {"GET", "/_cloche/health", {}, ""}).status == 200);
  cloche.signal(SIGTERM);
  CHECK(cloche.wait() == 0);
}

TEST_CASE("up serves on where nobody takes what it says, and stops cleanly") {
  Browser browser;
  // A bucket is not emulated, which is said on stderr.
  const auto serves = [&](const std::string& url) {
    CHECK(browser.send(url, {"GET", "/bucket", {}, ""}).status == 501);
    CHECK(browser.send(url, {"GET", "/_cloche/health", {}, ""}).status == 200);
  };
  SUBCASE("on a disk that is full") {
    Process cloche({"up", "--port", "0"}, {.err = "/dev/full"});
    serves(cloche.read_until("ready "));
    cloche.signal(SIGTERM);
    CHECK(cloche.wait() == 0);
  }
  SUBCASE("to a reader that is gone") {
    Process cloche({"up", "--port", "0"});
    const std::string url = cloche.read_until("ready ");
    cloche.hang_up();
    serves(url);
    cloche.signal(SIGTERM);
    CHECK(cloche.wait() == 0);
  }
}

TEST_CASE("a signal that comes twice at once is one") {
  for (int time = 0; time < 3; ++time) {
    Process cloche({"up", "--port", "0"});
    cloche.read_until("ready ");
    cloche.signal(SIGTERM);
    cloche.read_until("stopping");
    cloche.signal(SIGTERM);
    CHECK(cloche.wait() == 0);
  }
}

TEST_CASE("what can't be printed is a failure, whatever is printed") {
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"services"}, {"services", "--markdown"}}) {
    Process cloche(arguments, {.out = "/dev/full"});
    CHECK(cloche.read_all().starts_with("cloche: "));
    CHECK(cloche.wait() == 1);
  }
  Process wrong({"services", "nope"}, {.err = "/dev/full"});
  CHECK(wrong.wait() == 2);
}

TEST_CASE("a port that is taken is said in one line") {
  Process first({"up", "--port", "0"});
  const auto port = net::Address::of_url(first.read_until("ready ")).port;
  Process second({"up", "--port", std::to_string(port)});
  const std::string said = second.read_all();
  CHECK(second.wait() == 1);
  CHECK(said.find(std::to_string(port)) != std::string::npos);
  CHECK(std::ranges::count(said, '\n') == 1);
}

TEST_CASE("data that another process has open is said in one line") {
  const Folder folder;
  Process first({"up", "--port", "0", "--data", folder.path.string()});
  first.read_until("ready ");
  Process second({"up", "--port", "0", "--data", folder.path.string()});
  const std::string said = second.read_all();
  CHECK(second.wait() == 1);
  CHECK(std::ranges::count(said, '\n') == 1);
}

TEST_CASE("what this version does not do is refused") {
  for (const auto& arguments : std::vector<std::vector<std::string>>{{"up", "t.yaml", "--parameter", "P"},
                                                                     {"up", "--iam", "enforce"},
                                                                     {"up", "--iam", "log"},
                                                                     {"up", "--prot", "1"},
                                                                     {"fly"},
                                                                     {}}) {
    Process cloche(arguments);
    CHECK_FALSE(cloche.read_all().empty());
    CHECK(cloche.wait() == 2);
  }
}

TEST_CASE("services says what is emulated") {
  Process all({"services"});
  CHECK(all.read_all().find("dynamodb") != std::string::npos);
  CHECK(all.wait() == 0);
  Process one({"services", "iam"});
  CHECK(one.read_until("CreateUser ").find("emulated") != std::string::npos);
  Process none({"services", "nope"});
  CHECK(none.wait() == 2);
  Process version({"--version"});
  CHECK(version.read_all().starts_with("cloche "));
  CHECK(version.wait() == 0);
}

TEST_CASE("every write that was acknowledged is there after kill -9 under load") {
  constexpr int writers = 4;
  constexpr int enough = 400;
  const Folder folder;
  const std::vector<std::string> arguments{"up", "--port", "0", "--data", folder.path.string()};
  std::set<std::string> acknowledged;
  {
    Process cloche(arguments);
    const std::string url = cloche.read_until("ready ");
    Browser browser;
    REQUIRE(browser
                .call(url, "CreateTable",
                      {{"TableName", "Writes"},
                       {"BillingMode", "PAY_PER_REQUEST"},
                       {"AttributeDefinitions", {{{"AttributeName", "id"}, {"AttributeType", "S"}}}},
                       {"KeySchema", {{{"AttributeName", "id"}, {"KeyType", "HASH"}}}}})
                .status == 200);
    std::mutex mutex;
    std::atomic<int> count = 0;
    std::atomic<bool> killed = false;
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer) {
      threads.emplace_back([&, writer] {
        for (int i = 0;; ++i) {
          const std::string id = std::to_string(writer) + "-" + std::to_string(i);
          try {
            if (browser.call(url, "PutItem", {{"TableName", "Writes"}, {"Item", {{"id", {{"S", id}}}}}})
                    .status != 200)
              break;
          } catch (const net::NoAnswer&) {
            break;
          }
          const std::lock_guard lock(mutex);
          acknowledged.insert(id);
          if (++count == enough && !killed.exchange(true)) cloche.signal(SIGKILL);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(cloche.wait() == -SIGKILL);
  }
  CHECK(acknowledged.size() >= enough);

  Process again(arguments);
  const std::string url = again.read_until("ready ");
  Browser browser;
  for (const std::string& id : acknowledged) {
    CAPTURE(id);
    const Json only_if_there{{"TableName", "Writes"},
                             {"Item", {{"id", {{"S", id}}}}},
                             {"ConditionExpression", "attribute_exists(id)"}};
    CHECK(browser.call(url, "PutItem", only_if_there).status == 200);
  }
}

}  // namespace
}  // namespace cloche::commands
