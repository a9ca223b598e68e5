#include "emulator/deploy/sam/python_order.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>

#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

/// The hash of a string (Objects/stringobject.c of Python 2.7).
std::uint64_t python_hash(const std::string& text) {
  if (text.empty()) return 0;
  std::uint64_t hash = static_cast<std::uint64_t>(static_cast<unsigned char>(text[0])) << 7;
  for (const char c : text) hash = hash * 1000003 ^ static_cast<unsigned char>(c);
  hash ^= text.size();
  return hash == UINT64_MAX ? UINT64_MAX - 1 : hash;
}

/// An open hash table of names (Objects/dictobject.c).
class PythonTable {
 public:
  void add(const std::string& name) {
    const std::uint64_t mask = slots_.size() - 1;
    const std::uint64_t hash = python_hash(name);
    std::uint64_t walker = hash & mask;
    std::uint64_t perturb = hash;
    while (slots_[walker & mask]) {
      if (*slots_[walker & mask] == name) return;
      walker = (walker << 2) + walker + perturb + 1;
      perturb >>= 5;
    }
    slots_[walker & mask] = name;
    ++used_;
    if (used_ * 3 >= slots_.size() * 2) grow();
  }

  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& slot : slots_) {
      if (slot) all.push_back(*slot);
    }
    return all;
  }

 private:
  void grow() {
    const std::vector<std::string> all = names();
    std::size_t size = 8;
    while (size <= used_ * 4) size *= 2;
    slots_.assign(size, std::nullopt);
    used_ = 0;
    for (const std::string& name : all) add(name);
  }

  std::vector<std::optional<std::string>> slots_ = std::vector<std::optional<std::string>>(8);
  std::size_t used_ = 0;
};

std::string quoted(const std::string& text) { return shown_quoted(Json(text)); }

}  // namespace

std::vector<std::string> python_order(const std::vector<std::string>& names) {
  PythonTable table;
  for (const std::string& name : names) table.add(name);
  return table.names();
}

std::string python_text(const Json& value, bool unicode_names) {
  std::string text;
  if (value.is_string()) return text.append("u").append(quoted(value.get<std::string>()));
  const auto add = [&](const std::string& part) {
    if (!text.empty()) text += ", ";
    text += part;
  };
  if (value.is_array()) {
    for (const Json& element : value) add(python_text(element, true));
    return "[" + text + "]";
  }
  if (!value.is_object()) return shown(value);
  std::vector<std::string> names;
  for (const auto& [name, part] : value.items()) names.push_back(name);
  for (const std::string& name : python_order(names)) {
    std::string entry = unicode_names ? "u" : "";
    entry += quoted(name) + ": " + python_text(value[name], true);
    add(entry);
  }
  return "{" + text + "}";
}

}  // namespace cloche::deploy::sam
