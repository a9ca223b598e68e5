#include "fakes/wire/xml_shape.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "fakes/core/fault.h"
#include "fakes/wire/scalar_text.h"
#include "fakes/wire/utf8.h"

namespace cloche::wire {

using model::Kind;
using model::Member;
using model::Shape;

namespace {

constexpr int max_depth = 100;  // assumed
constexpr auto timestamps = model::TimestampFormat::iso8601;

std::string_view local_name(const char* name) {
  const char* colon = std::strchr(name, ':');
  return colon == nullptr ? name : colon + 1;
}

std::string_view name_or(const Member& member, std::string_view otherwise) {
  return member.location_name.empty() ? otherwise : member.location_name;
}

// ---- reading ----

Json read_element(const Member& member, const pugi::xml_node& element);

// The next element from `node` on.
pugi::xml_node element_from(pugi::xml_node node) {
  while (node && node.type() != pugi::node_element) node = node.next_sibling();
  return node;
}

pugi::xml_node first_element(const pugi::xml_node& parent) { return element_from(parent.first_child()); }
pugi::xml_node next_element(const pugi::xml_node& element) { return element_from(element.next_sibling()); }

// Scalars other than strings may have white space around them.
std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

Json read_text(const Member& member, const pugi::xml_node& element) {
  std::string text;
  for (pugi::xml_node node = element.first_child(); node; node = node.next_sibling()) {
    if (node.type() == pugi::node_element) throw MalformedMessage{"an element where text was expected"};
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) text += node.value();
  }
  return read_scalar(member, member.shape->kind == Kind::string ? text : trimmed(text), timestamps);
}

// One entry of a map into `map`.
void read_entry(const Shape& shape, const pugi::xml_node& entry, Json& map) {
  const std::string_view key_name = name_or(*shape.key, "key");
  const std::string_view value_name = name_or(*shape.element, "value");
  Json key;
  Json value;
  for (pugi::xml_node part = first_element(entry); part; part = next_element(part)) {
    const std::string_view name = local_name(part.name());
    if (name == key_name) {
      key = read_element(*shape.key, part);
    } else if (name == value_name) {
      value = read_element(*shape.element, part);
    }
  }
  if (!key.is_string() || value.is_null()) throw MalformedMessage{"a map's entry without its key or value"};
  map[key.get_ref<const std::string&>()] = std::move(value);
}

Json read_list(const Shape& shape, const pugi::xml_node& parent) {
  const std::string_view name = name_or(*shape.element, "member");
  Json list = Json::array();
  for (pugi::xml_node child = first_element(parent); child; child = next_element(child)) {
    if (local_name(child.name()) != name) throw MalformedMessage{"an element that its list does not have"};
    list.push_back(read_element(*shape.element, child));
  }
  return list;
}

Json read_map(const Shape& shape, const pugi::xml_node& parent) {
  Json map = Json::object();
  for (pugi::xml_node child = first_element(parent); child; child = next_element(child)) {
    if (local_name(child.name()) != "entry") throw MalformedMessage{"an element that a map does not have"};
    read_entry(shape, child, map);
  }
  return map;
}

const Member* find_member(const Shape& shape, MemberFilter included, bool attribute, std::string_view name) {
  const auto found = std::ranges::find_if(shape.members, [&](const Member& member) {
    return member.xml_attribute == attribute && element_name(member) == name && included(member);
  });
  return found == shape.members.end() ? nullptr : &*found;
}

bool is_flattened(const Member& member) {
  return (member.flattened || member.shape->flattened) &&
         (member.shape->kind == Kind::list || member.shape->kind == Kind::map);
}

Json read_structure(const Shape& shape, const pugi::xml_node& element, MemberFilter included) {
  Json document = Json::object();
  for (pugi::xml_attribute attribute = element.first_attribute(); attribute;
       attribute = attribute.next_attribute()) {
    const Member* member = find_member(shape, included, true, attribute.name());
    if (member != nullptr) document[member->name] = read_scalar(*member, attribute.value(), timestamps);
  }
  for (pugi::xml_node child = first_element(element); child; child = next_element(child)) {
    const Member* member = find_member(shape, included, false, local_name(child.name()));
    if (member == nullptr) continue;
    if (is_flattened(*member)) {
      Json& value = document[member->name];
      if (member->shape->kind == Kind::list) {
        value.push_back(read_element(*member->shape->element, child));
      } else {
        if (value.is_null()) value = Json::object();
        read_entry(*member->shape, child, value);
      }
    } else {
      if (document.contains(member->name)) throw MalformedMessage{"an element that may be there once only"};
      document[member->name] = read_element(*member, child);
    }
  }
  return document;
}

Json read_element(const Member& member, const pugi::xml_node& element) {
  const Shape& shape = *member.shape;
  if (shape.kind == Kind::structure) return read_structure(shape, element, every_member);
  if (shape.kind == Kind::list) return read_list(shape, element);
  if (shape.kind == Kind::map) return read_map(shape, element);
  return read_text(member, element);
}

bool nested_deeper(const pugi::xml_document& document) {
  int depth = 0;
  pugi::xml_node node = document.first_child();
  while (node) {
    if (depth > max_depth) return true;
    if (node.first_child()) {
      node = node.first_child();
      ++depth;
      continue;
    }
    while (node && !node.next_sibling()) {
      node = node.parent();
      if (--depth < 0) return false;
    }
    node = node.next_sibling();
  }
  return false;
}

// ---- writing ----

void write_value(XmlWriter& xml, const Member& member, const Json& value);

void write_element(XmlWriter& xml, std::string_view name, const Member& member, const Json& value) {
  xml.open(name);
  write_xml_namespace(xml, member.xml_prefix, member.xml_namespace);
  if (member.xml_namespace.empty() && member.shape->kind == Kind::structure) {
    write_xml_namespace(xml, member.shape->xml_prefix, member.shape->xml_namespace);
  }
  write_value(xml, member, value);
  xml.close();
}

void write_entry(XmlWriter& xml, const Shape& shape, const std::string& key, const Json& value) {
  write_element(xml, name_or(*shape.key, "key"), *shape.key, key);
  write_element(xml, name_or(*shape.element, "value"), *shape.element, value);
}

void write_list(XmlWriter& xml, const Shape& shape, const Json& value) {
  if (!value.is_array()) wrong_kind(shape, value);
  for (const Json& element : value)
    write_element(xml, name_or(*shape.element, "member"), *shape.element, element);
}

void write_map(XmlWriter& xml, const Shape& shape, const Json& value) {
  if (!value.is_object()) wrong_kind(shape, value);
  for (const auto& [key, mapped] : value.items()) {
    xml.open("entry");
    write_entry(xml, shape, key, mapped);
    xml.close();
  }
}

void write_value(XmlWriter& xml, const Member& member, const Json& value) {
  const Shape& shape = *member.shape;
  if (shape.kind == Kind::structure) {
    write_xml_structure(xml, shape, value);
  } else if (shape.kind == Kind::list) {
    write_list(xml, shape, value);
  } else if (shape.kind == Kind::map) {
    write_map(xml, shape, value);
  } else {
    xml.text(write_scalar(member, value, timestamps));
  }
}

// A flattened list or map: one element of the member's name for each of its elements.
void write_flattened(XmlWriter& xml, const Member& member, const Json& value) {
  const Shape& shape = *member.shape;
  const bool is_list = shape.kind == Kind::list;
  if (is_list ? !value.is_array() : !value.is_object()) wrong_kind(shape, value);
  for (const auto& [key, element] : value.items()) {
    xml.open(element_name(member));
    write_xml_namespace(xml, member.xml_prefix, member.xml_namespace);
    if (is_list) {
      write_value(xml, *shape.element, element);
    } else {
      write_entry(xml, shape, key, element);
    }
    xml.close();
  }
}

}  // namespace

