#include "emulator/commands/running_cloche.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "emulator/commands/commands.h"
#include "emulator/front/accounts.h"

namespace cloche::commands {

void RunningOptions::add_to(CLI::App& command) {
  command.add_option("--endpoint", endpoint, "Where the Cloche is")->capture_default_str();
  command.add_option("--region", region, "The region")->envname("AWS_DEFAULT_REGION")->capture_default_str();
  command.add_option("--account", account, "The account")
      ->check([](const std::string& given) {
        return front::is_account_number(given) ? std::string() : "an account has 12 digits";
      })
      ->capture_default_str();
}

RunningCloche::RunningCloche(const RunningOptions& options)
    : options_(options), address_(net::Address::of_url(options.endpoint)) {}

wire::HttpResponse RunningCloche::call(const std::string& service, wire::HttpRequest request,
                                       std::chrono::milliseconds timeout) {
  request.headers.add("X-Amz-Date", "20260105T000000Z");
  request.headers.add("Authorization",
                      fmt::format("AWS4-HMAC-SHA256 Credential={}/20260105/{}/{}/aws4_request, "
                                  "SignedHeaders=host, Signature=0",
                                  options_.account, options_.region, service));
  return client_.send(address_, std::move(request), timeout);
}

RunningCloche::AdminAnswer RunningCloche::admin(const std::string& method, const std::string& path,
                                                const Json& body) {
  const char* const separator = path.find('?') == std::string::npos ? "?" : "&";
  wire::HttpRequest request{method, path + separator + "account=" + options_.account, {}, ""};
  if (!body.is_null()) {
    request.headers.add("Content-Type", "application/json");
    request.body = body.dump();
  }
  const wire::HttpResponse response = client_.send(address_, std::move(request));
  return {response.status, Json::parse(response.body, nullptr, false)};
}

int with_running(const RunningOptions& options, const std::function<int(RunningCloche&)>& work) {
  try {
    RunningCloche running(options);
    return work(running);
  } catch (const net::NoAnswer& error) {
    fmt::print(stderr, "cloche: no Cloche answers at {} ({}); cloche up starts one\n", options.endpoint,
               error.what());
  } catch (const Json::exception& error) {
    constexpr int not_utf8 = 316;
    if (error.id == not_utf8) {
      fmt::print(stderr, "cloche: what was given is not UTF-8\n");
      return misused;
    }
    fmt::print(stderr, "cloche: what answers at {} is no Cloche\n", options.endpoint);
  } catch (const std::invalid_argument& error) {
    fmt::print(stderr, "cloche: --endpoint {}: {}\n", options.endpoint, error.what());
    return misused;
  }
  return failed;
}

}  // namespace cloche::commands
