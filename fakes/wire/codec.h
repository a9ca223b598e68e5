#pragma once
// The AWS wire protocols, seen from the server: a request's HTTP message becomes a document, an answer or an error
// becomes an HTTP message. One codec a file, each an interpreter of the model's tables; none knows a service.
#include <string>
#include <string_view>

#include "fakes/core/api_error.h"
#include "fakes/core/json.h"
#include "fakes/wire/http_message.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

/// What a REST path matched: the raw (still encoded) labels by name.
struct PathLabels {
  std::vector<std::pair<std::string, std::string>> labels;
  const std::string* find(std::string_view name) const;
};

class Codec {
 public:
  virtual ~Codec() = default;

  /// The request's document: kinds are right, constraints not yet checked (that is validate()). Throws ApiError
  /// (SerializationException and its like) where the message can't be read as the operation's input.
  virtual Json decode(const model::Service& service, const model::Operation& operation, const HttpRequest& request,
                      const PathLabels& labels) const = 0;

  /// The response to `answer`, a document of the operation's output shape. A member that the shape lacks, or a value of
  /// another kind, is a Fault.
  virtual HttpResponse encode(const model::Service& service, const model::Operation& operation, const Json& answer,
                              const std::string& request_id) const = 0;

  /// The response to an error, in the protocol's format, with the status of the error or its model. `operation` may be
  /// nullptr (none was found).
  virtual HttpResponse encode_error(const model::Service& service, const model::Operation* operation, const ApiError& error,
                                    const std::string& request_id) const = 0;
};

const Codec& json_codec();       // AWS JSON 1.0 and 1.1 (by the service's json_version)
const Codec& query_codec();      // Query (and, for reading, ec2)
const Codec& rest_json_codec();
const Codec& rest_xml_codec();
const Codec& cbor_codec();       // RPC v2 CBOR

/// The codec of a service's own protocol.
const Codec& codec_of(model::Protocol protocol);

}  // namespace cloche::wire
