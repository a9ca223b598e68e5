#include "fakes/dynamodb/expression_grammar.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "fakes/core/fault.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/reserved_words.h"

namespace cloche::dynamodb {

namespace {

// Developer Guide, "Service, account, and table quotas": Expression parameters.
constexpr std::size_t max_expression_size = 4096;
constexpr int max_operators = 300;
constexpr std::size_t max_path_steps = 32;

constexpr std::array condition_functions{Operator::attribute_exists, Operator::attribute_not_exists,
                                         Operator::attribute_type,   Operator::begins_with,
                                         Operator::contains,         Operator::size};
constexpr std::array update_functions{Operator::if_not_exists, Operator::list_append};

template <class Functions>
Operator find_function(const Functions& functions, std::string_view name) {
  for (const Operator function : functions) {
    if (name_of(function) == name) return function;
  }
  return Operator::unknown_function;
}

std::uint32_t place_of(std::vector<std::string>& table, std::string_view entry) {
  const auto found = std::find(table.begin(), table.end(), entry);
  if (found != table.end()) return static_cast<std::uint32_t>(found - table.begin());
  table.emplace_back(entry);
  return static_cast<std::uint32_t>(table.size() - 1);
}

}  // namespace

Grammar::Grammar(Expression& expression, ExpressionKind kind, std::string_view text,
                 std::vector<std::string_view> keywords)
    : expression_(expression), text_(text), keywords_(std::move(keywords)) {
  expression_.kind = kind;
  if (text.size() > max_expression_size) {
    // Seen: only what reads says the size.
    const bool writes = kind == ExpressionKind::condition || kind == ExpressionKind::update;
    throw error("Expression size has exceeded the maximum allowed size;" +
                (writes ? std::string() : fmt::format(" expression size: {}", text.size())));
  }
  tokens_ = tokenize(text);
  if (at_end()) throw error("The expression can not be empty;");
}

const Token& Grammar::peek(std::size_t ahead) const {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

bool Grammar::take(std::string_view symbol) {
  if (!peek().is(symbol)) return false;
  ++at_;
  return true;
}

bool Grammar::take_keyword(std::string_view keyword) {
  if (!at_keyword(keyword)) return false;
  ++at_;
  return true;
}

bool Grammar::open() {
  if (!take("(")) return false;
  // Between two parentheses stands an operator, or the inner ones are redundant. So nothing right nests
  // deeper; and parsing uses the stack.
  if (++nesting_ > 2 * max_operators) {
    redundant_parentheses();
    check_notes();
  }
  return true;
}

void Grammar::close() {
  expect(")");
  --nesting_;
}

void Grammar::expect(std::string_view symbol) {
  if (!take(symbol)) syntax_error();
}

void Grammar::expect_keyword(std::string_view keyword) {
  if (!take_keyword(keyword)) syntax_error();
}

void Grammar::expect_end() {
  if (!at_end()) syntax_error();
}

bool Grammar::is_keyword(const Token& token) const {
  return std::any_of(keywords_.begin(), keywords_.end(),
                     [&](std::string_view keyword) { return token.is_keyword(keyword); });
}

bool Grammar::at_function() const {
  return peek().kind == Token::Kind::name && peek(1).is("(") && !is_keyword(peek());
}

bool Grammar::at_path() const {
  return peek().kind == Token::Kind::name_reference ||
         (peek().kind == Token::Kind::name && !is_keyword(peek()));
}

std::uint32_t Grammar::name(const Token& token) {
  if (token.kind == Token::Kind::name && is_reserved_word(token.text)) {
    note(Flaw::reserved_word,
         fmt::format("Attribute name is a reserved keyword; reserved keyword: {}", token.text));
  }
  return place_of(expression_.names, token.text);
}

Path Grammar::path() {
  if (!at_path()) syntax_error();
  Path path{{false, name(peek())}};
  ++at_;
  path_rest(path);
  return path;
}

void Grammar::path_rest(Path& path) {
  for (;;) {
    if (take(".")) {
      if (!at_path()) syntax_error();
      path.push_back({false, name(peek())});
      ++at_;
    } else if (take("[")) {
      if (peek().kind != Token::Kind::integer) syntax_error();
      const std::string_view digits = peek().text;
      std::uint32_t index = 0;
      if (std::from_chars(digits.data(), digits.data() + digits.size(), index).ec != std::errc()) {
        throw error(
            fmt::format("List index is not within the allowable range; index: [{}]", digits));  // assumed
      }
      ++at_;
      expect("]");
      path.push_back({true, index});
    } else {
      break;
    }
  }
  if (path.size() > max_path_steps) {
    throw error(fmt::format("The document path has too many nesting elements; nesting level: {}",
                            path.size()));  // assumed
  }
}

Node Grammar::value() {
  if (!at_value()) syntax_error();
  Node node;
  node.op = Operator::value;
  node.value = place_of(expression_.values, peek().text);
  ++at_;
  return node;
}

Operator Grammar::function_name() {
  const std::string_view name = peek().text;
  ++at_;
  const bool update = expression_.kind == ExpressionKind::update;
  const Operator in_conditions = find_function(condition_functions, name);
  const Operator in_updates = find_function(update_functions, name);
  const Operator here = update ? in_updates : in_conditions;
  const Operator elsewhere = update ? in_conditions : in_updates;
  if (here != Operator::unknown_function) return here;
  if (elsewhere != Operator::unknown_function) {  // assumed
    note(Flaw::misplaced_function, fmt::format("The function is not allowed in {} expression; function: {}",
                                               update ? "an update" : "a condition", name));
  } else {
    note(Flaw::unknown_function, fmt::format("Invalid function name; function: {}", name));
  }
  return Operator::unknown_function;
}

Node Grammar::node(Operator op, std::vector<Node> operands) {
  ++operators_;
  Node node;
  node.op = op;
  node.operands = std::move(operands);
  return node;
}

void Grammar::syntax_error() const {
  // Seen: what it is near to reaches from the token before to the token after.
  const Token& token = peek();
  const Token& before = at_ > 0 ? tokens_[at_ - 1] : token;
  const Token& last = peek(1).kind == Token::Kind::end ? (at_end() ? before : token) : peek(1);
  const char* const start = before.text.data();
  const std::string_view near(start, static_cast<std::size_t>(last.text.data() + last.text.size() - start));
  throw error(
      fmt::format("Syntax error; token: \"{}\", near: \"{}\"", at_end() ? "<EOF>" : token.text, near));
}

ApiError Grammar::error(std::string_view what) const {
  return validation_error(fmt::format("Invalid {}: {}", name_of(expression_.kind), what));
}

void Grammar::redundant_parentheses() {
  note(Flaw::parentheses, "The expression has redundant parentheses;");
}

void Grammar::misused_function(std::string_view function) {
  note(Flaw::misplaced_function,
       fmt::format("The function is not allowed to be used this way in an expression; function: {}",
                   function));
}

void Grammar::check_notes() const {
  if (!flaws_.empty()) throw error(flaws_.begin()->second);
  if (operators_ > max_operators) {
    throw error(fmt::format("The expression contains too many operators; operator count: {}", operators_));
  }
}

}  // namespace cloche::dynamodb
