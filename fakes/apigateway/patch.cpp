#include "fakes/apigateway/patch.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "fakes/apigateway/errors.h"
#include "fakes/wire/validate.h"

namespace cloche::apigateway {

namespace {

// JSON Pointer, RFC 6901.
std::string unescaped(std::string_view text) {
  std::string segment;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '~' && i + 1 < text.size() && (text[i + 1] == '0' || text[i + 1] == '1');
    segment += escaped ? (text[++i] == '0' ? '~' : '/') : text[i];
  }
  return segment;
}

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.starts_with('/')) path.remove_prefix(1);
  while (true) {
    const std::size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

bool matches(const PatchRule& rule, const PatchStep& step) {
  const auto pattern = split_path(rule.path);
  return std::ranges::equal(pattern, step.segments, [](std::string_view wanted, const std::string& given) {
    return wanted.starts_with('{') ? !given.empty() : wanted == given;
  });
}

bool allows(const PatchRule& rule, std::string_view op) {
  std::string_view ops = rule.ops;
  while (!ops.empty()) {
    const std::size_t space = std::min(ops.find(' '), ops.size());
    if (ops.substr(0, space) == op) return true;
    ops.remove_prefix(std::min(space + 1, ops.size()));
  }
  return false;
}

// The object that holds the member which the path names, made where it is missing.
Json& holder(Json& document, const PatchStep& step) {
  Json* at = &document;
  for (std::size_t i = 0; i + 1 < step.segments.size(); ++i) {
    at = &(*at)[step.segments[i]];
    if (at->is_null()) *at = Json::object();
  }
  return *at;
}

ApiError invalid_value(const PatchStep& step, std::string_view wanted) {  // assumed: the words
  return bad_request(
      fmt::format("Invalid value '{}' specified for path '{}'. Must be {}", step.value, step.path, wanted));
}

template <class Number>
Number read_number(const PatchStep& step, std::string_view wanted) {
  Number number{};
  const char* const end = step.value.data() + step.value.size();
  const auto [stop, error] = std::from_chars(step.value.data(), end, number);
  if (error != std::errc() || stop != end) throw invalid_value(step, wanted);
  return number;
}

template <class Read>
void patch_member(Json& document, const PatchStep& step, Read&& read) {
  Json& object = holder(document, step);
  if (step.op != "remove") {
    object[step.segments.back()] = read();
  } else if (object.erase(step.segments.back()) == 0) {
    // assumed: the words
    throw not_found(fmt::format("Invalid parameter name specified: {}", step.segments.back()));
  }
}

ApiError no_such_path(const PatchStep& step, std::span<const PatchRule> rules) {
  std::vector<std::string_view> allowed;
  for (const PatchRule& rule : rules) {
    if (allows(rule, step.op)) allowed.push_back(rule.path);
  }
  return bad_request(fmt::format("Invalid patch path  '{}' specified for op '{}'. Must be one of: [{}]",
                                 step.path, step.op, fmt::join(allowed, ", ")));
}

}  // namespace

bool boolean_value(const PatchStep& step) {
  if (step.value == "true" || step.value == "True") return true;
  if (step.value == "false" || step.value == "False") return false;
  throw invalid_value(step, "a boolean");
}

std::int64_t integer_value(const PatchStep& step) { return read_number<std::int32_t>(step, "an integer"); }

double number_value(const PatchStep& step) {
  const auto number = read_number<double>(step, "a number");
  if (!std::isfinite(number)) throw invalid_value(step, "a number");  // "inf" and "nan" are read as such
  return number;
}

void patch_text(Json& document, const PatchStep& step) {
  patch_member(document, step, [&] { return step.value; });
}

void patch_choice(Json& document, const PatchStep& step) {
  if (step.value.empty()) {
    holder(document, step).erase(step.segments.back());
  } else {
    patch_text(document, step);
  }
}

void patch_boolean(Json& document, const PatchStep& step) {
  patch_member(document, step, [&] { return boolean_value(step); });
}

void patch_integer(Json& document, const PatchStep& step) {
  patch_member(document, step, [&] { return integer_value(step); });
}

void patch_number(Json& document, const PatchStep& step) {
  patch_member(document, step, [&] { return number_value(step); });
}

void patch_list(Json& document, const PatchStep& step) {
  Json& list = holder(document, step);
  if (!list.is_array()) list = Json::array();
  const std::string& element = step.segments.back();
  const auto find = [&](const std::string& wanted) {
    return std::find(list.begin(), list.end(), Json(wanted));
  };
  if (step.op == "add") {
    if (find(element) == list.end()) list.push_back(element);
    return;
  }
  auto found = find(element);
  if (found == list.end()) {
    std::size_t index = list.size();
    std::from_chars(element.data(), element.data() + element.size(), index);
    if (index < list.size()) found = list.begin() + static_cast<Json::difference_type>(index);
  }
  if (found == list.end()) throw bad_request(fmt::format("Invalid patch path {}", step.path));  // assumed
  if (step.op == "remove") {
    list.erase(found);
  } else {
    *found = step.value;
  }
}

std::vector<PatchStep> patch_steps(const wire::Structure& request) {
  std::vector<PatchStep> steps;
  for (const wire::Structure& given : request.structures("patchOperations")) {
    PatchStep step;
    step.op = given.string_or("op", "");
    step.path = given.string_or("path", "");
    for (const std::string_view segment : split_path(step.path)) step.segments.push_back(unescaped(segment));
    step.has_value = given.has("value");
    step.value = given.string_or("value", "");
    step.from = given.string_or("from", "");
    if (step.op.empty()) throw bad_request("Patch operation is required");  // assumed: the words
    steps.push_back(std::move(step));
  }
  return steps;
}

const PatchRule* find_rule(const PatchStep& step, std::span<const PatchRule> rules) {
  const auto found = std::ranges::find_if(
      rules, [&](const PatchRule& rule) { return allows(rule, step.op) && matches(rule, step); });
  return found == rules.end() ? nullptr : &*found;
}

void check_patched(const wire::Call& call, const Json& document) {
  wire::validate(call.service, wire::model::output_of(call.operation), document);
}

void apply_patch(const wire::Call& call, Json& document, const wire::Structure& request,
                 std::span<const PatchRule> rules) {
  for (const PatchStep& step : patch_steps(request)) {
    const PatchRule* rule = find_rule(step, rules);
    if (rule == nullptr) throw no_such_path(step, rules);
    rule->apply(document, step);
  }
  check_patched(call, document);
}

}  // namespace cloche::apigateway
