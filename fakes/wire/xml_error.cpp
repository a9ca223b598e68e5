#include "fakes/wire/xml_error.h"

#include <nlohmann/json.hpp>

#include "fakes/core/fault.h"

namespace cloche::wire {

std::string_view fault_type(const WireError& error) { return error.sender ? "Sender" : "Receiver"; }

void write_xml_error(XmlWriter& xml, const WireError& error, MemberFilter included) {
  xml.element("Code", error.code);
  if (!error.message.empty()) xml.element("Message", error.message);
  if (error.shape != nullptr && !error.shape->members.empty()) {
    write_xml_structure(xml, *error.shape, error.members, included);
    return;
  }
  for (const auto& [name, value] : error.members.items()) {
    if (!value.is_string()) fail("member {} of error {} is not text", name, error.code);
    xml.element(name, value.get<std::string>());
  }
}

}  // namespace cloche::wire
