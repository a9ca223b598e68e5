#include "fakes/wire/json_writer.h"

#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "fakes/core/digest.h"
#include "fakes/core/fault.h"

namespace cloche::wire {

namespace {

constexpr std::array<bool, 256> needs_escape = [] {
  std::array<bool, 256> table{};
  for (std::size_t i = 0; i < 0x20; ++i) table[i] = true;
  table['"'] = true;
  table['\\'] = true;
  return table;
}();

template <class Number>
void append_number(std::string& out, Number value) {
  std::array<char, 32> buffer;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  out.append(buffer.data(), end);
}

void append_escape(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    default:
      out += "\\u00";
      out += digits[static_cast<unsigned char>(c) >> 4];
      out += digits[static_cast<unsigned char>(c) & 0xF];
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape[static_cast<unsigned char>(text[i])]) continue;
    out.append(text, done, i - done);
    append_escape(out, text[i]);
    done = i + 1;
  }
  out.append(text, done);
  out += '"';
}

void append_json_integer(std::string& out, std::int64_t value) { append_number(out, value); }
void append_json_integer(std::string& out, std::uint64_t value) { append_number(out, value); }

void append_json_double(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "\"NaN\"";
  } else if (std::isinf(value)) {
    out += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  } else {
    const std::size_t start = out.size();
    append_number(out, value);
    // A double stays one for who reads it.
    if (out.find_first_of(".eE", start) == std::string::npos) out += ".0";
  }
}

void append_json_seconds(std::string& out, std::int64_t millis) {
  if (millis < 0) {
    out += '-';
    millis = -millis;
  }
  append_number(out, millis / 1000);
  int fraction = static_cast<int>(millis % 1000);
  if (fraction == 0) return;
  out += '.';
  for (int unit = 100; fraction > 0; unit /= 10) {
    out += static_cast<char>('0' + fraction / unit);
    fraction %= unit;
  }
}

void append_json(std::string& out, const Json& value) {
  switch (value.type()) {
    case Json::value_t::object: {
      out += '{';
      bool first = true;
      for (const auto& [name, member] : value.get_ref<const Json::object_t&>()) {
        if (!first) out += ',';
        first = false;
        append_json_string(out, name);
        out += ':';
        append_json(out, member);
      }
      out += '}';
      return;
    }
    case Json::value_t::array: {
      out += '[';
      bool first = true;
      for (const Json& element : value.get_ref<const Json::array_t&>()) {
        if (!first) out += ',';
        first = false;
        append_json(out, element);
      }
      out += ']';
      return;
    }
    case Json::value_t::string:
      return append_json_string(out, value.get_ref<const std::string&>());
    case Json::value_t::boolean:
      out += value.get<bool>() ? "true" : "false";
      return;
    case Json::value_t::number_integer:
      return append_json_integer(out, value.get<std::int64_t>());
    case Json::value_t::number_unsigned:
      return append_json_integer(out, value.get<std::uint64_t>());
    case Json::value_t::number_float:
      return append_json_double(out, value.get<double>());
    case Json::value_t::null:
      out += "null";
      return;
    case Json::value_t::binary:
      if (is_fragment(value)) {
        out += fragment_text(value);
      } else {
        out += '"';
        out += base64(blob_bytes(value));
        out += '"';
      }
      return;
    case Json::value_t::discarded:
      break;
  }
  fail("a discarded value has no text");
}

}  // namespace cloche::wire
