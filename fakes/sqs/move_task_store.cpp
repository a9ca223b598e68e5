#include "fakes/sqs/move_task_store.h"

namespace cloche::sqs {

namespace {

MoveTask read_task(const Statement& row) {
  MoveTask task;
  task.id = row.string(0);
  task.source = row.string(1);
  task.destination = row.optional_string(2);
  task.rate = row.optional_integer(3);
  task.status = row.string(4);
  task.moved = row.integer(5);
  task.to_move = row.integer(6);
  task.started = from_millis(row.integer(7));
  task.failure = row.optional_string(8);
  return task;
}

}  // namespace

void MoveTaskStore::add(const MoveTask& task) {
  database_.run(
      "INSERT INTO sqs_move_tasks (task_id, source, destination, rate, status, moved, to_move, started, "
      "failure) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      task.id, task.source, task.destination, task.rate, task.status, task.moved, task.to_move,
      to_millis(task.started), task.failure);
}

std::optional<MoveTask> MoveTaskStore::find(std::string_view id) {
  auto row = database_.query(
      "SELECT task_id, source, destination, rate, status, moved, to_move, started, failure FROM "
      "sqs_move_tasks "
      "WHERE task_id = ?1",
      id);
  return row.step() ? std::optional(read_task(row)) : std::nullopt;
}

std::vector<MoveTask> MoveTaskStore::of_source(std::string_view source, std::int64_t limit) {
  auto row = database_.query(
      "SELECT task_id, source, destination, rate, status, moved, to_move, started, failure FROM "
      "sqs_move_tasks "
      "WHERE source = ?1 ORDER BY id DESC LIMIT ?2",
      source, limit);
  std::vector<MoveTask> tasks;
  while (row.step()) tasks.push_back(read_task(row));
  return tasks;
}

void MoveTaskStore::update(const MoveTask& task) {
  database_.run("UPDATE sqs_move_tasks SET status = ?2, moved = ?3, failure = ?4 WHERE task_id = ?1", task.id,
                task.status, task.moved, task.failure);
}

}  // namespace cloche::sqs
