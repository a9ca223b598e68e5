#include "fakes/dynamodb/number.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "fakes/core/api_error.h"
#include "fakes/core/ids.h"

namespace cloche::dynamodb {
namespace {

std::string error_of(std::string_view text) {
  try {
    return "no error, but " + Number::parse(text).str();
  } catch (const ApiError& error) {
    return error.message;
  }
}

// `first`, and `times` times the character.
std::string repeat(std::string first, int times, char character) {
  first.append(static_cast<std::size_t>(times), character);
  return first;
}

// Numbers of all lengths and magnitudes, many of them close to each other.
std::vector<Number> samples() {
  Generator generator(7);
  std::vector<Number> numbers{Number()};
  for (int i = 0; i < 400; ++i) {
    const auto random = [&](unsigned below) { return static_cast<unsigned>(generator.next() % below); };
    std::string text(random(2) == 0 ? "-" : "");
    text.append(generator.text(1, "123456789"));
    if (random(3) > 0) {
      text.append(".").append(generator.text(1 + random(random(2) == 0 ? 3 : 37), "019"));
    }
    const int exponent =
        random(2) == 0 ? static_cast<int>(random(6)) - 3 : static_cast<int>(random(256)) - 130;
    text.append("e").append(std::to_string(exponent));
    numbers.push_back(Number::parse(text));
  }
  return numbers;
}

TEST_CASE("a number is answered in plain decimal, whatever form it was written in") {
  // Seen from the real service.
  CHECK(Number::parse("0000012345678901234567890123456789012345678").str() ==
        "12345678901234567890123456789012345678");
  CHECK(Number::parse("-00001.23456789012345678901234567890123456780000").str() ==
        "-1.2345678901234567890123456789012345678");
  CHECK(Number::parse("0009.99999999999999999999999999999999999990000e125").str() ==
        repeat(repeat("", 38, '9'), 88, '0'));
  CHECK(Number::parse("0001.000e-130").str() == repeat("0.", 129, '0') + "1");
  CHECK(Number::parse("-0015.789e6").str() == "-15789000");
  // Assumed, as Java's BigDecimal reads and prints them.
  CHECK(Number::parse("-0").str() == "0");
  CHECK(Number::parse("0e999").str() == "0");
  CHECK(Number::parse("+1.").str() == "1");
  CHECK(Number::parse(".5").str() == "0.5");
  CHECK(Number::parse("1E+2").str() == "100");
  CHECK(Number::parse("100.010").str() == "100.01");
  CHECK(Number(-120).str() == "-120");
}

TEST_CASE("a text that is no number, or one out of its limits, is refused in the service's words") {
  const std::string not_a_number = "The parameter cannot be converted to a numeric value";
  CHECK(error_of("") == not_a_number);
  for (const char* text : {"b", " 1", "1 ", "1e", "1e+", "1e+-1", "1e-+1", "e1", ".", "-", "--1", "1.2.3",
                           "0x10", "NaN", "Infinity", "1,5", "1e99999999999"}) {
    CHECK(error_of(text) == not_a_number + ": " + text);
  }
  const std::string precise = "Attempting to store more than 38 significant digits in a Number";
  CHECK(error_of("123456789012345678901234567890123456789") == precise);
  CHECK(error_of("-1.23456789012345678901234567890123456789") == precise);
  const std::string overflow =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  CHECK(error_of("1e126") == overflow);
  CHECK(error_of("-1e126") == overflow);
  CHECK(error_of("1e2147483647") == overflow);
  const std::string underflow =
      "Number underflow. Attempting to store a number with magnitude smaller than supported range";
  CHECK(error_of("1e-131") == underflow);
  CHECK(error_of("-1e-131") == underflow);
}

TEST_CASE("a text that passes for plain is what its number is printed as") {
  for (const char* text : {"0", "7", "-7", "10", "87.5", "-0.5", "0.05", "1234567890.123456789"}) {
    CHECK_MESSAGE(Number::is_plain(text), text);
    CHECK(Number::parse(text).str() == text);
  }
  for (const char* text : {"", "-", "-0", "00", "01", "+1", "1.", "1.0", ".5", "-.5", "1e3", "00.5", "1.2.3",
                           "1 ", "123456789012345678901", "a", "1a", "0.0"}) {
    CHECK_MESSAGE(!Number::is_plain(text), text);
  }
}

TEST_CASE("reading what was printed gives the same number") {
  for (const auto& number : samples()) {
    CHECK(Number::parse(number.str()) == number);
    CHECK(Number::parse(number.str()).str() == number.str());
  }
}

TEST_CASE("encoded numbers sort as numbers do, and each ends itself when one byte 0 follows") {
  const auto numbers = samples();
  for (const auto& a : numbers) {
    for (const auto& b : numbers) {
      CHECK((a.encode() <=> b.encode()) == (a <=> b));
      CHECK(((a.encode() + '\0') <=> (b.encode() + '\0')) == (a <=> b));
    }
  }
  CHECK(Number::parse("-1e125") < Number::parse("-1"));
  CHECK(Number::parse("-1.5") < Number::parse("-1"));
  CHECK(Number::parse("-1e-130") < Number());
  CHECK(Number() < Number::parse("1e-130"));
  CHECK(Number::parse("9.9") < Number::parse("10"));
}

TEST_CASE("sums are exact, and refused where they are no number") {
  const auto sum = [](std::string_view a, std::string_view b) {
    try {
      return (Number::parse(a) + Number::parse(b)).str();
    } catch (const ApiError& error) {
      return error.message.substr(0, 15);
    }
  };
  CHECK(sum("1", "2") == "3");
  CHECK(sum("1", "-1") == "0");
  CHECK(sum("-5", "2") == "-3");
  CHECK(sum("0.1", "0.2") == "0.3");
  CHECK(sum("999", "1") == "1000");
  CHECK(sum("1000", "-1") == "999");
  CHECK(sum("0", "-7.5") == "-7.5");
  CHECK(sum("1e-130", "1e-130") == repeat("0.", 129, '0') + "2");
  CHECK(sum("9.9e125", "1e124") == "Number overflow");
  CHECK(sum("1.1e-130", "-1e-130") == "Number underflo");
  CHECK(sum("1e38", "1") == "Attempting to s");
  CHECK(sum("1e125", "1e-130") == "Attempting to s");
  CHECK(sum(repeat("", 38, '9'), "1") == repeat("1", 38, '0'));
  CHECK((Number(3) - Number(10)).str() == "-7");
}

TEST_CASE("a sum and a difference undo each other, as long as both are numbers") {
  int checked = 0;
  const auto numbers = samples();
  for (const auto& a : numbers) {
    for (const auto& b : numbers) {
      try {
        const Number sum = a + b;
        CHECK(sum == b + a);
        CHECK(sum - b == a);
        CHECK((sum <=> a) == (b <=> Number()));
        ++checked;
      } catch (const ApiError&) {
      }
    }
  }
  CHECK(checked > 1000);
}

TEST_CASE("a number counts for a byte, one for each two digits, and one for its sign") {
  const auto size = [](std::string_view text) { return Number::parse(text).size(); };
  // Seen from the real service's item limit.
  CHECK(size(repeat(repeat("", 38, '1'), 88, '0')) == 20);
  CHECK(size(repeat("1", 125, '0')) == 2);
  CHECK(size(repeat("11", 124, '0')) == 2);
  CHECK(size(repeat("11111", 121, '0')) == 4);
  CHECK(size(repeat("111111", 120, '0')) == 4);
  CHECK(size(repeat("1111111", 119, '0')) == 5);
  CHECK(size("12.3456") == 4);
  CHECK(size("23") == 2);
  // As others measured it.
  CHECK(size("0") == 1);
  CHECK(size("-23") == 3);
  CHECK(size("1.5") == 3);
  CHECK(size("0.15") == 2);
  CHECK(size("100") == 2);
}

}  // namespace
}  // namespace cloche::dynamodb
