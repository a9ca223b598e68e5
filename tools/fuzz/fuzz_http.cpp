// The HTTP entry: bytes as they come from a socket, through the parser of emulator/net, and what it makes of
// them through the whole pipeline over the real services, on one account that is made anew from time to time.
#include <boost/asio/buffer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "emulator/effects/effects.h"
#include "emulator/front/accounts.h"
#include "emulator/front/admin.h"
#include "emulator/front/emulator.h"
#include "emulator/front/pipeline.h"
#include "emulator/front/services.h"
#include "emulator/net/request_parser.h"

namespace {

using namespace cloche;
using namespace cloche::front;

struct Front {
  Services services{fakes()};
  effects::Effects effects{services.effects(), {}};
  Accounts accounts{services, effects, {.data = {}, .seed = 1}};
  Admin admin{
      services,
      accounts,
      effects,
      {.open = [](std::shared_ptr<World>) -> std::uint16_t { throw std::runtime_error("no more ports"); },
       .end_functions = [](const std::shared_ptr<World>&) {},
       .close = [](std::uint16_t) {}}};
  // No function is run, and nothing that waits is ever asked again: no request of this process is answered
  // later.
  Pipeline pipeline{
      services,
      accounts,
      admin,
      {.run_function = [](World&, const std::shared_ptr<lambda::PendingInvocation>&, Outside::GoOn) {},
       .after = [](std::chrono::milliseconds, std::move_only_function<void()>) {}}};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static auto front = std::make_unique<Front>();
  static int runs = 0;
  if (++runs % 1000 == 0) front = std::make_unique<Front>();

  net::RequestParser parser(16 * 1024);
  parser.body_limit = 1024 * 1024;
  parser.eager(true);
  for (std::size_t used = 0; used < size && !parser.is_done();) {
    net::RequestParser::Error error;
    const auto taken = parser.put(boost::asio::const_buffer(data + used, size - used), error);
    if (error || taken == 0) break;
    used += taken;
  }
  if (!parser.is_done()) return 0;
  front->pipeline.handle(nullptr, std::move(parser.request), [](net::Response response) {
    if (response.status < 100 || response.status > 599) throw std::logic_error("no such status");
  });
  return 0;
}
