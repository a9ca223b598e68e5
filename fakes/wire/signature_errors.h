#pragma once
// What AWS says of a signature that it does not accept. The words are nearly the same in all services; the
// codes and statuses go by the protocol, and S3 has its own of everything. JSON and Query: seen from the real
// service (DynamoDB, STS, SQS, SES) in public reports; S3:
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html.
#include <string>
#include <string_view>

#include "fakes/core/api_error.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

/// Whose words: they follow the model's protocol. So a service that spoke Query first keeps Query's codes in
/// JSON and CBOR, which is what its clients read (x-amzn-query-error); assumed: that __type has them too.
enum class SignatureWords : std::uint8_t {
  json,   // AWS JSON and RPC v2 CBOR: InvalidSignatureException, 400
  rest,   // REST-JSON, and REST-XML but S3's: InvalidSignatureException, 403
  query,  // SignatureDoesNotMatch, 403
  s3
};

SignatureWords signature_words(const model::Service& service);

namespace signature_errors {

/// No signature at all.
ApiError missing_token(SignatureWords words);
/// A piece is missing or can't be read; `message` says which.
ApiError incomplete(SignatureWords words, std::string message);
/// Complete, and wrong: time, scope.
ApiError invalid(SignatureWords words, std::string message);
/// Other bytes came out.
ApiError mismatch(SignatureWords words, std::string_view canonical, std::string_view to_sign,
                  std::string_view access_key_id, std::string_view given);
/// The access key is not, or no longer, a valid one.
ApiError unrecognized_key(SignatureWords words, std::string_view access_key_id);
/// The session token does not belong to the key, or there is none.
ApiError invalid_session_token(SignatureWords words, std::string_view token);
/// The session is over.
ApiError expired_session(SignatureWords words, std::string_view token);

}  // namespace signature_errors
}  // namespace cloche::wire
