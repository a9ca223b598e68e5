#pragma once
// A metric math expression as a tree ("Using math expressions with CloudWatch metrics" of the user guide):
//
//   SUM(METRICS("errors")) / m2 * 100        IF(m1 > 10 && m2 < 5, m1, 0)        FILL(m1, REPEAT)
//
// From loose to tight: || OR, && AND, comparisons, + -, * /, ^, unary minus.
#include <string>
#include <string_view>
#include <vector>

namespace cloche::cloudwatch {

/// What is wrong with an expression, in words that follow "Error in expression 'e1': ".
struct MathError {
  std::string message;
};

struct MathNode {
  enum class Kind { number, text, name, array, call, unary_minus, binary };

  Kind kind = Kind::number;
  double number = 0;
  std::string text{};  // a string, a name ("m1", "REPEAT"), a function's name, an operator ("+", "&&", "==")
  std::vector<MathNode> children{};
};

/// Throws MathError.
MathNode parse_math(std::string_view expression);

/// The ids that an expression refers to, in the order in which they come.
std::vector<std::string> ids_in(const MathNode& expression);

/// Whether a name is one of a query: it begins with a lower-case letter.
bool is_query_id(std::string_view name);

}  // namespace cloche::cloudwatch