Json read_xml(const Shape& shape, std::string_view text, std::span<const std::string_view> roots,
              MemberFilter included) {
  if (!is_well_formed_utf8(text) || text.find('\0') != std::string_view::npos)
    throw MalformedMessage{"not UTF-8 text"};
  pugi::xml_document document;
  const auto flags = pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_doctype;
  const auto result = document.load_buffer(text.data(), text.size(), flags, pugi::encoding_utf8);
  if (!result) throw MalformedMessage{result.description()};
  if (nested_deeper(document)) throw MalformedMessage{"nested too deeply"};
  pugi::xml_node root;
  for (pugi::xml_node node = document.first_child(); node; node = node.next_sibling()) {
    if (node.type() == pugi::node_doctype) throw MalformedMessage{"a document type declaration"};
    if (node.type() != pugi::node_element) continue;
    if (root) throw MalformedMessage{"more than one root"};
    root = node;
  }
  if (!root) throw MalformedMessage{"no root"};
  if (!roots.empty() && std::ranges::find(roots, local_name(root.name())) == roots.end()) {
    throw MalformedMessage{"a root of another name"};
  }
  return read_structure(shape, root, included);
}

void write_xml_structure(XmlWriter& xml, const Shape& shape, const Json& document, MemberFilter included) {
  if (!document.is_object()) wrong_kind(shape, document);
  for (const auto& [name, value] : document.items()) {
    if (shape.member(name) == nullptr) fail("{} has no member {}", shape.name, name);
  }
  const auto present = [&](const Member& member) -> const Json* {
    const auto found = included(member) ? document.find(member.name) : document.end();
    return found == document.end() || found->is_null() ? nullptr : &*found;
  };
  for (const Member& member : shape.members) {
    const Json* value = member.xml_attribute ? present(member) : nullptr;
    if (value != nullptr) xml.attribute(element_name(member), write_scalar(member, *value, timestamps));
  }
  for (const Member& member : shape.members) {
    const Json* value = member.xml_attribute ? nullptr : present(member);
    if (value == nullptr) continue;
    if (is_flattened(member)) {
      write_flattened(xml, member, *value);
    } else {
      write_element(xml, element_name(member), member, *value);
    }
  }
}

void write_xml_namespace(XmlWriter& xml, std::string_view prefix, std::string_view uri) {
  if (uri.empty()) return;
  xml.attribute(prefix.empty() ? std::string("xmlns") : "xmlns:" + std::string(prefix), uri);
}

}  // namespace cloche::wire
