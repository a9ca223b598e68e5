#include "emulator/lambda/process.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "fakes/core/fault.h"

namespace cloche::lambda {

namespace {

constexpr rlim_t descriptor_limit = 1024;  // Lambda quotas: file descriptors

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

/// Why a child could not become what it was to be.
struct Refusal {
  int error = 0;
  bool in_directory = false;
};

/// All that the child needs between vfork and exec, where it must not allocate: it runs in its parent's
/// memory.
struct Plan {
  const char* executable;
  char** arguments;
  char** environment;
  const char* directory;
  int input;
  int output;
  int refusal;  // the end of a pipe that takes a Refusal, or is closed by the exec
  pid_t parent;
};

[[noreturn]] void become(Plan& plan) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != plan.parent) _exit(127);  // which died before the line above
  for (const int number : {SIGPIPE, SIGCHLD, SIGHUP, SIGINT, SIGTERM}) {
    struct sigaction action {};
    action.sa_handler = SIG_DFL;
    sigaction(number, &action, nullptr);
  }
  dup2(plan.input, STDIN_FILENO);
  dup2(plan.output, STDOUT_FILENO);
  dup2(plan.output, STDERR_FILENO);
  constexpr int refusal = STDERR_FILENO + 1;
  if (plan.refusal != refusal) dup3(plan.refusal, refusal, O_CLOEXEC);
  syscall(SYS_close_range, refusal + 1U, ~0U, 0U);
  const rlimit limit{descriptor_limit, descriptor_limit};
  setrlimit(RLIMIT_NOFILE, &limit);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  const bool in_directory = chdir(plan.directory) != 0;
  if (!in_directory) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    execve(plan.executable, plan.arguments, plan.environment);
  }
  const Refusal why{errno, in_directory};
  [[maybe_unused]] const ssize_t written = write(refusal, &why, sizeof why);
  _exit(127);
}

/// What comes by the pipe: nothing once the child is what it was to be. Not by memory, which the child does
/// not share where ThreadSanitizer makes a fork of vfork.
std::optional<Refusal> read_refusal(const Descriptor& pipe) {
  Refusal refusal;
  ssize_t count;
  while ((count = read(pipe.get(), &refusal, sizeof refusal)) < 0 && errno == EINTR) {
  }
  if (count != sizeof refusal) return std::nullopt;
  return refusal;
}

/// vfork: the parent's page tables are not copied, which fork would take longer over the more Cloche holds.
/// Not inlined, so that the child has no variable of a caller's to clobber.
[[gnu::noinline]] pid_t start(Plan& plan) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // no handler of Cloche's runs in the child
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  const pid_t pid = vfork();
#pragma GCC diagnostic pop
  if (pid == 0) become(plan);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return pid;
}

std::string_view read_at_start(int descriptor, char* buffer, std::size_t size) {
  const ssize_t count = descriptor < 0 ? -1 : pread(descriptor, buffer, size, 0);
  return count <= 0 ? std::string_view() : std::string_view(buffer, static_cast<std::size_t>(count));
}

std::size_t number_in(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_of("0123456789"), text.size()));
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// statm: "size resident shared …" in pages.
std::size_t resident_of(std::string_view statm) {
  static const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t space = statm.find(' ');
  return space == std::string_view::npos ? 0 : number_in(statm.substr(space)) * page;
}

std::pair<Descriptor, Descriptor> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) fail("pipe2: {}", std::strerror(errno));
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

Descriptor open_proc(pid_t pid, const char* name) {
  return Descriptor(open(fmt::format("/proc/{}/{}", pid, name).c_str(), O_RDONLY | O_CLOEXEC));
}

/// What a process has for children, as the kernel lists them.
Descriptor open_children(pid_t pid) { return open_proc(pid, fmt::format("task/{}/children", pid).c_str()); }

/// All that descends from a process, without itself.
void collect_descendants(const Descriptor& children, std::vector<pid_t>& found) {
  std::array<char, 4096> buffer;
  std::string_view text = read_at_start(children.get(), buffer.data(), buffer.size());
  while (!text.empty()) {
    const pid_t child = static_cast<pid_t>(number_in(text));
    text.remove_prefix(std::min(text.find(' '), text.size() - 1) + 1);
    if (child <= 0) break;
    found.push_back(child);
    collect_descendants(open_children(child), found);
  }
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    number_ = other.release();
  }
  return *this;
}

