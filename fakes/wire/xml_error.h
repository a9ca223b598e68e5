#pragma once
// Errors as XML, alike in Query and REST-XML: a code, a message, and what else the error's shape has.
#include "fakes/wire/wire_error.h"
#include "fakes/wire/xml_shape.h"

namespace cloche::wire {

/// Writes <Code>, <Message> and the further members that `included` lets through into the element that was
/// opened for the error. Members that the model lacks are written too where it does not know the error, or
/// knows nothing of it (S3's NoSuchKey has a Key).
void write_xml_error(XmlWriter& xml, const WireError& error, MemberFilter included = every_member);

/// "Sender" or "Receiver", as <Type> has it.
std::string_view fault_type(const WireError& error);

}  // namespace cloche::wire
