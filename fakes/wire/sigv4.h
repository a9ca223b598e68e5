#pragma once
// AWS Signature Version 4, seen from the server. A request says who signed it, for which region and service:
// that is parse_signature(), which runs on every request and only slices it. Where the signer's secret is
// known, verify_signature() signs the request again and compares.
//
// Rules and order: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html, and for what each
// wrong piece is answered with, signature_errors.h.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/core/clock.h"
#include "fakes/wire/http_message.h"
#include "fakes/wire/signature_errors.h"

namespace cloche::wire {

/// The signature of a request as it stands there, nothing checked; what is absent is "". Its views live as
/// long as the request's headers do, which may move with it.
struct SignatureInput {
  enum class Place : std::uint8_t { none, header, query };
  Place place = Place::none;

  std::string_view algorithm;      // "AWS4-HMAC-SHA256"
  std::string_view credential;     // the whole: "AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request"
  std::string_view access_key_id;  // the credential's pieces; "" where there are not so many
  std::string_view date;           // "20150830"
  std::string_view region;
  std::string_view service;         // the signing name
  std::string_view terminator;      // "aws4_request"
  std::string_view signed_headers;  // "host;x-amz-date"
  std::string_view signature;       // hex
  std::string_view time;            // of X-Amz-Date, or of the Date header
  std::string_view expires;         // X-Amz-Expires, of a presigned request
  std::string_view security_token;

  SignatureInput() = default;
  SignatureInput(SignatureInput&&) = default;
  SignatureInput& operator=(SignatureInput&&) = default;
  SignatureInput(const SignatureInput&) = delete;

  /// What the views of a presigned request look at. A vector's move leaves its elements where they are.
  std::vector<std::pair<std::string, std::string>> query;
};

/// Slices the Authorization header, or the X-Amz-… parameters of a presigned URL. Never throws.
SignatureInput parse_signature(const HttpRequest& request);

/// Checks that the request has a signature, and all of its pieces. An unsigned request to S3 is anonymous,
/// and passes. Throws ApiError (MissingAuthenticationToken, IncompleteSignature, InvalidSignature).
void check_signature_form(const HttpRequest& request, const SignatureInput& signature, SignatureWords words);

/// What the verifier knows of the request that the signature does not say.
struct SignatureContext {
  SignatureWords words = SignatureWords::json;
  std::string_view service;        // the signing name of the service that was called
  std::string_view region;         // the only region in which it answers; "": any
  std::string_view secret;         // of the access key
  std::string_view session_token;  // that came with it; "": none
  // Real time, and not the account's clock: clients sign with the clock of their machine, while the account's
  // may be frozen or a year ahead. Only the expiry of the credentials themselves is AWS state, and on the
  // account's clock.
  Time wall_time{};
  // The hash of a body that was not kept in `request` (streamed), in hex; none: that of request.body.
  std::optional<std::string_view> body_sha256;
};

/// Checks time, scope, signature and session token, in this order, of a signature whose form was checked.
/// Throws ApiError.
void verify_signature(const HttpRequest& request, const SignatureInput& signature,
                      const SignatureContext& context);

// The steps, each as the document above names it.

/// `payload_hash` is the last line: the hash of the body, or the word that stands for it.
std::string canonical_request(const HttpRequest& request, const SignatureInput& signature,
                              SignatureWords words, std::string_view payload_hash);
std::string string_to_sign(const SignatureInput& signature, std::string_view canonical);
/// 32 bytes, that hold for a day, a region and a service.
std::string signing_key(std::string_view secret, std::string_view date, std::string_view region,
                        std::string_view service);
/// The signature, in hex.
std::string sign(std::string_view key, std::string_view to_sign);

/// Reads "20150830T123600Z"; nullopt where it is something else.
std::optional<Time> parse_basic_iso8601(std::string_view text);
std::string basic_iso8601(Time time);

}  // namespace cloche::wire
