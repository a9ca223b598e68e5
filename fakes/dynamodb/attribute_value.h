#pragma once
// An attribute value is Json in wire form, an object of one member that names its kind: {"S": "x"}, {"N":
// "1.5"},
// {"B": "<base64>"}, {"L": […]}; an item is an object of attribute values by name. attribute_value_input.h
// makes sure of that form when a request comes in, so the functions here take it for granted: another form is
// a Fault.
//
// Numbers are kept in their one plain text (see Number), so numbers are equal if their texts are; the
// elements of a set keep the order in which they were given, as in the real service, and are compared without
// it.
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/json.h"

namespace cloche::dynamodb {

enum class Kind : std::uint8_t { S, N, B, SS, NS, BS, BOOL, NULL_, L, M };

/// "S", "NULL", …
std::string_view name_of(Kind kind);
/// nullopt where there is no such kind.
std::optional<Kind> find_kind(std::string_view name);

Kind kind_of(const Json& value);
/// What stands beside the kind: a text, true or false, an array, an object.
const Json& content_of(const Json& value);
Json& content_of(Json& value);
Json make_value(Kind kind, Json content);

bool is_set(Kind kind);
/// The kind of a set's elements.
Kind element_of(Kind set);
/// Whether the elements of a set, in whatever order, contain `element`, the content of an S, N or B.
bool set_contains(const Json& set_content, const Json& element);

/// Equal as the service sees it: of one kind, sets without order, numbers by value.
bool equal(const Json& a, const Json& b);

/// Of two strings (by their UTF-8 bytes), two numbers or two binaries; nullopt for all else.
std::optional<std::strong_ordering> compare(const Json& a, const Json& b);

/// The bytes of a binary's content.
std::string bytes_of(const Json& base64_content);

/// The largest size of an item.
inline constexpr std::size_t max_item_size = 400 * 1024;

/// Bytes as the service counts them (Developer Guide, "DynamoDB item sizes and formats"): the UTF-8 of a
/// string, the bytes of a binary, Number::size(), 1 for a Boolean or a null, 3 for a list or map and 1 more
/// for each element.
std::size_t size_of(const Json& value);
/// Names and values.
std::size_t item_size(const Json& item);

}  // namespace cloche::dynamodb
