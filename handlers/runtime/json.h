#pragma once
// JSON as Boost.JSON has it, and the one way in which this application reads and writes it.
//
// A document that is read lies in one piece of memory, which is given back with the last of its values,
// unless the reader brings some: reading takes few allocations, and a part can be kept for as long as it is
// needed.
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace handlers {

namespace json = boost::json;
using Json = json::value;

/// Memory of its own, for a document and what is taken from it.
inline json::storage_ptr own_memory() { return json::make_shared_resource<json::monotonic_resource>(); }

/// Throws boost::system::system_error for what is not JSON in UTF-8, or is nested deeper than 32 containers.
/// Where `memory` is not the document's own, neither it nor a copy of a part may outlive it.
Json read_json(std::string_view text, json::storage_ptr memory = own_memory());
/// The object that `text` is; nullopt where it is none, is nested deeper than `deepest` containers, or has a
/// number that no double can hold.
std::optional<json::object> read_object(std::string_view text, std::size_t deepest = 32);

/// Without blanks, and with members in the order of their names: what says the same is the same text, here
/// and in the Python twin. A byte that is not UTF-8 becomes U+FFFD.
std::string to_text(const Json& value);
std::string to_text(const json::object& object);

/// The member `name` where it is a string, for as long as the object is there.
std::optional<std::string_view> text_member(const json::object& object, std::string_view name);

}  // namespace handlers
