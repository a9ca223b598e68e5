#include "fakes/wire/sigv4.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "fakes/core/digest.h"
#include "fakes/wire/canonical_request.h"

namespace cloche::wire {

namespace {

using namespace signature_errors;
using namespace std::chrono_literals;
using Place = SignatureInput::Place;

constexpr std::string_view algorithm_name = "AWS4-HMAC-SHA256";
constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The next piece of `rest` before a separator, which is taken off with it.
std::string_view next_piece(std::string_view& rest, char separator) {
  const std::string_view piece = rest.substr(0, rest.find(separator));
  rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
  return piece;
}

/// The same before a comma or a space. find_first_of() would call memchr for each character, and this is on
/// the path of every request.
std::string_view next_parameter(std::string_view& rest) {
  const std::string_view before_comma = rest.substr(0, rest.find(','));
  const std::string_view piece = before_comma.substr(0, before_comma.find(' '));
  rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
  return piece;
}

/// Calls `visit` with each of the header's parameters, "Credential=…". AWS cuts it at commas and spaces
/// alike.
template <class Visit>
void each_parameter(std::string_view authorization, Visit&& visit) {
  std::string_view rest = trimmed(authorization);
  next_parameter(rest);  // the algorithm
  while (!rest.empty()) {
    const std::string_view parameter = next_parameter(rest);
    if (!parameter.empty()) visit(parameter);
  }
}

void slice_credential(SignatureInput& signature) {
  std::string_view rest = signature.credential;
  signature.access_key_id = next_piece(rest, '/');
  signature.date = next_piece(rest, '/');
  signature.region = next_piece(rest, '/');
  signature.service = next_piece(rest, '/');
  signature.terminator = rest;
}

void slice_header(const HttpRequest& request, std::string_view authorization, SignatureInput& signature) {
  std::string_view rest = trimmed(authorization);
  signature.algorithm = next_parameter(rest);
  each_parameter(authorization, [&](std::string_view parameter) {
    std::string_view value = parameter;
    const std::string_view name = next_piece(value, '=');
    if (name == "Credential") signature.credential = value;
    if (name == "SignedHeaders") signature.signed_headers = value;
    if (name == "Signature") signature.signature = value;
  });
  signature.time = request.headers.get("x-amz-date");
  if (signature.time.empty()) signature.time = request.headers.get("date");
  signature.security_token = request.headers.get("x-amz-security-token");
}

void slice_query(const HttpRequest& request, SignatureInput& signature) {
  const auto value = [&](std::string_view name) -> std::string_view {
    const auto found = std::ranges::find(signature.query, name, &std::pair<std::string, std::string>::first);
    return found == signature.query.end() ? std::string_view() : std::string_view(found->second);
  };
  signature.query = parse_query(request.raw_query());
  signature.algorithm = value("X-Amz-Algorithm");
  signature.credential = value("X-Amz-Credential");
  signature.signed_headers = value("X-Amz-SignedHeaders");
  signature.signature = value("X-Amz-Signature");
  signature.time = value("X-Amz-Date");
  signature.expires = value("X-Amz-Expires");
  signature.security_token = value("X-Amz-Security-Token");
}

/// Whether the query names X-Amz-Algorithm, be it empty.
bool is_presigned(const HttpRequest& request) {
  std::string_view rest = request.raw_query();
  while (!rest.empty()) {
    std::string_view pair = next_piece(rest, '&');
    if (next_piece(pair, '=') == "X-Amz-Algorithm") return true;
  }
  return false;
}

[[noreturn]] void refuse_s3_query() {
  throw ApiError{"AuthorizationQueryParametersError",
                 "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
                 "X-Amz-Signature, X-Amz-Date, "
                 "X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
                 400};
}

[[noreturn]] void refuse_s3_header(std::string_view why) {
  throw ApiError{"AuthorizationHeaderMalformed",
                 fmt::format("The authorization header is malformed; {}", why), 400};
}

void check_header_form(std::string_view authorization, const SignatureInput& signature,
                       SignatureWords words) {
  if (words == SignatureWords::s3) {
    if (signature.credential.empty())
      refuse_s3_header("the authorization component \"Credential=...\" is missing.");
    if (signature.signed_headers.empty())
      refuse_s3_header("the authorization component \"SignedHeaders=...\" is missing.");
    if (signature.signature.empty())
      refuse_s3_header("the authorization component \"Signature=...\" is missing.");
    if (signature.time.empty()) {
      throw ApiError{"AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", 403};
    }
    return;
  }
  each_parameter(authorization, [&](std::string_view parameter) {
    if (parameter.find('=') != std::string_view::npos) return;
    throw incomplete(
        words,
        fmt::format("'{}' not a valid key=value pair (missing equal-sign) in Authorization header: '{}'.",
                    parameter, authorization));
  });
  std::string missing;
  const auto require = [&](std::string_view name, std::string_view value) {
    if (value.empty()) missing += fmt::format("Authorization header requires '{}' parameter. ", name);
  };
  require("Credential", signature.credential);
  require("Signature", signature.signature);
  require("SignedHeaders", signature.signed_headers);
  if (signature.time.empty()) {
    missing += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  }
  if (!missing.empty()) throw incomplete(words, fmt::format("{}Authorization={}", missing, authorization));
}

void check_query_form(const SignatureInput& signature, SignatureWords words) {
  std::string missing;
  const auto require = [&](std::string_view name, std::string_view value) {
    if (value.empty()) missing += fmt::format("AWS query-string parameters must include '{}'. ", name);
  };
  require("X-Amz-Algorithm", signature.algorithm);
  require("X-Amz-Credential", signature.credential);
  require("X-Amz-Signature", signature.signature);
  require("X-Amz-SignedHeaders", signature.signed_headers);
  require("X-Amz-Date", signature.time);
  if (words == SignatureWords::s3) require("X-Amz-Expires", signature.expires);
  if (missing.empty()) return;
  if (words == SignatureWords::s3) refuse_s3_query();
  throw incomplete(words, missing + "Re-examine the query-string parameters.");
}

constexpr std::chrono::minutes allowed_skew(SignatureWords words) {
  return words == SignatureWords::s3 ? 15min : 5min;
}

/// How long after its time a presigned request holds; none for one that is not presigned, or does not say so.
std::optional<std::chrono::seconds> lifetime(const SignatureInput& signature, SignatureWords words) {
  if (signature.place != Place::query || signature.expires.empty()) return std::nullopt;
  std::int64_t seconds = 0;
  const char* const end = signature.expires.data() + signature.expires.size();
  const auto [stop, error] = std::from_chars(signature.expires.data(), end, seconds);
  const auto refuse = [&](const char* why) {
    if (words == SignatureWords::s3) throw ApiError{"AuthorizationQueryParametersError", why, 400};
    throw incomplete(words, why);  // assumed: outside of S3
  };
  if (error != std::errc() || stop != end) refuse("X-Amz-Expires should be a number");
  if (seconds < 0) refuse("X-Amz-Expires must be non-negative");
  if (seconds > 604800)
    refuse(
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less "
        "than "
        "604800 seconds");
  return std::chrono::seconds(seconds);
}

void check_s3_time(Time signed_at, const SignatureInput& signature, Time now) {
  const auto holds = lifetime(signature, SignatureWords::s3);
  if (holds) {
    if (signed_at > now + allowed_skew(SignatureWords::s3))
      throw ApiError{"AccessDenied", "Request is not yet valid", 403};
    if (now <= signed_at + *holds) return;
    throw ApiError{"AccessDenied", "Request has expired", 403,
                   Json{{"X-Amz-Expires", signature.expires},
                        {"Expires", iso8601(signed_at + *holds, false)},
                        {"ServerTime", iso8601(now, false)}}};
  }
  const auto skew = now > signed_at ? now - signed_at : signed_at - now;
  if (skew <= allowed_skew(SignatureWords::s3)) return;
  throw ApiError{"RequestTimeTooSkewed",
                 "The difference between the request time and the current time is too large.", 403,
                 Json{{"RequestTime", signature.time},
                      {"ServerTime", iso8601(now, false)},
                      {"MaxAllowedSkewMilliseconds", Duration(allowed_skew(SignatureWords::s3)).count()}}};
}

void check_time(const SignatureInput& signature, SignatureWords words, Time wall_time) {
  const auto signed_at = parse_basic_iso8601(signature.time);
  if (!signed_at) {
    if (words == SignatureWords::s3) {
      throw ApiError{"AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", 403};
    }
    throw incomplete(
        words,
        fmt::format(
            "Date must be in ISO-8601 'basic format'. Got '{}'. See http://en.wikipedia.org/wiki/ISO_8601",
            signature.time));
  }
  const Time now = std::chrono::floor<std::chrono::seconds>(wall_time);
  if (words == SignatureWords::s3) return check_s3_time(*signed_at, signature, now);
  const auto skew = allowed_skew(words);
  // Assumed: that a lifetime outside of S3 adds to the skew, and is said in the same words.
  const Time oldest = now - skew - lifetime(signature, words).value_or(0s);
  if (*signed_at < oldest) {
    throw invalid(words, fmt::format("Signature expired: {} is now earlier than {} ({} - {} min.)",
                                     basic_iso8601(*signed_at), basic_iso8601(oldest), basic_iso8601(now),
                                     skew.count()));
  }
  if (*signed_at > now + skew) {
    throw invalid(words, fmt::format("Signature not yet current: {} is still later than {} ({} + {} min.)",
                                     basic_iso8601(*signed_at), basic_iso8601(now + skew), basic_iso8601(now),
                                     skew.count()));
  }
}

void check_signed_headers(const HttpRequest& request, const SignatureInput& signature, SignatureWords words) {
  const auto is_signed = [&](std::string_view name) {
    std::string_view rest = signature.signed_headers;
    while (!rest.empty()) {
      if (equal_ignoring_case(next_piece(rest, ';'), name)) return true;
    }
    return false;
  };
  if (words != SignatureWords::s3) {
    if (!is_signed("host")) throw invalid(words, "'Host' must be a 'SignedHeader' in the AWS Authorization.");
    return;
  }
  std::string forgotten = is_signed("host") ? "" : "host";
  for (const Header& header : request.headers) {
    constexpr std::string_view prefix = "x-amz-";
    if (!equal_ignoring_case(std::string_view(header.name).substr(0, prefix.size()), prefix) ||
        is_signed(header.name))
      continue;
    if (!forgotten.empty()) forgotten += ", ";
    forgotten += lower_case(header.name);
  }
  if (!forgotten.empty()) {
    throw ApiError{"AccessDenied", "There were headers present in the request which were not signed", 403,
                   Json{{"HeadersNotSigned", forgotten}}};
  }
}

void check_s3_scope(const SignatureInput& signature, const SignatureContext& context) {
  const auto refuse = [&](const std::string& why, Json members = nullptr) {
    if (signature.place == Place::header) {
      throw ApiError{"AuthorizationHeaderMalformed", "The authorization header is malformed; " + why, 400,
                     std::move(members)};
    }
    throw ApiError{"AuthorizationQueryParametersError",
                   "Error parsing the X-Amz-Credential parameter; " + why, 400, std::move(members)};
  };
  if (signature.terminator != "aws4_request") {
    refuse(fmt::format(
        "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."));
  }
  if (signature.service != context.service) {
    refuse(fmt::format("incorrect service \"{}\". This endpoint belongs to \"{}\".", signature.service,
                       context.service));
  }
  if (!context.region.empty() && signature.region != context.region) {
    refuse(fmt::format("the region '{}' is wrong; expecting '{}'", signature.region, context.region),
           Json{{"Region", context.region}});
  }
  if (signature.date != signature.time.substr(0, 8)) {
    refuse(fmt::format("Invalid credential date \"{}\". This date is not the same as X-Amz-Date: \"{}\".",
                       signature.date, signature.time.substr(0, 8)));
  }
}

/// All that is wrong with the scope is said in one message.
void check_scope(const SignatureInput& signature, const SignatureContext& context) {
  if (signature.algorithm != algorithm_name) {
    if (context.words == SignatureWords::s3) {
      throw ApiError{
          "InvalidRequest",
          "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
          400};
    }
    throw incomplete(context.words, fmt::format("Unsupported AWS 'algorithm': '{}' (only {} for now). ",
                                                signature.algorithm, algorithm_name));
  }
  if (context.words == SignatureWords::s3) return check_s3_scope(signature, context);
  if (std::ranges::count(signature.credential, '/') != 4) {
    throw incomplete(
        context.words,
        fmt::format(
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
            "got '{}'",
            signature.credential));
  }
  std::string wrong;
  if (signature.region.empty() || (!context.region.empty() && signature.region != context.region)) {
    wrong += fmt::format("Credential should be scoped to a valid region, not '{}'. ", signature.region);
  }
  if (signature.service != context.service) {
    wrong += fmt::format("Credential should be scoped to correct service: '{}'. ", context.service);
  }
  if (signature.terminator != "aws4_request") {
    wrong += fmt::format("Credential should be scoped with a valid terminator: 'aws4_request', not '{}'. ",
                         signature.terminator);
  }
  if (signature.date != signature.time.substr(0, 8)) {
    wrong += fmt::format(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != "
        "'{}', "
        "from '{}'. ",
        signature.date, signature.time.substr(0, 8), signature.time);
  }
  if (wrong.empty()) return;
  wrong.pop_back();
  throw invalid(context.words, wrong);
}

bool is_hash(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// The last line of the canonical request. Only S3 takes the client's word for the hash (and compares it
/// afterwards); the others hash the body, unless the client says that it is not signed.
std::string payload_hash(const HttpRequest& request, const SignatureInput& signature,
                         const SignatureContext& context) {
  std::string_view given = request.headers.get("x-amz-content-sha256");
  if (context.words == SignatureWords::s3) {
    if (!given.empty()) return std::string(given);
    if (signature.place == Place::query) return std::string(unsigned_payload);
    throw ApiError{"MissingSecurityHeader", "Your request was missing a required header", 400,
                   Json{{"MissingHeaderName", "x-amz-content-sha256"}}};
  }
  if (given == unsigned_payload || given.starts_with("STREAMING-")) return std::string(given);
  return context.body_sha256 ? std::string(*context.body_sha256) : hex(sha256(request.body));
}

void check_s3_body(const HttpRequest& request, std::string_view given, const SignatureContext& context) {
  if (!is_hash(given)) return;
  const std::string computed =
      context.body_sha256 ? std::string(*context.body_sha256) : hex(sha256(request.body));
  if (computed == given) return;
  throw ApiError{"XAmzContentSHA256Mismatch",
                 "The provided 'x-amz-content-sha256' header does not match what was computed.", 400,
                 Json{{"ClientComputedContentSHA256", given}, {"S3ComputedContentSHA256", computed}}};
}

}  // namespace

SignatureInput parse_signature(const HttpRequest& request) {
  SignatureInput signature;
  if (const std::string* authorization = request.headers.find("authorization")) {
    if (!trimmed(*authorization).starts_with("AWS4-")) return signature;
    signature.place = Place::header;
    slice_header(request, *authorization, signature);
  } else if (is_presigned(request)) {
    signature.place = Place::query;
    slice_query(request, signature);
  }
  slice_credential(signature);
  return signature;
}

void check_signature_form(const HttpRequest& request, const SignatureInput& signature, SignatureWords words) {
  const std::string* const authorization = request.headers.find("authorization");
  if (authorization != nullptr && is_presigned(request)) {
    if (words == SignatureWords::s3) {
      throw ApiError{"InvalidArgument",
                     "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature "
                     "query string parameter or the "
                     "Authorization header should be specified",
                     400, Json{{"ArgumentName", "Authorization"}, {"ArgumentValue", *authorization}}};
    }
    throw invalid(words,
                  "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
  }
  switch (signature.place) {
    case Place::header:
      return check_header_form(*authorization, signature, words);
    case Place::query:
      return check_query_form(signature, words);
    case Place::none:
      break;
  }
  if (words != SignatureWords::s3) throw missing_token(words);
  if (authorization != nullptr) {
    throw ApiError{"InvalidArgument", "Unsupported Authorization Type", 400,
                   Json{{"ArgumentName", "Authorization"}, {"ArgumentValue", *authorization}}};
  }
}

void verify_signature(const HttpRequest& request, const SignatureInput& signature,
                      const SignatureContext& context) {
  check_time(signature, context.words, context.wall_time);
  check_signed_headers(request, signature, context.words);
  check_scope(signature, context);
  const std::string body_hash = payload_hash(request, signature, context);
  const std::string canonical = canonical_request(request, signature, context.words, body_hash);
  const std::string to_sign = string_to_sign(signature, canonical);
  const std::string key = signing_key(context.secret, signature.date, signature.region, signature.service);
  if (sign(key, to_sign) != signature.signature) {
    throw mismatch(context.words, canonical, to_sign, signature.access_key_id, signature.signature);
  }
  if (context.words == SignatureWords::s3) check_s3_body(request, body_hash, context);
  if (signature.security_token != context.session_token)
    throw invalid_session_token(context.words, signature.security_token);
}

std::string string_to_sign(const SignatureInput& signature, std::string_view canonical) {
  return fmt::format("{}\n{}\n{}/{}/{}/{}\n{}", algorithm_name, signature.time, signature.date,
                     signature.region, signature.service, signature.terminator, hex(sha256(canonical)));
}

std::string signing_key(std::string_view secret, std::string_view date, std::string_view region,
                        std::string_view service) {
  std::string key = hmac_sha256(fmt::format("AWS4{}", secret), date);
  for (const std::string_view part : {region, service, std::string_view("aws4_request")})
    key = hmac_sha256(key, part);
  return key;
}

std::string sign(std::string_view key, std::string_view to_sign) { return hex(hmac_sha256(key, to_sign)); }

std::optional<Time> parse_basic_iso8601(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  return parse_iso8601(fmt::format("{}-{}-{}T{}:{}:{}Z", text.substr(0, 4), text.substr(4, 2),
                                   text.substr(6, 2), text.substr(9, 2), text.substr(11, 2),
                                   text.substr(13, 2)));
}

std::string basic_iso8601(Time time) {
  std::string text = iso8601(time, false);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

}  // namespace cloche::wire
