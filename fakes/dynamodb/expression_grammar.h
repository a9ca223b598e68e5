#pragma once
// What the grammars of the expressions share: a reader of tokens that knows document paths, functions' names
// and the service's words for what is wrong.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/api_error.h"
#include "fakes/dynamodb/expression_lexer.h"
#include "fakes/dynamodb/expression_tree.h"

namespace cloche::dynamodb {

class Grammar {
 protected:
  /// Throws where the text is empty or too long. `keywords` (upper case) are no names in this grammar.
  Grammar(Expression& expression, ExpressionKind kind, std::string_view text,
          std::vector<std::string_view> keywords);

  const Token& peek(std::size_t ahead = 0) const;
  bool at_end() const { return peek().kind == Token::Kind::end; }
  bool at_keyword(std::string_view keyword) const { return peek().is_keyword(keyword); }
  /// Takes the next token if it is the symbol or keyword.
  bool take(std::string_view symbol);
  bool take_keyword(std::string_view keyword);
  void expect(std::string_view symbol);
  void expect_keyword(std::string_view keyword);
  void expect_end();

  /// Takes "(" where it opens parentheses, and notes those that are nested without end.
  bool open();
  void close();

  bool at_function() const;  // a name and "("
  bool at_path() const;
  bool at_value() const { return peek().kind == Token::Kind::value_reference; }

  Path path();
  /// What may follow a path in parentheses: ".b[1]".
  void path_rest(Path& path);
  Node value();
  /// Takes the function's name, and notes if it is unknown or not for this kind of expression.
  Operator function_name();
  /// Counts an operator or function.
  Node node(Operator op, std::vector<Node> operands = {});

  /// Syntax error at the next token.
  [[noreturn]] void syntax_error() const;
  ApiError error(std::string_view what) const;

  // What is wrong beside the syntax; of each kind the first is kept, and told in this order when all is
  // parsed.
  void redundant_parentheses();
  void misused_function(std::string_view function);
  void check_notes() const;

 private:
  enum class Flaw { parentheses, unknown_function, misplaced_function, reserved_word };
  bool is_keyword(const Token& token) const;
  std::uint32_t name(const Token& token);
  void note(Flaw flaw, std::string message) { flaws_.emplace(flaw, std::move(message)); }

  Expression& expression_;
  std::string_view text_;
  std::vector<std::string_view> keywords_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int operators_ = 0;
  int nesting_ = 0;
  std::map<Flaw, std::string> flaws_;
};

}  // namespace cloche::dynamodb
