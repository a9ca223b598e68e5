#pragma once
// The canonical form of a request: the text that a client and AWS both make of it before they sign it.
#include <string>
#include <string_view>

#include "fakes/wire/http_message.h"

namespace cloche::wire {

/// The path on the request line, `raw`, in canonical form: encoded once more, after "." and ".." and empty
/// segments are taken out; S3 takes it as it is, and encodes it once.
std::string canonical_path(std::string_view raw, bool s3);
/// The query, sorted by name and value, without the signature itself.
std::string canonical_query(std::string_view raw);
/// A line for each of `signed_headers` ("host;x-amz-date"), in their order; the values of one name joined by
/// commas.
std::string canonical_headers(const Headers& headers, std::string_view signed_headers);

}  // namespace cloche::wire
