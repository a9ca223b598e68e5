#include "fakes/wire/codec.h"

namespace cloche::wire {

const std::string* PathLabels::find(std::string_view name) const {
  for (const auto& [label, value] : labels) {
    if (label == name) return &value;
  }
  return nullptr;
}

const Codec& codec_of(model::Protocol protocol) {
  switch (protocol) {
    case model::Protocol::json:
      return json_codec();
    case model::Protocol::query:
    case model::Protocol::ec2:
      break;
    case model::Protocol::rest_json:
      return rest_json_codec();
    case model::Protocol::rest_xml:
      return rest_xml_codec();
    case model::Protocol::cbor:
      return cbor_codec();
  }
  return query_codec();
}

}  // namespace cloche::wire
