#pragma once
// The lines of a function's log on their way: what its process writes into a pipe, cut at the ends of lines,
// and the platform's own lines between them.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "fakes/core/clock.h"
#include "fakes/lambda/invocation.h"

namespace cloche::lambda {

class FunctionOutput {
 public:
  void add(Time at, std::string line) { lines_.push_back({at, std::move(line)}); }
  /// Reads all that is in the pipe, without waiting. False when there is no more to come.
  bool drain(int pipe, const std::function<Time()>& now);
  /// Makes a line of what was written without an end of line.
  void end_line(Time at);
  std::vector<LogLine> take() { return std::exchange(lines_, {}); }

 private:
  std::vector<LogLine> lines_;
  std::string unfinished_;
};

}  // namespace cloche::lambda