void Descriptor::reset() {
  if (number_ >= 0) close(number_);
  number_ = -1;
}

Process::Process(const Command& command) {
  auto [read_end, write_end] = make_pipe();
  auto [refusal, refusal_end] = make_pipe();
  output_ = std::move(read_end);
  fcntl(output_.get(), F_SETFL, O_NONBLOCK);
  const Descriptor nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));

  std::vector<char*> arguments = pointers(command.arguments);
  std::vector<char*> environment = pointers(command.environment);
  Plan plan{.executable = command.executable.c_str(),
            .arguments = arguments.data(),
            .environment = environment.data(),
            .directory = command.directory.c_str(),
            .input = nothing.get(),
            .output = write_end.get(),
            .refusal = refusal_end.get(),
            .parent = getpid()};
  pid_ = start(plan);
  if (pid_ < 0) throw StartFailure{errno, false};
  refusal_end.reset();
  if (const auto why = read_refusal(refusal)) {
    waitpid(pid_, nullptr, 0);
    throw StartFailure{why->error, why->in_directory};
  }
  pidfd_ = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
  if (!pidfd_) {
    const int error = errno;
    kill();
    wait(0);
    fail("pidfd_open: {}", std::strerror(error));
  }
}

Process::~Process() {
  if (reaped_) return;
  kill();
  wait(0);
}

void Process::freeze() {
  if (!reaped_) ::kill(-pid_, SIGSTOP);
}

void Process::thaw() {
  if (!reaped_) ::kill(-pid_, SIGCONT);
}

void Process::kill() {
  if (reaped_) return;
  freeze();  // so that nothing is born while we look
  const std::vector<pid_t> left = descendants();
  ::kill(-pid_, SIGKILL);
  for (const pid_t pid : left) ::kill(pid, SIGKILL);
}

std::optional<int> Process::try_reap() {
  siginfo_t info{};
  if (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0)
    return std::nullopt;
  ::kill(-pid_, SIGKILL);  // what it left behind; until it is reaped nobody else can have its number
  return wait(0);
}

std::optional<int> Process::wait(int options) {
  int status = 0;
  rusage usage{};
  pid_t got;
  while ((got = wait4(pid_, &status, options, &usage)) < 0 && errno == EINTR) {
  }
  if (got != pid_) return std::nullopt;
  reaped_ = true;
  reaped_peak_bytes_ = static_cast<std::size_t>(usage.ru_maxrss) * 1024;
  return status;
}

std::vector<pid_t> Process::descendants() const {
  if (!children_) children_ = open_children(pid_);
  std::vector<pid_t> found;
  collect_descendants(children_, found);
  return found;
}

std::size_t Process::resident_bytes(bool with_descendants) const {
  std::array<char, 256> buffer;
  if (!statm_) statm_ = open_proc(pid_, "statm");
  std::size_t sum = resident_of(read_at_start(statm_.get(), buffer.data(), buffer.size()));
  if (!with_descendants) return sum;
  for (const pid_t pid : descendants()) {
    const Descriptor statm = open_proc(pid, "statm");
    sum += resident_of(read_at_start(statm.get(), buffer.data(), buffer.size()));
  }
  return sum;
}

// schedstat: "running waiting slices", the first two in nanoseconds.
std::chrono::nanoseconds Process::waited_for_processor() const {
  std::array<char, 128> buffer;
  const Descriptor schedstat = open_proc(pid_, "schedstat");
  const std::string_view text = read_at_start(schedstat.get(), buffer.data(), buffer.size());
  const std::size_t space = text.find(' ');
  return std::chrono::nanoseconds(space == std::string_view::npos ? 0 : number_in(text.substr(space)));
}

std::size_t Process::peak_bytes() const {
  std::array<char, 4096> buffer;
  if (!status_) status_ = open_proc(pid_, "status");
  const std::string_view status = read_at_start(status_.get(), buffer.data(), buffer.size());
  const std::size_t line = status.find("VmHWM:");
  return line == std::string_view::npos ? 0 : number_in(status.substr(line)) * 1024;
}

}  // namespace cloche::lambda
