#include "emulator/lambda/function_output.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

namespace cloche::lambda {

namespace {
constexpr std::size_t log_event_bytes = 256 * 1024;  // CloudWatch Logs: the longest event
}

bool FunctionOutput::drain(int pipe, const std::function<Time()>& now) {
  std::array<char, 16 * 1024> buffer;
  for (;;) {
    const ssize_t count = read(pipe, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count != 0;
    std::string_view text(buffer.data(), static_cast<std::size_t>(count));
    while (!text.empty()) {
      const std::size_t newline = text.find('\n');
      unfinished_.append(text.substr(0, newline));
      if (newline == std::string_view::npos) break;
      add(now(), std::exchange(unfinished_, {}));
      text.remove_prefix(newline + 1);
    }
    if (unfinished_.size() >= log_event_bytes) end_line(now());
  }
}

void FunctionOutput::end_line(Time at) {
  if (!unfinished_.empty()) add(at, std::exchange(unfinished_, {}));
}

}  // namespace cloche::lambda
