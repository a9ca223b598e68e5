#pragma once
// What cloche replay shows while it plays: a line for each scenario, and, on a terminal, a last line of those
// that are under way.
#include <cstdint>
#include <set>
#include <string>

#include "scenarios/engine/replay.h"

namespace cloche::commands {

class ReplayReport final : public scenarios::ReplayListener {
 public:
  ReplayReport(std::size_t count, bool verbose);

  void deployed(const scenarios::Deployment& deployment, std::chrono::milliseconds duration) override;
  void began(const scenarios::Scenario& scenario) override;
  void ended(const scenarios::Played& played) override;

 private:
  void show_live() const;
  void clear_live() const;

  const std::size_t count_;
  const bool verbose_;
  const bool live_;  // standard output is a terminal
  std::size_t done_ = 0;
  std::multiset<std::string> playing_;
};

/// The last line: "12 scenarios: 11 held, 1 failed (1.2 s; --seed 7 repeats the order)".
void print_summary(const std::vector<scenarios::Played>& all, std::chrono::milliseconds duration,
                   std::uint64_t seed);

}  // namespace cloche::commands
