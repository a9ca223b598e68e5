#include "fakes/wire/signature_errors.h"

#include <fmt/format.h>

#include "fakes/core/digest.h"

namespace cloche::wire {

SignatureWords signature_words(const model::Service& service) {
  switch (service.protocol) {
    case model::Protocol::json:
    case model::Protocol::cbor:
      return SignatureWords::json;
    case model::Protocol::query:
    case model::Protocol::ec2:
      return SignatureWords::query;
    case model::Protocol::rest_json:
    case model::Protocol::rest_xml:
      break;
  }
  return service.signing_name == "s3" ? SignatureWords::s3 : SignatureWords::rest;
}

namespace signature_errors {

namespace {

/// `name` is Query's; the other protocols add "Exception" to it.
ApiError named(SignatureWords words, std::string name, std::string message, int query_status = 403) {
  if (words == SignatureWords::query) return {std::move(name), std::move(message), query_status};
  return {name + "Exception", std::move(message), words == SignatureWords::json ? 400 : 403};
}

/// S3 prints the bytes that it signed, as "47 45 54 0a".
std::string spaced_hex(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() * 3);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i != 0) text += ' ';
    text += hex(bytes.substr(i, 1));
  }
  return text;
}

}  // namespace

ApiError missing_token(SignatureWords words) {
  return named(words, "MissingAuthenticationToken", "Request is missing Authentication Token");
}

ApiError incomplete(SignatureWords words, std::string message) {
  return named(words, "IncompleteSignature", std::move(message), 400);
}

ApiError invalid(SignatureWords words, std::string message) {
  return named(words, words == SignatureWords::query ? "SignatureDoesNotMatch" : "InvalidSignature",
               std::move(message));
}

ApiError mismatch(SignatureWords words, std::string_view canonical, std::string_view to_sign,
                  std::string_view access_key_id, std::string_view given) {
  if (words == SignatureWords::s3) {
    return {"SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your key "
            "and signing method.",
            403,
            Json{{"AWSAccessKeyId", access_key_id},
                 {"StringToSign", to_sign},
                 {"SignatureProvided", given},
                 {"StringToSignBytes", spaced_hex(to_sign)},
                 {"CanonicalRequest", canonical},
                 {"CanonicalRequestBytes", spaced_hex(canonical)}}};
  }
  return invalid(
      words,
      fmt::format(
          "The request signature we calculated does not match the signature you provided. Check your AWS "
          "Secret Access Key and signing method. Consult the service documentation for details.\n\n"
          "The Canonical String for this request should have been\n'{}'\n\n"
          "The String-to-Sign should have been\n'{}'\n",
          canonical, to_sign));
}

ApiError unrecognized_key(SignatureWords words, std::string_view access_key_id) {
  if (words == SignatureWords::s3) {
    return {"InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403,
            Json{{"AWSAccessKeyId", access_key_id}}};
  }
  return named(words, words == SignatureWords::query ? "InvalidClientTokenId" : "UnrecognizedClient",
               "The security token included in the request is invalid.");
}

ApiError invalid_session_token(SignatureWords words, std::string_view token) {
  if (words == SignatureWords::s3) {
    return {"InvalidToken", "The provided token is malformed or otherwise invalid.", 400,
            Json{{"Token-0", token}}};
  }
  // Without the full stop that the message for an unknown key ends with (seen from DynamoDB).
  return named(words, words == SignatureWords::query ? "InvalidClientTokenId" : "UnrecognizedClient",
               "The security token included in the request is invalid");
}

ApiError expired_session(SignatureWords words, std::string_view token) {
  if (words == SignatureWords::s3) {
    return {"ExpiredToken", "The provided token has expired.", 400, Json{{"Token-0", token}}};
  }
  return named(words, "ExpiredToken", "The security token included in the request is expired");
}

}  // namespace signature_errors
}  // namespace cloche::wire
