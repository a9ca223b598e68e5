#include "fakes/cloudwatch/composite_alarm.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <set>

#include "fakes/cloudwatch/alarm_reason.h"
#include "fakes/cloudwatch/alarm_state.h"
#include "fakes/cloudwatch/alarm_suppression.h"
#include "fakes/cloudwatch/errors.h"
#include "fakes/core/arn.h"

namespace cloche::cloudwatch {

namespace {

constexpr int deepest_rule = 100;  // assumed

class RuleParser {
 public:
  explicit RuleParser(std::string_view text) : text_(text) {}

  AlarmRule whole() {
    AlarmRule rule = disjunction();
    skip_space();
    if (at_ != text_.size()) wrong();
    return rule;
  }

 private:
  [[noreturn]] void wrong() const {
    throw validation_error(
        fmt::format("AlarmRule must be a valid rule expression: unexpected input at position {}", at_ + 1));
  }
  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  bool take(std::string_view token) {
    skip_space();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  bool take_word(std::string_view word) {
    skip_space();
    const std::string_view rest = text_.substr(at_);
    if (!rest.starts_with(word)) return false;
    if (rest.size() > word.size() &&
        std::string_view(" \t\r\n(),").find(rest[word.size()]) == std::string_view::npos)
      return false;
    at_ += word.size();
    return true;
  }

  AlarmRule several(AlarmRule::Kind kind, std::string_view word, AlarmRule (RuleParser::*inner)()) {
    AlarmRule first = (this->*inner)();
    if (!take_word(word)) return first;
    AlarmRule rule{.kind = kind};
    rule.children.push_back(std::move(first));
    do {
      rule.children.push_back((this->*inner)());
    } while (take_word(word));
    return rule;
  }
  AlarmRule disjunction() { return several(AlarmRule::Kind::disjunction, "OR", &RuleParser::conjunction); }
  AlarmRule conjunction() { return several(AlarmRule::Kind::conjunction, "AND", &RuleParser::negation); }

  AlarmRule negation() {
    if (++depth_ > deepest_rule) wrong();
    AlarmRule rule;
    if (take_word("NOT")) {
      rule.kind = AlarmRule::Kind::negation;
      rule.children.push_back(negation());
    } else {
      rule = primary();
    }
    --depth_;
    return rule;
  }

  AlarmRule primary() {
    if (take("(")) {
      AlarmRule rule = disjunction();
      if (!take(")")) wrong();
      return rule;
    }
    if (take_word("TRUE")) return {.constant = true};
    if (take_word("FALSE")) return {.constant = false};
    if (take_word("AT_LEAST")) return at_least();
    AlarmRule rule{.kind = AlarmRule::Kind::state, .state = state()};
    if (!take("(")) wrong();
    rule.alarm = alarm();
    if (!take(")")) wrong();
    return rule;
  }

  std::string state() {
    for (const std::string_view state : {state_ok, state_alarm, state_insufficient}) {
      if (take_word(state)) return std::string(state);
    }
    wrong();
  }

  // AT_LEAST(2, ALARM, (a, b, c)), AT_LEAST(50%, NOT OK, (a, b))
  AlarmRule at_least() {
    AlarmRule rule{.kind = AlarmRule::Kind::at_least};
    if (!take("(")) wrong();
    skip_space();
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), rule.least);
    if (error != std::errc() || rule.least <= 0) wrong();
    at_ = static_cast<std::size_t>(end - text_.data());
    const bool percent = take("%");
    if (!take(",")) wrong();
    rule.negated = take_word("NOT");
    const std::string of = state();
    if (!take(",") || !take("(")) wrong();
    do {
      rule.children.push_back({.kind = AlarmRule::Kind::state, .state = of, .alarm = alarm()});
    } while (take(","));
    if (!take(")") || !take(")")) wrong();
    const auto count = static_cast<std::int64_t>(rule.children.size());
    if (percent) rule.least = (rule.least * count + 99) / 100;
    if (rule.least > count) wrong();
    return rule;
  }

