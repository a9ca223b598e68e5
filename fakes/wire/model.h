#pragma once
// AWS API models as tables: what tools/model/generate.py makes of botocore's service-2.json and a service's
// model.patch.json, as constexpr data. No code is generated: validation and every codec interpret these
// tables.
#include <cstdint>
#include <span>
#include <string_view>

namespace cloche::wire::model {

enum class Kind : std::uint8_t {
  structure,
  list,
  map,
  string,
  integer,
  long_integer,
  float_number,
  double_number,
  boolean,
  blob,
  timestamp,
  document
};

inline bool is_integer(Kind kind) { return kind == Kind::integer || kind == Kind::long_integer; }
inline bool is_number(Kind kind) {
  return is_integer(kind) || kind == Kind::float_number || kind == Kind::double_number;
}

/// Where a member travels in the REST protocols.
enum class Location : std::uint8_t { body, header, headers, query, uri, status_code };

enum class TimestampFormat : std::uint8_t { unspecified, iso8601, unix_timestamp, rfc822 };

/// Whether a member is checked alone, before all others, so that its error is the only one (DynamoDB's
/// TableName). An ARN in the place of a name is left to the operation.
enum class First : std::uint8_t {
  no,
  alone,      // what is wrong with it first, in the words of every error
  own_words,  // "The parameter 'TableName' is required but was not present in the request"
  in_full     // that it is not there in its own words, and all else that is wrong with it in those of every
              // error
};

struct Shape;

struct Member {
  std::string_view name{};  // as in the model and in a decoded document: "TableName"
  const Shape* shape = nullptr;
  std::string_view location_name{};  // the name on the wire (JSON key, XML element, header, query or URI
                                     // name); "" : the same
  std::string_view query_name{};     // ec2's own name; "" where there is none
  std::string_view xml_prefix{};     // of an XML namespace given on the member
  std::string_view xml_namespace{};
  Location location = Location::body;
  TimestampFormat timestamp_format = TimestampFormat::unspecified;
  bool required = false;
  bool xml_attribute = false;
  bool flattened = false;  // given on the member or on its shape
  bool idempotency_token = false;
  bool host_label = false;
  bool json_value = false;  // a header that carries JSON in base64
  bool sensitive = false;
  First first = First::no;  // by patch
};

struct Shape {
  std::string_view name{};
  Kind kind = Kind::structure;
  std::span<const Member> members{};  // structure; in the order in which messages name them
  const Member* element = nullptr;    // list: its member; map: its value
  const Member* key = nullptr;        // map
  std::string_view payload{};         // structure: the member that is the whole body; ""
  std::span<const std::string_view>
      enumeration{};  // string; in the order in which the service's messages print them
  double min = 0;     // where has_min: of length, size or value
  double max = 0;
  bool has_min = false;
  bool has_max = false;
  std::string_view pattern{};     // string: a Java regular expression that must match the whole
  std::string_view expression{};  // the same as PCRE2 reads it
  TimestampFormat timestamp_format = TimestampFormat::unspecified;
  std::string_view xml_name{};  // structure: its locationName; list: ""
  std::string_view xml_prefix{};
  std::string_view xml_namespace{};
  bool flattened = false;
  bool is_union = false;
  bool streaming = false;  // blob
  bool event_stream = false;
  /// By patch: a document keeps it as JSON had it (base64 stays text). The codec checks kinds and drops what
  /// the model does not know; validate() does not look into it, and an encoder copies it. Its service does
  /// the rest (DynamoDB's values).
  bool opaque = false;
  bool sensitive = false;
  // an exception
  bool exception = false;
  bool fault = false;  // the service's fault: 5xx
  bool sender_fault = false;
  std::string_view error_code{};  // on the wire, where it is not the name
  int http_status = 0;

  /// nullptr where there is no such member.
  const Member* member(std::string_view member_name) const;
};

struct Operation {
  std::string_view name{};
  std::string_view method{};     // "POST"
  std::string_view uri{};        // "/", or a REST template "/{Bucket}/{Key+}?uploads"
  const Shape* input = nullptr;  // nullptr: takes nothing
  const Shape* output = nullptr;
  std::string_view result_wrapper{};       // query: "ListUsersResult"
  std::string_view input_location_name{};  // rest-xml: the root element of the body
  std::string_view input_xml_namespace{};
  std::span<const Shape* const> errors{};
  int response_code = 0;          // REST: of success, 0: 200
  bool unsigned_allowed = false;  // authtype none
  bool deprecated = false;
};

inline constexpr Shape no_members{};

/// What an operation takes and answers, where it takes or answers nothing too.
constexpr const Shape& input_of(const Operation& operation) {
  return operation.input != nullptr ? *operation.input : no_members;
}
constexpr const Shape& output_of(const Operation& operation) {
  return operation.output != nullptr ? *operation.output : no_members;
}

enum class Protocol : std::uint8_t { json, query, ec2, rest_json, rest_xml, cbor };

struct Service {
  std::string_view name{};             // the folder and registry name: "dynamodb", "dynamodbstreams"
  std::string_view full_name{};        // "Amazon DynamoDB"
  std::string_view service_id{};       // "DynamoDB"
  std::string_view endpoint_prefix{};  // "dynamodb", "streams.dynamodb"
  std::string_view signing_name{};     // the service in a credential scope
  std::string_view api_version{};      // "2012-08-10"
  Protocol protocol = Protocol::json;
  std::string_view json_version{};   // "1.0"
  std::string_view target_prefix{};  // "DynamoDB_20120810"
  std::string_view xml_namespace{};
  bool query_compatible = false;            // awsQueryCompatible
  std::span<const Operation> operations{};  // sorted by name
  std::span<const Shape* const> errors{};   // every exception of the service, sorted by name
  std::span<const Protocol>
      protocols{};                     // every one that it answers, its own first: SQS answers Query and JSON
  std::string_view error_namespace{};  // JSON and CBOR: what stands before '#' in __type; "": nothing does
  std::string_view validation_error{};  // the code of what validate() finds: "ValidationException"
  bool unwrapped_errors = false;        // REST-XML: <Error> is the root, as S3 has it
  bool crc32 = false;                   // JSON answers carry x-amz-crc32

  /// nullptr where there is no such operation.
  const Operation* operation(std::string_view operation_name) const;
  /// By the shape's name or the code that it has on the wire; nullptr where there is none.
  const Shape* error(std::string_view name_or_code) const;
  bool speaks(Protocol wanted) const;
};

/// Every service of which Cloche knows the model, sorted by name.
std::span<const Service* const> services();
/// nullptr where there is none of that name.
const Service* find_service(std::string_view name);

}  // namespace cloche::wire::model
