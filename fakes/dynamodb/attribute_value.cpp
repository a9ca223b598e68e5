#include "fakes/dynamodb/attribute_value.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "fakes/core/digest.h"
#include "fakes/core/fault.h"
#include "fakes/dynamodb/number.h"

namespace cloche::dynamodb {

namespace {

constexpr std::array<std::string_view, 10> names{"S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "L", "M"};

std::size_t base64_size(const std::string& text) {
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  return text.size() / 4 * 3 - padding;
}

bool equal_sets(const Json& a, const Json& b) {
  if (a.size() != b.size()) return false;
  if (a == b) return true;
  std::vector<const std::string*> left;
  std::vector<const std::string*> right;
  for (const auto& element : a) left.push_back(element.get_ptr<const std::string*>());
  for (const auto& element : b) right.push_back(element.get_ptr<const std::string*>());
  const auto less = [](const std::string* x, const std::string* y) { return *x < *y; };
  std::sort(left.begin(), left.end(), less);
  std::sort(right.begin(), right.end(), less);
  return std::equal(left.begin(), left.end(), right.begin(),
                    [](const std::string* x, const std::string* y) { return *x == *y; });
}

}  // namespace

std::string_view name_of(Kind kind) { return names[static_cast<std::size_t>(kind)]; }

std::optional<Kind> find_kind(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Kind>(found - names.begin());
}

Kind kind_of(const Json& value) {
  if (value.is_object() && value.size() == 1) {
    if (const auto kind = find_kind(value.begin().key())) return *kind;
  }
  fail("not an attribute value: {}", value.dump());
}

const Json& content_of(const Json& value) {
  if (!value.is_object() || value.size() != 1) fail("not an attribute value: {}", value.dump());
  return value.begin().value();
}

Json& content_of(Json& value) { return const_cast<Json&>(content_of(static_cast<const Json&>(value))); }

Json make_value(Kind kind, Json content) {
  Json value = Json::object();
  value.emplace(std::string(name_of(kind)), std::move(content));
  return value;
}

bool is_set(Kind kind) { return kind == Kind::SS || kind == Kind::NS || kind == Kind::BS; }

Kind element_of(Kind set) {
  if (!is_set(set)) fail("{} is no set", name_of(set));
  return set == Kind::SS ? Kind::S : set == Kind::NS ? Kind::N : Kind::B;
}

bool set_contains(const Json& set_content, const Json& element) {
  return std::find(set_content.begin(), set_content.end(), element) != set_content.end();
}

bool equal(const Json& a, const Json& b) {
  const Kind kind = kind_of(a);
  if (kind != kind_of(b)) return false;
  const Json& left = content_of(a);
  const Json& right = content_of(b);
  if (is_set(kind)) return equal_sets(left, right);
  if (kind == Kind::L) return std::equal(left.begin(), left.end(), right.begin(), right.end(), equal);
  if (kind == Kind::M) {
    if (left.size() != right.size()) return false;
    for (auto x = left.begin(), y = right.begin(); x != left.end(); ++x, ++y) {
      if (x.key() != y.key() || !equal(x.value(), y.value())) return false;
    }
    return true;
  }
  return left == right;
}

std::optional<std::strong_ordering> compare(const Json& a, const Json& b) {
  const Kind kind = kind_of(a);
  if (kind != kind_of(b)) return std::nullopt;
  const Json& left = content_of(a);
  const Json& right = content_of(b);
  if (kind == Kind::S) return left.get_ref<const std::string&>() <=> right.get_ref<const std::string&>();
  if (kind == Kind::B) return bytes_of(left) <=> bytes_of(right);
  if (kind == Kind::N) {
    return Number::parse(left.get_ref<const std::string&>()) <=>
           Number::parse(right.get_ref<const std::string&>());
  }
  return std::nullopt;
}

std::string bytes_of(const Json& base64_content) {
  auto bytes = base64_decode(base64_content.get_ref<const std::string&>());
  if (!bytes) fail("not base64: {}", base64_content.dump());
  return std::move(*bytes);
}

std::size_t size_of(const Json& value) {
  const Json& content = content_of(value);
  std::size_t size = 0;
  switch (kind_of(value)) {
    case Kind::S:
      return content.get_ref<const std::string&>().size();
    case Kind::N:
      return Number::parse(content.get_ref<const std::string&>()).size();
    case Kind::B:
      return base64_size(content.get_ref<const std::string&>());
    case Kind::BOOL:
    case Kind::NULL_:
      return 1;
    case Kind::SS:
      for (const auto& element : content) size += element.get_ref<const std::string&>().size();
      return size;
    case Kind::NS:
      for (const auto& element : content) size += Number::parse(element.get_ref<const std::string&>()).size();
      return size;
    case Kind::BS:
      for (const auto& element : content) size += base64_size(element.get_ref<const std::string&>());
      return size;
    case Kind::L:
      for (const auto& element : content) size += 1 + size_of(element);
      return 3 + size;
    case Kind::M:
      return 3 + content.size() + item_size(content);
  }
  fail("unknown kind of attribute value");
}

std::size_t item_size(const Json& item) {
  std::size_t size = 0;
  for (auto attribute = item.begin(); attribute != item.end(); ++attribute) {
    size += attribute.key().size() + size_of(attribute.value());
  }
  return size;
}

}  // namespace cloche::dynamodb
