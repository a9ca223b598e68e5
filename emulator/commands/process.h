#pragma once
// For tests: build/cloche as a process, that ends with its owner.
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <string>
#include <vector>

extern char** environ;

namespace cloche::commands {

/// Files that its streams go to, and not to whoever reads here.
struct Elsewhere {
  const char* out = nullptr;
  const char* err = nullptr;
};

class Process {
 public:
  explicit Process(std::vector<std::string> arguments, const Elsewhere& elsewhere = {}) {
    std::array<int, 2> out{};
    if (pipe2(out.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    arguments.insert(arguments.begin(), CLOCHE_BINARY);
    std::vector<char*> words;
    for (std::string& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDERR_FILENO);
    if (elsewhere.out != nullptr)
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, elsewhere.out, O_WRONLY, 0);
    if (elsewhere.err != nullptr)
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, elsewhere.err, O_WRONLY, 0);
    const int error = posix_spawn(&id_, CLOCHE_BINARY, &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(out[1]);
    output_ = out[0];
    if (error != 0) throw std::runtime_error("cannot start " CLOCHE_BINARY);
  }
  ~Process() {
    if (id_ > 0) {
      signal(SIGTERM);  // it takes its temporary files along
      if (!ends_soon()) signal(SIGKILL);
      wait();
    }
    hang_up();
  }
  Process(const Process&) = delete;

  /// Reads what it says up to and with the line that begins with `start`; answers the rest of that line.
  /// Throws where it ends before.
  std::string read_until(const std::string& start) {
    for (;;) {
      for (auto end = said_.find('\n', read_); end != std::string::npos; end = said_.find('\n', read_)) {
        const std::string line = said_.substr(read_, end - read_);
        read_ = end + 1;
        if (line.starts_with(start)) return line.substr(start.size());
      }
      if (!read_more()) throw std::runtime_error("it ended: " + said_);
    }
  }
  /// All that it said, when it has ended.
  const std::string& read_all() {
    while (read_more()) {
    }
    return said_;
  }
  /// Reads no more: what it says from now on nobody takes.
  void hang_up() {
    if (output_ >= 0) close(output_);
    output_ = -1;
  }
  void signal(int number) const { kill(id_, number); }
  /// Waits for its end; its exit status, or minus the signal that ended it.
  int wait() {
    int status = 0;
    waitpid(id_, &status, 0);
    id_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  bool ends_soon() const {
    constexpr int patience = 10'000;  // ms
    pollfd end{static_cast<int>(syscall(SYS_pidfd_open, id_, 0)), POLLIN, 0};
    const bool ended = poll(&end, 1, patience) == 1;
    close(end.fd);
    return ended;
  }
  bool read_more() {
    std::array<char, 4096> piece;
    const auto count = read(output_, piece.data(), piece.size());
    if (count <= 0) return false;
    said_.append(piece.data(), static_cast<std::size_t>(count));
    return true;
  }

  pid_t id_ = 0;
  int output_ = -1;
  std::string said_;
  std::size_t read_ = 0;
};

}  // namespace cloche::commands
