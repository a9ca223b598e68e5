#include "fakes/sqs/queue_url.h"

#include <fmt/core.h>

#include "fakes/core/arn.h"
#include "fakes/sqs/parameters.h"

namespace cloche::sqs {

namespace {

// The last two parts of its path: account and name.
struct QueueAddress {
  std::string_view account;
  std::string_view name;
};

std::optional<QueueAddress> read_url(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  std::string_view path = url.substr(scheme + 3);
  const auto root = path.find('/');
  if (root == std::string_view::npos) return std::nullopt;
  path = path.substr(root + 1);
  if (path.ends_with('/')) path.remove_suffix(1);
  const auto name = path.rfind('/');
  if (name == std::string_view::npos) return std::nullopt;
  const std::string_view before = path.substr(0, name);
  const auto account = before.rfind('/');
  return QueueAddress{account == std::string_view::npos ? before : before.substr(account + 1),
                      path.substr(name + 1)};
}

}  // namespace

std::string queue_url(const wire::Call& call, std::string_view name) {
  return fmt::format("http://{}/{}/{}", call.host, call.account.number(), name);
}

std::string queue_arn(const wire::Call& call, const Queue& queue) { return call.arn(queue.name); }

const Queue& requested_queue(wire::Call& call, const wire::Structure& request) {
  const std::string& url = required_string(request, "QueueUrl");
  const auto address = read_url(url);
  if (!address) throw invalid_address(url);
  // Another account's queue: what its policy allows is not looked at, so it is not there.
  const Queue* queue = address->account == call.account.number()
                           ? QueueStore(call.account).find(call.region, address->name)
                           : nullptr;
  if (queue == nullptr) throw queue_not_found();
  return *queue;
}

const Queue* queue_of_arn(wire::Call& call, std::string_view text) {
  const auto arn = Arn::parse(text);
  if (!arn || arn->service != "sqs" || arn->region != call.region || arn->account != call.account.number())
    return nullptr;
  return QueueStore(call.account).find(call.region, arn->resource);
}

}  // namespace cloche::sqs
