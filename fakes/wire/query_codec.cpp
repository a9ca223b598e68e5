// Query: the request is a form ("Action=Subscribe&Attributes.entry.1.key=…"), the answer is XML.
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>

#include "fakes/wire/codec.h"
#include "fakes/wire/scalar_text.h"
#include "fakes/wire/utf8.h"
#include "fakes/wire/wire_error.h"
#include "fakes/wire/xml_error.h"
#include "fakes/wire/xml_shape.h"

namespace cloche::wire {

using model::Kind;
using model::Member;
using model::Shape;

namespace {

constexpr std::size_t max_parameters = 10'000;  // assumed; as web servers have it
constexpr std::size_t max_depth = 64;           // parts of a parameter's name; assumed

// As seen from SNS, SQS and CloudWatch.
constexpr const char* list_not_expected = "Start of list found where not expected";
constexpr const char* top_level_list = "Top level element may not be treated as a list";

// The parameters as a tree: "Tags.member.1.Key=a" is Tags → member → 1 → Key.
struct Parameter {
  std::optional<std::string> value;
  std::map<std::string, Parameter, std::less<>> parts;

  const Parameter* part(std::string_view name) const {
    const auto found = parts.find(name);
    return found == parts.end() ? nullptr : &found->second;
  }
};

std::optional<std::uint32_t> index_of(std::string_view text) {
  std::uint32_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(index) : std::nullopt;
}

void add_parameter(Parameter& root, std::string_view name, std::string value) {
  Parameter* at = &root;
  std::size_t depth = 0;
  for (std::string_view rest = name;;) {
    if (++depth > max_depth) throw MalformedMessage{"a parameter's name has too many parts"};
    const auto dot = rest.find('.');
    at = &at->parts[std::string(rest.substr(0, dot))];
    if (dot == std::string_view::npos) break;
    rest.remove_prefix(dot + 1);
  }
  if (!at->value)
    at->value = to_utf8(std::move(value));  // of a parameter given twice the first counts; assumed
}

Parameter read_parameters(const HttpRequest& request) {
  Parameter root;
  std::size_t count = 0;
  for (const std::string_view form : {request.raw_query(), std::string_view(request.body)}) {
    // Counted before it is taken apart.
    count += static_cast<std::size_t>(std::ranges::count(form, '&')) + 1;
    if (count > max_parameters + 2) throw MalformedMessage{"too many parameters"};
    for (auto& [name, value] : parse_query(form))
      add_parameter(root, to_utf8(std::move(name)), std::move(value));
  }
  return root;
}

Json read_value(const Member& member, const Parameter& parameter);

// The elements of a list or entries of a map, by their number; a gap does not count.
std::map<std::uint32_t, const Parameter*> numbered(const Parameter& parameter) {
  std::map<std::uint32_t, const Parameter*> elements;
  for (const auto& [name, part] : parameter.parts) {
    const auto index = index_of(name);
    if (!index) throw MalformedMessage{list_not_expected};
    elements[*index] = &part;
  }
  return elements;
}

bool has_number(const Parameter& parameter) {
  return std::ranges::any_of(parameter.parts,
                             [](const auto& part) { return index_of(part.first).has_value(); });
}

// What holds the numbered elements: the parameter itself where it is flattened, else its one part of that
// name.
const Parameter* container(const Member& member, const Parameter& parameter, std::string_view part_name) {
  if (member.flattened || member.shape->flattened) return &parameter;
  if (has_number(parameter)) throw MalformedMessage{top_level_list};
  for (const auto& [name, part] : parameter.parts) {
    if (name != part_name) throw MalformedMessage{list_not_expected};
  }
  return parameter.part(part_name);
}

std::string_view name_or(const Member& member, std::string_view otherwise) {
  return member.location_name.empty() ? otherwise : member.location_name;
}

Json read_list(const Member& member, const Parameter& parameter) {
  Json list = Json::array();
  const Member& element = *member.shape->element;
  const Parameter* elements = container(member, parameter, name_or(element, "member"));
  if (elements == nullptr) return list;
  for (const auto& [index, part] : numbered(*elements)) list.push_back(read_value(element, *part));
  return list;
}

Json read_map(const Member& member, const Parameter& parameter) {
  Json map = Json::object();
  const Shape& shape = *member.shape;
  const Parameter* entries = container(member, parameter, "entry");
  if (entries == nullptr) return map;
  for (const auto& [index, entry] : numbered(*entries)) {
    const Parameter* key = entry->part(name_or(*shape.key, "key"));
    const Parameter* value = entry->part(name_or(*shape.element, "value"));
    if (key == nullptr || !key->value || value == nullptr)
      throw MalformedMessage{"a map's entry without its key or value"};
    map[*key->value] = read_value(*shape.element, *value);
  }
  return map;
}

Json read_structure(const Shape& shape, const Parameter& parameter) {
  Json document = Json::object();
  for (const Member& member : shape.members) {
    const Parameter* part = parameter.part(element_name(member));
    if (part != nullptr) document[member.name] = read_value(member, *part);
  }
  return document;
}

Json read_value(const Member& member, const Parameter& parameter) {
  switch (member.shape->kind) {
    case Kind::structure:
      if (has_number(parameter)) throw MalformedMessage{list_not_expected};
      return read_structure(*member.shape, parameter);
    case Kind::list:
      return read_list(member, parameter);
    case Kind::map:
      return read_map(member, parameter);
    default:
      if (!parameter.parts.empty() || !parameter.value) throw MalformedMessage{list_not_expected};
      return read_scalar(member, *parameter.value, model::TimestampFormat::iso8601);
  }
}

// A numbered parameter that is no flattened list of the operation, whatever its name.
void check_top_level(const Shape& shape, const Parameter& root) {
  for (const auto& [name, parameter] : root.parts) {
    if (!has_number(parameter)) continue;
    const bool is_flattened =
        std::ranges::any_of(shape.members, [&, name = std::string_view(name)](const Member& member) {
          return element_name(member) == name && (member.flattened || member.shape->flattened);
        });
    if (!is_flattened) throw MalformedMessage{top_level_list};
  }
}

HttpResponse response(int status, XmlWriter& xml, const std::string& request_id) {
  return {status, {{"x-amzn-RequestId", request_id}, {"Content-Type", "text/xml"}}, xml.take()};
}

class QueryCodec final : public Codec {
 public:
  Json decode(const model::Service&, const model::Operation& operation, const HttpRequest& request,
              const PathLabels& labels) const override {
    try {
      Parameter root = read_parameters(request);
      if (operation.input == nullptr) return Json::object();
      // What the path says holds where the form does not say it.
      for (const auto& [name, value] : labels.labels) {
        Parameter& parameter = root.parts[name];
        if (!parameter.value) parameter.value = value;
      }
      check_top_level(*operation.input, root);
      return read_structure(*operation.input, root);
    } catch (const MalformedMessage& malformed) {
      throw ApiError("MalformedInput", malformed.message, 400);
    }
  }

