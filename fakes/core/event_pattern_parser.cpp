#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "fakes/core/event_pattern.h"
#include "fakes/core/json_tokens.h"

// The words and the order of checks are those of Event Ruler's JsonRuleCompiler.

namespace cloche {

namespace {

using Kind = ValuePattern::Kind;
using Token = JsonToken;

// Documented for EventBridge: a pattern with more is refused. The words are assumed.
constexpr std::size_t max_alternatives = 1000;

constexpr std::array reserved_in_or{std::string_view("exactly"),
                                    std::string_view("equals-ignore-case"),
                                    std::string_view("prefix"),
                                    std::string_view("suffix"),
                                    std::string_view("anything-but"),
                                    std::string_view("exists"),
                                    std::string_view("wildcard"),
                                    std::string_view("numeric"),
                                    std::string_view("cidr"),
                                    std::string_view("html"),
                                    std::string_view("="),
                                    std::string_view("<"),
                                    std::string_view("<="),
                                    std::string_view(">"),
                                    std::string_view(">="),
                                    std::string_view("regex"),
                                    std::string_view("not-wildcard"),
                                    std::string_view("not-equals-ignore-case"),
                                    std::string_view("date-after"),
                                    std::string_view("date-on-or-after"),
                                    std::string_view("date-before"),
                                    std::string_view("date-on-or-before"),
                                    std::string_view("in-date-range"),
                                    std::string_view("ip-address-in-range"),
                                    std::string_view("ip-address-not-in-range")};

constexpr const char* one_key = "Only one key allowed in match expression";
constexpr const char* too_many_elements = "Too many elements in numeric expression";

bool is_numeric(Token token) { return token == Token::integer || token == Token::decimal; }

/// Java's text of a double that is a power of ten: "1.0E9", "5.0E9".
std::string java_double(double value) { return fmt::format("{:.1f}E9", value / 1e9); }

}  // namespace

class EventPatternParser {
 public:
  EventPatternParser(std::string_view text, PatternNumbers numbers) : tokens_(text) {
    pattern_.numbers_ = numbers;
  }

  EventPattern parse() {
    if (tokens_.next() != Token::start_object) refuse("Filter is not an object");
    parse_object(pattern_.alternatives_, "", 1, false);
    return std::move(pattern_);
  }

 private:
  using Alternatives = std::vector<EventPattern::Alternative>;

  void parse_object(Alternatives& alternatives, const std::string& prefix, int depth, bool in_or) {
    bool has_members = false;
    while (tokens_.next() != Token::end_object) {
      has_members = true;
      const std::string name = tokens_.name();
      if (name == "$or") {
        parse_or(alternatives, prefix, depth);
        continue;
      }
      if (in_or && std::ranges::count(reserved_in_or, name) > 0) {
        refuse(name + " is Ruler reserved fieldName which cannot be used inside $or.");
      }
      const std::string path = prefix.empty() ? name : prefix + "." + name;
      switch (tokens_.next()) {
        case Token::start_object:
          parse_object(alternatives, path, depth + 1, in_or);
          break;
        case Token::start_array:
          add_field(alternatives, path, depth);
          break;
        default:
          refuse(fmt::format("\"{}\" must be an object or an array", name));
      }
    }
    if (!has_members) refuse("Empty objects are not allowed");
  }

  /// Each object of the array makes alternatives of its own out of those that there are.
  void parse_or(Alternatives& alternatives, const std::string& prefix, int depth) {
    const Alternatives before = std::exchange(alternatives, {});
    if (tokens_.next() != Token::start_array) refuse("It must be an Array followed with $or.");
    int objects = 0;
    Token token;
    while ((token = tokens_.next()) != Token::end_array) {
      ++objects;
      if (token != Token::start_object) refuse("Only JSON object is allowed in array of $or relationship.");
      Alternatives these = before.empty() ? Alternatives(1) : before;
      parse_object(these, prefix, depth, true);
      alternatives.insert(alternatives.end(), these.begin(), these.end());
      if (alternatives.size() > max_alternatives) {
        refuse(fmt::format("Too many combinations of $or relationships: more than {}", max_alternatives));
      }
    }
    if (objects < 2) refuse("There must have at least 2 Objects in $or relationship.");
  }

