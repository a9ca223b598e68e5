#pragma once
// Message move tasks, in the account's database: what is taking, or took, messages out of a dead-letter
// queue.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/account.h"

namespace cloche::sqs {

/// The statuses that a task goes through, as ListMessageMoveTasks names them.
namespace move_status {
inline constexpr std::string_view running = "RUNNING";
inline constexpr std::string_view completed = "COMPLETED";
inline constexpr std::string_view cancelled = "CANCELLED";
inline constexpr std::string_view failed = "FAILED";
}  // namespace move_status

struct MoveTask {
  std::string id;
  std::string source;                      // ARN
  std::optional<std::string> destination;  // ARN; none: the queues from which the messages came
  std::optional<std::int64_t> rate;        // messages a second; none: as fast as can be
  std::string status = std::string(move_status::running);
  std::int64_t moved = 0;
  std::int64_t to_move = 0;
  Time started{};
  std::optional<std::string> failure;
};

class MoveTaskStore {
 public:
  explicit MoveTaskStore(Account& account) : database_(account.database()) {}

  void add(const MoveTask& task);
  std::optional<MoveTask> find(std::string_view id);
  /// At most `limit` of a source's, the latest first.
  std::vector<MoveTask> of_source(std::string_view source, std::int64_t limit);
  /// Writes its status, its failure, and how many it has moved.
  void update(const MoveTask& task);

 private:
  Database& database_;
};

}  // namespace cloche::sqs
