#include "fakes/cloudwatch/math_expression.h"

#include <fmt/core.h>

#include <array>
#include <charconv>
#include <utility>

namespace cloche::cloudwatch {

namespace {

constexpr int deepest_expression = 100;  // assumed

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  MathNode whole() {
    MathNode node = binary(0);
    skip_space();
    if (at_ != text_.size()) unexpected();
    return node;
  }

 private:
  using Level = std::array<std::string_view, 6>;
  // An operator that is the beginning of another comes after it.
  static constexpr std::array<Level, 6> levels{
      Level{"||", "OR"}, Level{"&&", "AND"}, Level{"==", "!=", "<=", ">=", "<", ">"},
      Level{"+", "-"},   Level{"*", "/"},    Level{"^"}};

  [[noreturn]] void unexpected() const {
    if (at_ >= text_.size()) throw MathError{"Unexpected end of the expression"};
    throw MathError{fmt::format("Unexpected '{}' at position {}", text_[at_], at_ + 1)};
  }

  void skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }

  bool take(std::string_view token) {
    skip_space();
    if (!text_.substr(at_).starts_with(token)) return false;
    const char next = at_ + token.size() < text_.size() ? text_[at_ + token.size()] : ' ';
    if (is_letter(token.front()) && (is_letter(next) || is_digit(next))) return false;
    at_ += token.size();
    return true;
  }

  std::string_view take_operator(const Level& level) {
    for (const std::string_view token : level) {
      if (!token.empty() && take(token)) return token;
    }
    return {};
  }

  MathNode binary(std::size_t level) {
    if (level == levels.size()) return unary();
    MathNode left = binary(level + 1);
    for (;;) {
      const std::string_view token = take_operator(levels[level]);
      if (token.empty()) return left;
      MathNode node{.kind = MathNode::Kind::binary,
                    .text = token == "OR"    ? "||"
                            : token == "AND" ? "&&"
                                             : std::string(token)};
      node.children.push_back(std::move(left));
      node.children.push_back(binary(level + 1));
      left = std::move(node);
    }
  }

  MathNode unary() {
    const Depth depth(*this);
    if (!take("-")) return primary();
    MathNode node{.kind = MathNode::Kind::unary_minus};
    node.children.push_back(unary());
    return node;
  }

  MathNode primary() {
    skip_space();
    if (at_ >= text_.size()) unexpected();
    const char c = text_[at_];
    if (is_digit(c) || c == '.') return number();
    if (c == '"' || c == '\'') return text();
    if (is_letter(c)) return name();
    if (take("(")) {
      MathNode node = binary(0);
      if (!take(")")) unexpected();
      return node;
    }
    if (take("[")) {
      MathNode node{.kind = MathNode::Kind::array};
      list(node, "]");
      return node;
    }
    unexpected();
  }

  MathNode number() {
    double value = 0;
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (error != std::errc()) unexpected();
    at_ = static_cast<std::size_t>(end - text_.data());
    return {.kind = MathNode::Kind::number, .number = value};
  }

  MathNode text() {
    const char quote = text_[at_];
    const auto end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) throw MathError{"A string is not closed"};
    MathNode node{.kind = MathNode::Kind::text, .text = std::string(text_.substr(at_ + 1, end - at_ - 1))};
    at_ = end + 1;
    return node;
  }

  MathNode name() {
    const auto start = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    MathNode node{.kind = MathNode::Kind::name, .text = std::string(text_.substr(start, at_ - start))};
    if (take("(")) {
      node.kind = MathNode::Kind::call;
      list(node, ")");
    }
    return node;
  }

  void list(MathNode& node, std::string_view end) {
    if (take(end)) return;
    do {
      node.children.push_back(binary(0));
    } while (take(","));
    if (!take(end)) unexpected();
  }

  struct Depth {
    explicit Depth(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > deepest_expression) throw MathError{"The expression is nested too deeply"};
    }
    ~Depth() { --parser_.depth_; }
    Parser& parser_;
  };

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

void collect(const MathNode& node, std::vector<std::string>& ids) {
  if (node.kind == MathNode::Kind::name && is_query_id(node.text)) ids.push_back(node.text);
  for (const MathNode& child : node.children) collect(child, ids);
}

}  // namespace

bool is_query_id(std::string_view name) {
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z';
}

MathNode parse_math(std::string_view expression) { return Parser(expression).whole(); }

std::vector<std::string> ids_in(const MathNode& expression) {
  std::vector<std::string> ids;
  collect(expression, ids);
  return ids;
}

}  // namespace cloche::cloudwatch