  void add_field(Alternatives& alternatives, const std::string& path, int depth) {
    EventPattern::Field field{path, depth, {}};
    Token token;
    while ((token = tokens_.next()) != Token::end_array) field.values.push_back(parse_value(token));
    if (field.values.empty()) refuse("Empty arrays are not allowed");

    const std::size_t place = pattern_.fields_.size();
    if (alternatives.empty()) alternatives.emplace_back();
    for (auto& alternative : alternatives) {
      // The last one of a name wins.
      std::erase_if(alternative, [&](std::size_t other) { return pattern_.fields_[other].path == path; });
      alternative.push_back(place);
    }
    pattern_.fields_.push_back(std::move(field));
  }

  ValuePattern parse_value(Token token) {
    switch (token) {
      case Token::start_object:
        return parse_expression();
      case Token::string: {
        const std::string& text = tokens_.value();
        // An address equals another way of writing it.
        if (const auto address = IpAddress::parse(text))
          return {Kind::address, {}, false, {}, {*address, *address}};
        return {Kind::string, {text}};
      }
      case Token::integer:
      case Token::decimal:
        return {Kind::number, {tokens_.value()}};
      case Token::null:
      case Token::yes:
      case Token::no:
        return {Kind::literal, {tokens_.value()}};
      default:
        refuse("Match value must be String, number, true, false, or null");
    }
  }

  /// What follows on `{` where a value may stand.
  ValuePattern parse_expression() {
    if (tokens_.next() != Token::name) refuse("Match expression name not found");
    const std::string name = tokens_.name();
    if (name == "exactly") return parse_text(Kind::string, "exact match pattern must be a string");
    if (name == "prefix") return parse_affix(Kind::prefix, Kind::prefix_ignore_case, "prefix", "Prefix");
    if (name == "suffix") return parse_affix(Kind::suffix, Kind::suffix_ignore_case, "suffix", "Suffix");
    if (name == "numeric") return parse_numeric();
    if (name == "anything-but") return parse_anything_but();
    if (name == "exists") return parse_exists();
    if (name == "cidr") return parse_cidr();
    if (name == "equals-ignore-case") {
      return parse_text(Kind::ignore_case, "equals-ignore-case match pattern must be a string");
    }
    if (name == "wildcard") return parse_text(Kind::wildcard, "wildcard match pattern must be a string");
    refuse("Unrecognized match type " + name);
  }

  ValuePattern parse_text(Kind kind, const char* no_string) {
    if (tokens_.next() != Token::string) refuse(no_string);
    ValuePattern value{kind, {tokens_.value()}};
    if (kind == Kind::wildcard) check_wildcard(value.texts[0]);
    expect(Token::end_object, one_key);
    return value;
  }

  ValuePattern parse_affix(Kind kind, Kind ignoring_case, const char* name, const char* title) {
    const Token token = tokens_.next();
    if (token == Token::start_object) {
      if (tokens_.next() != Token::name) refuse(fmt::format("{} expression name not found", title));
      if (tokens_.name() != "equals-ignore-case") {
        refuse(fmt::format("Unsupported {} pattern: {}", name, tokens_.name()));
      }
      const ValuePattern value =
          parse_text(ignoring_case, "equals-ignore-case match pattern must be a string");
      expect(Token::end_object, one_key);
      return value;
    }
    if (token != Token::string) refuse(fmt::format("{} match pattern must be a string", name));
    const ValuePattern value{kind, {tokens_.value()}};
    expect(Token::end_object, one_key);
    return value;
  }

