#include "handlers/runtime/json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "handlers/runtime/utf8.h"

namespace handlers {

namespace {

/// Whether a byte of a string is written as it is.
constexpr auto is_plain = [] {
  std::array<bool, 256> plain{};
  for (unsigned char c = ' '; c < 0x80; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

/// Boost.JSON reads 1e999 as infinity, which JSON does not have.
bool has_infinity(const Json& value) {
  if (const double* number = value.if_double()) return std::isinf(*number);
  if (const json::array* array = value.if_array()) return std::ranges::any_of(*array, has_infinity);
  if (const json::object* object = value.if_object())
    return std::ranges::any_of(*object, [](const auto& member) { return has_infinity(member.value()); });
  return false;
}

class Writer {
 public:
  void write(const Json& value) {
    if (const json::object* object = value.if_object()) {
      write(*object);
    } else if (const json::array* array = value.if_array()) {
      write(*array);
    } else if (const json::string* string = value.if_string()) {
      write(std::string_view(*string));
    } else if (const std::int64_t* number = value.if_int64()) {
      text += std::to_string(*number);
    } else {
      text += json::serialize(value);
    }
  }

  void write(const json::object& object) {
    const std::size_t first = members_.size();
    for (const json::key_value_pair& member : object) members_.push_back(&member);
    std::ranges::sort(members_.begin() + static_cast<std::ptrdiff_t>(first), members_.end(), {},
                      [](const json::key_value_pair* member) { return std::string_view(member->key()); });
    text += '{';
    for (std::size_t i = first; i < first + object.size(); ++i) {
      const json::key_value_pair& member = *members_[i];
      if (i > first) text += ',';
      write(std::string_view(member.key()));
      text += ':';
      write(member.value());
    }
    text += '}';
    members_.resize(first);
  }

  std::string text;

 private:
  void write(const json::array& array) {
    text += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
      if (i > 0) text += ',';
      write(array[i]);
    }
    text += ']';
  }

  void write(std::string_view string) {
    text += '"';
    for (;;) {
      const auto end =
          std::find_if_not(string.begin(), string.end(), [](unsigned char c) { return is_plain[c]; });
      const auto plain = static_cast<std::size_t>(end - string.begin());
      text += string.substr(0, plain);
      string.remove_prefix(plain);
      if (string.empty()) break;
      const std::size_t size = static_cast<unsigned char>(string[0]) < 0x80 ? 1 : character_size(string);
      if (size == 1) {
        escape(string[0]);
      } else {
        text += size > 0 ? string.substr(0, size) : "\uFFFD";
      }
      string.remove_prefix(std::max<std::size_t>(size, 1));
    }
    text += '"';
  }

  void escape(char c) {
    constexpr std::string_view named = "\"\\\b\f\n\r\t";
    constexpr std::string_view names = "\"\\bfnrt";
    constexpr std::string_view digits = "0123456789abcdef";
    text += '\\';
    if (const auto place = named.find(c); place != std::string_view::npos) {
      text += names[place];
    } else {
      text += {'u', '0', '0', digits[static_cast<std::size_t>(c) >> 4U], digits[c & 15]};
    }
  }

  std::vector<const json::key_value_pair*> members_;  // of the objects that are being written, each in order
};

template <typename Value>
std::string text_of(const Value& value) {
  Writer writer;
  writer.text.reserve(1000);
  writer.write(value);
  return std::move(writer.text);
}

}  // namespace

Json read_json(std::string_view text, json::storage_ptr memory) {
  return json::parse(text, std::move(memory));
}

std::optional<json::object> read_object(std::string_view text, std::size_t deepest) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark
  json::error_code error;
  Json document = json::parse(text, error, own_memory(), {.max_depth = deepest});
  if (error || !document.is_object() || has_infinity(document)) return std::nullopt;
  return std::move(document.as_object());
}

std::string to_text(const Json& value) { return text_of(value); }
std::string to_text(const json::object& object) { return text_of(object); }

std::optional<std::string_view> text_member(const json::object& object, std::string_view name) {
  const Json* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return value->get_string();
}

}  // namespace handlers
