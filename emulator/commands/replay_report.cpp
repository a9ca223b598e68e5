#include "emulator/commands/replay_report.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "scenarios/engine/failure_text.h"

namespace cloche::commands {

using scenarios::Played;
using scenarios::Verdict;

namespace {

constexpr std::size_t live_width = 78;

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::held:
      return "held";
    case Verdict::failed:
      return "FAILED";
    case Verdict::skipped:
      return "skipped";
    case Verdict::stopped:
      break;
  }
  return "stopped";
}

std::string indented(const std::string& text) {
  std::string result = "    ";
  for (std::size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (text[i] == '\n' && i + 1 < text.size()) result += "    ";
  }
  return result;
}

}  // namespace

ReplayReport::ReplayReport(std::size_t count, bool verbose)
    : count_(count), verbose_(verbose), live_(isatty(STDOUT_FILENO) == 1) {}

void ReplayReport::deployed(const scenarios::Deployment& deployment, std::chrono::milliseconds duration) {
  clear_live();
  fmt::print("  {:<8}{:>6} ms  {}\n", "deployed", duration.count(), deployment.file.string());
  show_live();
}

void ReplayReport::began(const scenarios::Scenario& scenario) {
  playing_.insert(scenario.name);
  clear_live();
  show_live();
}

void ReplayReport::ended(const Played& played) {
  clear_live();
  playing_.erase(playing_.find(played.scenario->name));
  ++done_;
  fmt::print("  {:<8}{:>6} ms  {}\n", word(played.verdict), played.duration.count(), played.scenario->name);
  if (verbose_) fmt::print("                     {}, {} steps\n", played.scenario->file, played.steps);
  if (played.verdict == Verdict::skipped) fmt::print("    {}\n", played.reason);
  if (played.failure) fmt::print("{}", indented(failure_text(played)));
  std::fflush(stdout);
  show_live();
}

void ReplayReport::show_live() const {
  if (!live_ || playing_.empty()) return;
  std::string text = fmt::format("  {} of {}, playing", done_, count_);
  for (const std::string& name : playing_) text += fmt::format(" \"{}\"", name);
  fmt::print("{}", text.substr(0, live_width));
  std::fflush(stdout);
}

void ReplayReport::clear_live() const {
  if (live_) fmt::print("\r\033[K");
}

void print_summary(const std::vector<Played>& all, std::chrono::milliseconds duration, std::uint64_t seed) {
  std::string counts;
  for (const Verdict verdict : {Verdict::held, Verdict::failed, Verdict::skipped, Verdict::stopped}) {
    const auto count = std::ranges::count(all, verdict, &Played::verdict);
    if (count == 0) continue;
    counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count,
                          verdict == Verdict::failed    ? "failed"
                          : verdict == Verdict::stopped ? "not played to the end"
                                                        : word(verdict));
  }
  fmt::print("\n{} scenario{}: {} ({:.2f} s; --seed {} repeats the order)\n", all.size(),
             all.size() == 1 ? "" : "s", counts, static_cast<double>(duration.count()) / 1000.0, seed);
}

}  // namespace cloche::commands
