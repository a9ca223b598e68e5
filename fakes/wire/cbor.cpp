#include "fakes/wire/cbor.h"

#include <bit>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "fakes/wire/utf8.h"

namespace cloche::wire {

namespace {

enum Major : unsigned { positive, negative, byte_string, text_string, array, map, tag, simple };

constexpr std::uint8_t stop = 0xFF;
constexpr unsigned indefinite = 31;

double half(unsigned bits) {
  const unsigned exponent = (bits >> 10) & 0x1F;
  const unsigned mantissa = bits & 0x3FF;
  double value = 0;
  if (exponent == 0) {
    value = std::ldexp(mantissa, -24);
  } else if (exponent != 31) {
    value = std::ldexp(mantissa + 1024, static_cast<int>(exponent) - 25);
  } else {
    value =
        mantissa == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  }
  return (bits & 0x8000) != 0 ? -value : value;
}

class Reader {
 public:
  Reader(std::string_view bytes, int max_depth) : rest_(bytes), depth_left_(max_depth) {}

  Json whole() {
    Json value = item();
    if (!rest_.empty()) refuse("bytes behind the item");
    return value;
  }

 private:
  struct Head {
    unsigned major;
    unsigned information;  // the low five bits
    std::uint64_t argument;
  };

  [[noreturn]] static void refuse(const char* what) { throw CborSyntaxError{what}; }

  std::uint8_t byte() {
    if (rest_.empty()) refuse("the bytes end within an item");
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }

  Head head() {
    const unsigned initial = byte();
    Head head{initial >> 5, initial & 0x1F, initial & 0x1F};
    if (head.information >= 24 && head.information <= 27) {
      head.argument = 0;
      for (int left = 1 << (head.information - 24); left > 0; --left)
        head.argument = head.argument << 8 | byte();
    } else if (head.information > 27 && head.information != indefinite) {
      refuse("a reserved length");
    }
    return head;
  }

  bool at_stop() {
    if (rest_.empty() || static_cast<std::uint8_t>(rest_.front()) != stop) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view take(std::uint64_t length) {
    if (length > rest_.size()) refuse("the bytes end within a string");
    const std::string_view bytes = rest_.substr(0, static_cast<std::size_t>(length));
    rest_.remove_prefix(static_cast<std::size_t>(length));
    return bytes;
  }

  // The content of a byte or text string; one of indefinite length comes in chunks of definite length.
  std::string string(const Head& head) {
    if (head.information != indefinite) return checked(head.major, take(head.argument));
    std::string whole;
    while (!at_stop()) {
      const Head chunk = this->head();
      if (chunk.major != head.major || chunk.information == indefinite) refuse("a chunk of another kind");
      whole += checked(chunk.major, take(chunk.argument));
    }
    return whole;
  }

  static std::string checked(unsigned major, std::string_view bytes) {
    if (major == text_string && !is_well_formed_utf8(bytes)) refuse("text that is not UTF-8");
    return std::string(bytes);
  }

  // Calls `next` for each item of an array or map.
  template <class Next>
  void each(const Head& head, Next next) {
    if (--depth_left_ < 0) refuse("nested too deeply");
    if (head.information == indefinite) {
      while (!at_stop()) next();
    } else {
      // Every item takes a byte at least: a false length ends with the bytes.
      for (std::uint64_t left = head.argument; left > 0; --left) next();
    }
    ++depth_left_;
  }

  Json array_of(const Head& head) {
    Json value = Json::array();
    each(head, [&] { value.push_back(item()); });
    return value;
  }

  Json map_of(const Head& head) {
    Json value = Json::object();
    each(head, [&] {
      const Head key = this->head();
      if (key.major != text_string) refuse("a map's key that is not text");
      std::string name = string(key);
      if (value.contains(name)) refuse("a map's key that is there twice");
      value[std::move(name)] = item();
    });
    return value;
  }

  Json simple_of(const Head& head) {
    switch (head.information) {
      case 20:
      case 21:
        return head.information == 21;
      case 22:
      case 23:
        return nullptr;
      case 25:
        return half(static_cast<unsigned>(head.argument));
      case 26:
        return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(head.argument)));
      case 27:
        return std::bit_cast<double>(head.argument);
      default:
        refuse("an unknown simple value");
    }
  }

  Json tagged(const Head& head) {
    if (head.argument != 1 || head.information == indefinite) refuse("an unknown tag");
    const Head content = this->head();
    Json value = content.major == tag ? Json() : item(content);
    if (!value.is_number()) refuse("a moment that is not a number");
    return value;
  }

  Json item() { return item(head()); }

  Json item(const Head& head) {
    const bool may_be_indefinite = head.major >= byte_string && head.major <= map;
    if (head.information == indefinite && !may_be_indefinite) refuse("a length that its kind can't have");
    constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
    switch (head.major) {
      case positive:
        if (head.argument > largest) return head.argument;
        return static_cast<std::int64_t>(head.argument);
      case negative:
        if (head.argument > largest) refuse("an integer out of range");
        return -1 - static_cast<std::int64_t>(head.argument);
      case byte_string:
        return json_blob(string(head));
      case text_string:
        return string(head);
      case array:
        return array_of(head);
      case map:
        return map_of(head);
      case tag:
        return tagged(head);
      default:
        return simple_of(head);
    }
  }

  std::string_view rest_;
  int depth_left_;
};

}  // namespace

Json read_cbor(std::string_view bytes, int max_depth) { return Reader(bytes, max_depth).whole(); }

void CborWriter::big_endian(std::uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i)
    out_ += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}

void CborWriter::head(unsigned major, std::uint64_t argument) {
  const auto initial = [&](unsigned information) {
    out_ += static_cast<char>(static_cast<unsigned char>(major << 5 | information));
  };
  if (argument < 24) {
    initial(static_cast<unsigned>(argument));
    return;
  }
  const int power = argument <= 0xFF ? 0 : argument <= 0xFFFF ? 1 : argument <= 0xFFFF'FFFF ? 2 : 3;
  initial(24 + static_cast<unsigned>(power));
  big_endian(argument, 1 << power);
}

void CborWriter::text(std::string_view text) {
  head(text_string, text.size());
  out_ += text;
}

void CborWriter::bytes(std::string_view bytes) {
  head(byte_string, bytes.size());
  out_ += bytes;
}

void CborWriter::integer(std::int64_t value) {
  if (value >= 0) {
    head(positive, static_cast<std::uint64_t>(value));
  } else {
    head(negative, static_cast<std::uint64_t>(-1 - value));
  }
}

void CborWriter::number(double value) {
  const bool fits_float = std::isnan(value) || std::isinf(value) ||
                          (std::abs(value) <= static_cast<double>(std::numeric_limits<float>::max()) &&
                           static_cast<double>(static_cast<float>(value)) == value);
  if (fits_float) {
    out_ += static_cast<char>(0xFA);
    big_endian(std::bit_cast<std::uint32_t>(static_cast<float>(value)), 4);
  } else {
    out_ += static_cast<char>(0xFB);
    big_endian(std::bit_cast<std::uint64_t>(value), 8);
  }
}

void CborWriter::timestamp(std::int64_t millis) {
  head(tag, 1);
  if (millis % 1000 == 0) {
    integer(millis / 1000);
  } else {
    number(static_cast<double>(millis) / 1000);
  }
}

}  // namespace cloche::wire