  ValuePattern parse_numeric() {
    if (tokens_.next() != Token::start_array) refuse("Value of numeric must be an array.");
    if (tokens_.next() != Token::string) refuse("Invalid member in numeric match: " + tokens_.value());
    const std::string comparison = tokens_.value();
    const Token operand = tokens_.next();
    constexpr std::array known{std::string_view("="), std::string_view(">="), std::string_view(">"),
                               std::string_view("<="), std::string_view("<")};
    if (std::ranges::count(known, comparison) == 0)
      refuse("Unrecognized numeric range operator: " + comparison);
    if (!is_numeric(operand)) {
      refuse(fmt::format("Value of {} must be numeric", comparison == "=" ? "equals" : comparison));
    }
    ValuePattern value{Kind::numeric, {}};
    value.interval = {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
    const std::string text = tokens_.value();
    if (comparison.starts_with('>')) {
      parse_lower_bound(value.interval, text, comparison == ">");
    } else {
      expect(Token::end_array, too_many_elements);
      value.interval.high = number(text);
      value.interval.below_high = comparison == "<";
      if (comparison == "=") value.interval.low = value.interval.high;
    }
    expect(Token::end_object, too_many_elements);
    return value;
  }

  /// [">", 5] or [">", 5, "<=", 10], after the first number.
  void parse_lower_bound(ValuePattern::Interval& interval, const std::string& low, bool above) {
    interval.above_low = above;
    const Token token = tokens_.next();
    if (token == Token::end_array) {
      interval.low = number(low);
      return;
    }
    if (token != Token::string) refuse("Bad value in numeric range: " + tokens_.value());
    const std::string comparison = tokens_.value();
    if (comparison != "<" && comparison != "<=") refuse("Bad numeric range operator: " + comparison);
    if (!is_numeric(tokens_.next())) refuse(fmt::format("Value of {} must be numeric", comparison));
    const std::string high = tokens_.value();
    expect(Token::end_array, "Too many terms in numeric range expression");
    interval.below_high = comparison == "<";
    interval.low = number(low);
    interval.high = number(high);
    if (interval.low >= interval.high) refuse("Bottom must be less than top");
  }

  ValuePattern parse_anything_but() {
    Kind kind = Kind::string;
    Token token = tokens_.next();
    const bool nested = token == Token::start_object;
    if (nested) {
      if (tokens_.next() != Token::name) refuse("Anything-But expression name not found");
      kind = kind_in_anything_but(tokens_.name());
      token = tokens_.next();
    }
    if (token != Token::start_array && token != Token::string && !is_numeric(token)) {
      refuse("Value of anything-but must be an array or single string/number value.");
    }
    ValuePattern value{kind, {}, true};
    if (nested) {
      parse_texts_in_anything_but(value, token);
    } else if (token == Token::start_array) {
      parse_anything_but_list(value);
    } else {
      value.kind = token == Token::string ? Kind::string : Kind::number;
      value.texts.push_back(tokens_.value());
      if (is_numeric(token)) check_number_of_single(value.texts[0]);
    }
    expect(Token::end_object, too_many_elements);
    if (nested) expect(Token::end_object, too_many_elements);
    return value;
  }

  Kind kind_in_anything_but(const std::string& name) {
    if (name == "equals-ignore-case") return Kind::ignore_case;
    if (name == "prefix") return Kind::prefix;
    if (name == "suffix") return Kind::suffix;
    if (name == "wildcard") return Kind::wildcard;
    refuse("Unsupported anything-but pattern: " + name);
  }

  void parse_anything_but_list(ValuePattern& value) {
    bool has_number = false;
    bool has_string = false;
    Token token;
    while ((token = tokens_.next()) != Token::end_array) {
      if (token != Token::string && !is_numeric(token)) {
        refuse("Inside anything but list, start|null|boolean is not supported.");
      }
      (token == Token::string ? has_string : has_number) = true;
      value.texts.push_back(tokens_.value());
      if (is_numeric(token)) number(value.texts.back());
    }
    if (has_number == has_string) {
      refuse("Inside anything but list, either all values are number or string, mixed type is not supported");
    }
    value.kind = has_number ? Kind::number : Kind::string;
  }

  void parse_texts_in_anything_but(ValuePattern& value, Token token) {
    const auto add = [&](Token each) {
      if (each != Token::string) {
        refuse(
            value.kind == Kind::ignore_case
                ? "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."
            : value.kind == Kind::wildcard ? "wildcard match pattern must be a string"
                                           : "prefix/suffix match pattern must be a string");
      }
      const std::string& text = tokens_.value();
      const bool is_affix = value.kind == Kind::prefix || value.kind == Kind::suffix;
      if (is_affix && text.empty()) refuse("Null prefix/suffix not allowed");
      value.texts.push_back(text);
    };
    if (token != Token::start_array) {
      add(token);
    } else {
      while ((token = tokens_.next()) != Token::end_array) add(token);
    }
    if (value.kind == Kind::wildcard) {
      for (const std::string& text : value.texts) check_wildcard(text);
    }
  }

  ValuePattern parse_exists() {
    const Token token = tokens_.next();
    if (token != Token::yes && token != Token::no)
      refuse("exists match pattern must be either true or false.");
    expect(Token::end_object, one_key);
    return {token == Token::yes ? Kind::exists : Kind::absent, {}};
  }

  ValuePattern parse_cidr() {
    if (tokens_.next() != Token::string) refuse("prefix match pattern must be a string");
    ValuePattern value{Kind::address, {}};
    value.addresses = read_cidr(tokens_.value());
    expect(Token::end_object, one_key);
    return value;
  }

  // These are the library's exceptions of another kind, which name no place. Bits of the address behind the
  // mask do not count (CIDR.java of AWS's event-ruler, since 2023).
  static IpRange read_cidr(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::string_view bits =
        slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1);
    if (bits.empty() || bits.find('/') != std::string_view::npos) {
      throw EventPatternError{"Malformed CIDR, one '/' required"};
    }
    int mask = 0;
    const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), mask);
    if (error != std::errc() || end != bits.data() + bits.size()) {
      throw EventPatternError{"Malformed CIDR, mask bits must be an integer"};
    }
    if (mask < 0) throw EventPatternError{"Malformed CIDR, mask bits must not be negative"};
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address) throw EventPatternError{fmt::format("Nonstandard IP address: {}", text.substr(0, slash))};
    if (address->length == 4 && mask > 31) throw EventPatternError{"IPv4 mask bits must be < 32"};
    if (address->length == 16 && mask > 127) throw EventPatternError{"IPv6 mask bits must be < 128"};
    return ip_range(*address, mask);
  }

  std::string out_of_range() const {
    const double largest = pattern_.numbers_.largest;
    return fmt::format("Value must be between -{} and {}, inclusive", java_double(largest),
                       java_double(largest));
  }
  std::int64_t number(const std::string& text) {
    const auto value = pattern_.numbers_.read(text);
    if (!value) refuse(out_of_range());
    return *value;
  }
  void check_number_of_single(const std::string& text) const {
    if (!pattern_.numbers_.read(text)) throw EventPatternError{out_of_range()};
  }

  /// Positions count the quotation mark before the text, which belongs to it in the library.
  void check_wildcard(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '*' && i + 1 < text.size() && text[i + 1] == '*') {
        refuse(fmt::format("Consecutive wildcard characters at pos {}", i + 1));
      }
      if (text[i] != '\\') continue;
      if (i + 1 >= text.size() || (text[i + 1] != '*' && text[i + 1] != '\\')) {
        refuse(fmt::format("Invalid escape character at pos {}", i + 1));
      }
      ++i;
    }
  }

  void expect(Token token, const char* message) {
    if (tokens_.next() != token) refuse(message);
  }
  [[noreturn]] void refuse(const std::string& message) const {
    throw EventPatternError{tokens_.located(message)};
  }

  JsonTokens tokens_;
  EventPattern pattern_;
};

EventPattern EventPattern::parse(std::string_view text, PatternNumbers numbers) {
  try {
    return EventPatternParser(text, numbers).parse();
  } catch (const JsonTokenError& error) {
    throw EventPatternError{error.message};
  }
}

}  // namespace cloche
