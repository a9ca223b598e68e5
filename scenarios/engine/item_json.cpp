#include "scenarios/engine/item_json.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace cloche::scenarios {

namespace {

template <class Number>
bool reads_whole(const std::string& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

Json plain_number(const std::string& text) {
  constexpr std::size_t exact_digits = 15;  // of a double
  std::int64_t whole = 0;
  if (reads_whole(text, whole)) return whole;
  std::uint64_t large = 0;
  if (reads_whole(text, large)) return large;
  double number = 0;
  const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
  if (static_cast<std::size_t>(digits) <= exact_digits && reads_whole(text, number)) return number;
  return text;
}

Json plain_value(const Json& value) {
  if (!value.is_object() || value.size() != 1) return value;
  const std::string& type = value.begin().key();
  const Json& inner = value.front();
  if (type == "NULL") return nullptr;
  if (type == "N") return inner.is_string() ? plain_number(inner.get<std::string>()) : inner;
  if (type == "M") return plain_item(inner);
  if (type == "L" || type == "NS" || type == "SS" || type == "BS") {
    Json array = Json::array();
    for (const Json& element : inner) {
      if (type == "NS") {
        array.push_back(plain_number(element.get<std::string>()));
      } else {
        array.push_back(type == "L" ? plain_value(element) : element);
      }
    }
    if (type != "L") std::sort(array.begin(), array.end());
    return array;
  }
  return inner;
}

Json typed_value(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null:
      return {{"NULL", true}};
    case Json::value_t::boolean:
      return {{"BOOL", value}};
    case Json::value_t::string:
      return {{"S", value}};
    case Json::value_t::array: {
      Json list = Json::array();
      for (const Json& element : value) list.push_back(typed_value(element));
      return {{"L", std::move(list)}};
    }
    case Json::value_t::object:
      return {{"M", typed_item(value)}};
    default:
      return {{"N", value.dump()}};
  }
}

}  // namespace

Json plain_item(const Json& item) {
  Json plain = Json::object();
  for (const auto& [name, value] : item.items()) plain[name] = plain_value(value);
  return plain;
}

Json typed_item(const Json& plain) {
  Json item = Json::object();
  for (const auto& [name, value] : plain.items()) item[name] = typed_value(value);
  return item;
}

}  // namespace cloche::scenarios
