#pragma once
// One child process at the head of a process group of its own, its output through one pipe, and what the
// kernel knows of its memory. It dies with Cloche, however Cloche ends: the kernel kills the child when the
// thread that started it ends (PR_SET_PDEATHSIG), and the Guardian whatever else is in its group.
//
// Threads: start() on a thread that lives as long as the processes shall, the Supervisor's; else not
// thread-safe.
#include <sys/types.h>
#include <chrono>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cloche::lambda {

/// A file descriptor that is closed with its owner.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { reset(); }

  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  int release() {
    const int number = number_;
    number_ = -1;
    return number;
  }
  void reset();

 private:
  int number_ = -1;
};

struct Command {
  std::string executable;                // a path
  std::vector<std::string> arguments;    // the first is the program's name
  std::vector<std::string> environment;  // "NAME=value", nothing else is inherited
  std::string directory;
};

class Process {
 public:
  /// The command could not be run; `error` is the errno of exec, or of chdir where `in_directory`.
  struct StartFailure {
    int error = 0;
    bool in_directory = false;
  };

  /// Starts it; throws StartFailure. Standard input is empty, standard output and error are one pipe, so that
  /// their order is kept; no other descriptor is inherited. At most 1,024 descriptors, as on Lambda.
  explicit Process(const Command& command);
  /// Kills the group, and reaps the child.
  ~Process();
  Process(const Process&) = delete;

  pid_t pid() const { return pid_; }
  /// Readable when the child has ended.
  int ended() const { return pidfd_.get(); }
  /// The read end of its output; not blocking.
  int output() const { return output_.get(); }

  /// SIGSTOP and SIGCONT to the whole group.
  void freeze();
  void thaw();
  /// SIGKILL to the whole group, and to what descends from it but left it.
  void kill();
  /// The wait status, if it has ended; the rest of its group is killed then.
  std::optional<int> try_reap();

  /// Resident bytes now of the child and, where `with_descendants`, all that descends from it. 0 once it has
  /// ended.
  std::size_t resident_bytes(bool with_descendants) const;
  /// The most that the child alone ever had resident. 0 once it has ended (then see reaped_peak_bytes()).
  std::size_t peak_bytes() const;
  /// For how long the child alone was ready to run and had no processor. 0 once it has ended, and where the
  /// kernel does not tell.
  std::chrono::nanoseconds waited_for_processor() const;
  /// The same as peak_bytes(), as the kernel told with the wait status.
  std::size_t reaped_peak_bytes() const { return reaped_peak_bytes_; }

 private:
  std::optional<int> wait(int options);
  std::vector<pid_t> descendants() const;

  pid_t pid_ = -1;
  bool reaped_ = false;
  std::size_t reaped_peak_bytes_ = 0;
  Descriptor pidfd_;
  Descriptor output_;
  // Of /proc/PID: kept open, a read is half of an open.
  mutable Descriptor statm_;
  mutable Descriptor status_;
  mutable Descriptor children_;
};

}  // namespace cloche::lambda
