#pragma once
// AWS Signature Version 4 of a request, in its headers ("Create a signed AWS API request", IAM User Guide).
// The path is signed as it is sent, encoded once more, as every service but S3 wants it.
#include <optional>
#include <string>
#include <string_view>

#include "handlers/runtime/digest.h"
#include "handlers/runtime/environment.h"
#include "handlers/runtime/http.h"

namespace handlers {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;  // "" for long-lived ones

  /// Those that Lambda puts into the environment. Throws MissingVariable.
  static Credentials of(const Environment& environment);
};

/// `2015-08-30T12:36:00Z` as `20150830T123600Z`, from milliseconds since the epoch.
std::string amazon_date(Millis moment);
/// Every byte that is not unreserved (RFC 3986) as %XX; a slash too, unless `keep_slash`.
std::string percent_encode(std::string_view text, bool keep_slash = false);

class Signer {
 public:
  Signer(Credentials credentials, std::string region, std::string service);

  /// Adds X-Amz-Date, X-Amz-Security-Token (for temporary credentials) and Authorization to `request`, whose
  /// other headers are all signed, and `host` with them.
  void sign(HttpRequest& request, std::string_view host, Millis now);

 private:
  const Digest& key_for(const std::string& day);

  Credentials credentials_;
  std::string region_;
  std::string service_;
  std::string key_day_;  // the day that key_ is for: it is derived once a day
  Digest key_{};
};

}  // namespace handlers