  HttpResponse encode(const model::Service& service, const model::Operation& operation, const Json& answer,
                      const std::string& request_id) const override {
    XmlWriter xml;
    xml.open(std::string(operation.name) + "Response");
    write_xml_namespace(xml, "", service.xml_namespace);
    if (operation.output != nullptr) {
      if (!operation.result_wrapper.empty()) xml.open(operation.result_wrapper);
      write_xml_structure(xml, *operation.output, without_fragments(answer));
      if (!operation.result_wrapper.empty()) xml.close();
    }
    xml.open("ResponseMetadata");
    xml.element("RequestId", request_id);
    xml.close();
    xml.close();
    return response(200, xml, request_id);
  }

  HttpResponse encode_error(const model::Service& service, const model::Operation*, const ApiError& error,
                            const std::string& request_id) const override {
    const WireError wire = wire_error(service, error);
    XmlWriter xml;
    xml.open("ErrorResponse");
    write_xml_namespace(xml, "", service.xml_namespace);
    xml.open("Error");
    xml.element("Type", fault_type(wire));
    write_xml_error(xml, wire);
    xml.close();
    xml.element("RequestId", request_id);
    xml.close();
    return response(wire.status, xml, request_id);
  }
};

}  // namespace

const Codec& query_codec() {
  static const QueryCodec codec;
  return codec;
}

}  // namespace cloche::wire
