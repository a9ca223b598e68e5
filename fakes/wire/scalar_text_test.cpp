#include "fakes/wire/scalar_text.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "fakes/core/fault.h"
#include "fakes/wire/utf8.h"

namespace cloche::wire {

using model::Kind;
using model::TimestampFormat;

namespace {

struct Scalar {
  explicit Scalar(Kind kind) {
    shape.name = "Scalar";
    shape.kind = kind;
    member.name = "scalar";
    member.shape = &shape;
  }
  Json read(std::string_view text) const { return read_scalar(member, text, TimestampFormat::iso8601); }
  std::string write(const Json& value) const { return write_scalar(member, value, TimestampFormat::iso8601); }

  model::Shape shape;
  model::Member member;
};

}  // namespace

TEST_CASE("integers are read within the range of their kind") {
  CHECK(Scalar(Kind::integer).read("-2147483648") == -2147483648LL);
  CHECK(Scalar(Kind::integer).read("+5") == 5);
  CHECK(Scalar(Kind::long_integer).read("9223372036854775807") == INT64_MAX);
  for (const char* text : {"", "+", "-", "+-5", "1.0", "0x10", " 1", "1 ", "2147483648", "-2147483649"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(Scalar(Kind::integer).read(text), MalformedMessage);
  }
  CHECK_THROWS_AS(Scalar(Kind::long_integer).read("9223372036854775808"), MalformedMessage);
}

TEST_CASE("floating point numbers know three words and nothing else in letters") {
  const Scalar number(Kind::double_number);
  CHECK(number.read("1.5e3") == 1500.0);
  CHECK(number.read("+.5") == 0.5);
  CHECK(std::isnan(number.read("NaN").get<double>()));
  CHECK(number.read("-Infinity") == -std::numeric_limits<double>::infinity());
  for (const char* text : {"", "nan", "inf", "infinity", "1e999", "0x1p3", "1,5", "--1", "+-1"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(number.read(text), MalformedMessage);
  }
}

TEST_CASE("doubles are written as Java writes them, in the shortest form that reads back the same") {
  CHECK(write_double(5) == "5.0");
  CHECK(write_double(-0.1) == "-0.1");
  CHECK(write_double(1e300) == "1e+300");
  CHECK(write_double(0.1 + 0.2) == "0.30000000000000004");
  CHECK(write_double(std::numeric_limits<double>::infinity()) == "Infinity");
}

TEST_CASE("booleans are true, false, 1 and 0, in lower case") {
  const Scalar boolean(Kind::boolean);
  CHECK(boolean.read("1") == true);
  CHECK(boolean.read("false") == false);
  try {
    boolean.read("TRUE");
    FAIL("TRUE was read");
  } catch (const MalformedMessage& malformed) {
    CHECK(malformed.message == "boolean must follow xsd1.1 definition");
  }
}

TEST_CASE("blobs are base64") {
  const Scalar blob(Kind::blob);
  CHECK(blob.write(blob.read("AP8=")) == "AP8=");
  CHECK(blob.read("AP8=").get_binary().size() == 2);
  CHECK_THROWS_AS(blob.read("AP8"), MalformedMessage);
}

TEST_CASE("an answer of another kind than the model says is a fault") {
  CHECK_THROWS_AS(Scalar(Kind::string).write(1), Fault);
  CHECK_THROWS_AS(Scalar(Kind::integer).write("1"), Fault);
  CHECK_THROWS_AS(Scalar(Kind::long_integer).write(UINT64_MAX), Fault);
  CHECK_THROWS_AS(Scalar(Kind::boolean).write(1), Fault);
  CHECK_THROWS_AS(Scalar(Kind::blob).write("text"), Fault);
  CHECK_THROWS_AS(Scalar(Kind::blob).write(json_fragment("{}")), Fault);
  CHECK_THROWS_AS(Scalar(Kind::timestamp).write("2014"), Fault);
}

TEST_CASE("bytes that are not UTF-8 become the replacement character, one each") {
  CHECK(to_utf8("gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\xB9") == "gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\xB9");
  CHECK(to_utf8("a\xFF"
                "b") ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(to_utf8("\xC3") == "\xEF\xBF\xBD");
  for (const char* bytes :
       {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\x80"}) {
    CHECK_FALSE(is_well_formed_utf8(bytes));
  }
}

}  // namespace cloche::wire
