// AWS JSON 1.0 and 1.1: one POST, the operation in X-Amz-Target, the document as the body.
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "fakes/core/digest.h"
#include "fakes/wire/codec.h"
#include "fakes/wire/json_reader.h"
#include "fakes/wire/json_shape.h"
#include "fakes/wire/json_writer.h"
#include "fakes/wire/wire_error.h"

namespace cloche::wire {

namespace {

using model::Member;
using model::Operation;
using model::Service;
using model::Shape;

/// Errors that no service models but the framework before it throws; `Message` is spelt as it is (seen by
/// dynalite's authors for SerializationException and AccessDeniedException).
struct FrameworkError {
  std::string_view code;
  std::string_view space;
  std::string_view message_key;
};
constexpr std::array framework_errors{
    FrameworkError{"ValidationException", "com.amazon.coral.validate", "message"},
    FrameworkError{"SerializationException", "com.amazon.coral.service", "Message"},
    FrameworkError{"AccessDeniedException", "com.amazon.coral.service", "Message"},
    FrameworkError{"ThrottlingException", "com.amazon.coral.availability", "message"},
    FrameworkError{"UnknownOperationException", "com.amazon.coral.service", "message"},
    FrameworkError{"InternalFailure", "com.amazon.coral.service", "message"},
    FrameworkError{"MissingAuthenticationTokenException", "com.amazon.coral.service", "message"},
    FrameworkError{"IncompleteSignatureException", "com.amazon.coral.service", "message"},
    FrameworkError{"InvalidSignatureException", "com.amazon.coral.service", "message"},
    FrameworkError{"UnrecognizedClientException", "com.amazon.coral.service", "message"},
};

const FrameworkError* framework_error(std::string_view code) {
  for (const FrameworkError& error : framework_errors) {
    if (error.code == code) return &error;
  }
  return nullptr;
}

JsonDialect dialect_of(const Service& service) {
  // A service of another protocol has names for that one in its model (SQS's are Query's).
  return {.location_names = service.protocol == model::Protocol::json,
          .class_prefix = service.error_namespace};
}

HttpResponse respond(const Service& service, int status, std::string body, const std::string& request_id) {
  HttpResponse response{.status = status, .headers = {}, .body = std::move(body)};
  response.headers.reserve(4);
  response.headers.add("x-amzn-RequestId", request_id);
  response.headers.add("Content-Type", service.json_version == "1.1" ? "application/x-amz-json-1.1"
                                                                     : "application/x-amz-json-1.0");
  if (service.crc32) response.headers.add("x-amz-crc32", std::to_string(crc32(response.body)));
  return response;
}

class JsonCodec final : public Codec {
 public:
  Json decode(const Service& service, const Operation& operation, const HttpRequest& request,
              const PathLabels&) const override {
    const bool takes_nothing = operation.input == nullptr || operation.input->members.empty();
    if (request.body.empty() && takes_nothing) return Json::object();
    try {
      JsonReader reader(request.body);
      Json document = read_json_structure(dialect_of(service), model::input_of(operation), reader);
      reader.finish();
      return document;
    } catch (const JsonSyntaxError&) {
      throw ApiError("SerializationException", "", 400);  // without a message (seen by dynalite's authors)
    }
  }

  HttpResponse encode(const Service& service, const Operation& operation, const Json& answer,
                      const std::string& request_id) const override {
    std::string body;
    body.reserve(256);
    write_json_structure(dialect_of(service), model::output_of(operation), answer, body);
    return respond(service, 200, std::move(body), request_id);
  }

  HttpResponse encode_error(const Service& service, const Operation*, const ApiError& error,
                            const std::string& request_id) const override {
    const WireError known = wire_error(service, error);
    const FrameworkError* framework = known.shape == nullptr ? framework_error(known.name) : nullptr;
    std::string type = known.name;
    if (!service.error_namespace.empty() && (known.shape != nullptr || framework != nullptr)) {
      type = std::string(framework != nullptr ? framework->space : service.error_namespace) + "#" + type;
    }
    std::string body = R"({"__type":)";
    append_json_string(body, type);
    if (!known.message.empty()) {
      body += ',';
      append_json_string(
          body, framework != nullptr ? framework->message_key : std::string_view(known.message_name));
      body += ':';
      append_json_string(body, known.message);
    }
    if (known.shape != nullptr && !known.members.empty()) {
      std::string members;
      write_json_structure(dialect_of(service), *known.shape, known.members, members);
      if (members.size() > 2) body += ',' + members.substr(1, members.size() - 2);
    }
    body += '}';
    HttpResponse response = respond(service, known.status, std::move(body), request_id);
    // No header x-amzn-ErrorType, which clients of this protocol would read but no report shows services of
    // it to send; but for Cognito's user pools ("NotAuthorizedException:", beside x-amzn-ErrorMessage).
    if (service.query_compatible) {
      response.headers.add("x-amzn-query-error", known.query_error());
    }
    return response;
  }
};

}  // namespace

const Codec& json_codec() {
  static const JsonCodec codec;
  return codec;
}

}  // namespace cloche::wire