  /// A name, quoted or not, or an ARN.
  std::string alarm() {
    skip_space();
    std::string name;
    if (at_ < text_.size() && text_[at_] == '"') {
      for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
        if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
        name += text_[at_];
      }
      if (!take("\"")) wrong();
    } else {
      while (at_ < text_.size() && text_[at_] != ')' && text_[at_] != ',') name += text_[at_++];
      while (name.ends_with(' ')) name.pop_back();
    }
    if (const auto arn = Arn::parse(name);
        arn && arn->service == "cloudwatch" && arn->resource.starts_with("alarm:"))
      name = arn->resource.substr(6);
    if (name.empty()) wrong();
    return name;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

void collect(const AlarmRule& rule, std::set<std::string>& names) {
  if (rule.kind == AlarmRule::Kind::state) names.insert(rule.alarm);
  for (const AlarmRule& child : rule.children) collect(child, names);
}

bool holds(const AlarmRule& rule, AlarmStore& store) {
  const auto child_holds = [&](const AlarmRule& child) { return holds(child, store); };
  switch (rule.kind) {
    case AlarmRule::Kind::constant:
      return rule.constant;
    case AlarmRule::Kind::negation:
      return !holds(rule.children.front(), store);
    case AlarmRule::Kind::conjunction:
      return std::ranges::all_of(rule.children, child_holds);
    case AlarmRule::Kind::disjunction:
      return std::ranges::any_of(rule.children, child_holds);
    case AlarmRule::Kind::state: {
      // Of an alarm that was deleted nothing is known (assumed).
      const auto alarm = store.find(rule.alarm);
      return alarm ? alarm->state == rule.state : rule.state == state_insufficient;
    }
    case AlarmRule::Kind::at_least:
      return std::ranges::count_if(rule.children, [&](const AlarmRule& child) {
               return child_holds(child) != rule.negated;
             }) >= rule.least;
  }
  return false;
}

// "Friday 27 September, 2019 20:45:44 UTC"
std::string long_time(Time time) {
  static constexpr std::array days{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                   "Thursday", "Friday", "Saturday"};
  static constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  return fmt::format("{} {:02} {}, {} {} UTC", days[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), iso8601(time, false).substr(11, 8));
}

std::string trigger_data(const Account& account, const Alarm& child) {
  return nlohmann::ordered_json{
      {"triggeringAlarms", nlohmann::ordered_json::array(
                               {{{"arn", alarm_arn(account, child.region, child.name)},
                                 {"state", {{"value", child.state}, {"timestamp", zoned(child.updated)}}}}})}}
      .dump();
}

/// The alarms whose change is being passed on. Rules may make a circle; the evaluation stops where it closes,
/// as the service's does.
struct EvaluationPath {
  std::vector<std::int64_t> alarms;
};

std::string_view rule_state(const Alarm& alarm, AlarmStore& store) {
  return holds(parse_rule(alarm.text("AlarmRule")), store) ? state_alarm : state_ok;
}

}  // namespace

AlarmRule parse_rule(std::string_view text) { return RuleParser(text).whole(); }

std::vector<std::string> alarms_in(const AlarmRule& rule) {
  std::set<std::string> names;
  collect(rule, names);
  return {names.begin(), names.end()};
}

void evaluate_put(Account& account, Alarm& alarm, std::string_view how) {
  AlarmStore store(account, alarm.region);
  const std::string_view state = rule_state(alarm, store);
  if (state == alarm.state) return;
  change_state(account, alarm, state,
               fmt::format("{} was {} and its alarm rule evaluates to {}",
                           alarm_arn(account, alarm.region, alarm.name), how, state),
               std::nullopt);
}

void evaluate_parents(Account& account, const Alarm& child) {
  AlarmStore store(account, child.region);
  auto& path = account.cache<EvaluationPath>().alarms;
  path.push_back(child.id);
  for (Alarm& parent : store.parents(child.name)) {
    if (std::ranges::find(path, parent.id) != path.end()) continue;
    if (suppressor_of(parent) == child.name) suppressor_changed(account, parent, child);
    const std::string_view state = rule_state(parent, store);
    if (state == parent.state) continue;
    change_state(account, parent, state,
                 fmt::format("{} transitioned to {} at {}", alarm_arn(account, child.region, child.name),
                             child.state, long_time(child.updated)),
                 trigger_data(account, child));
  }
  path.pop_back();
}

}  // namespace cloche::cloudwatch
