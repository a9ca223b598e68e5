#pragma once
// Documents as XML, in both directions, by the model's tables: what REST-XML carries and what Query answers.
// A structure's members are elements (or attributes); a list is an element of elements, or flattened, several
// elements of the member's name; a map is a list of entries with a key and a value.
#include <span>
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/wire/model.h"
#include "fakes/wire/xml_writer.h"

namespace cloche::wire {

/// Which members of a structure are part of its XML: at the top of a REST message some travel elsewhere.
using MemberFilter = bool (*)(const model::Member&);
inline bool every_member(const model::Member&) { return true; }

/// The name of the member's element (or its parameter in a query).
inline std::string_view element_name(const model::Member& member) {
  return member.location_name.empty() ? member.name : member.location_name;
}

/// Reads a document whose root is a structure of `shape`. The root must have one of the names of `roots`, if
/// there are any. Elements that the model lacks are ignored (assumed). Throws MalformedMessage; also for a
/// document type declaration, and for nesting deeper than 100.
Json read_xml(const model::Shape& shape, std::string_view text, std::span<const std::string_view> roots,
              MemberFilter included = every_member);

/// Writes the attributes and elements of a structure into the element that was opened for it. A Fault where
/// `document` has a member that the shape lacks, or of another kind.
void write_xml_structure(XmlWriter& xml, const model::Shape& shape, const Json& document,
                         MemberFilter included = every_member);

/// Declares a namespace on the element just opened, if there is one.
void write_xml_namespace(XmlWriter& xml, std::string_view prefix, std::string_view uri);

}  // namespace cloche::wire
