#pragma once
// Bodies that travel packed (Content-Encoding: gzip): requests, and large answers of DynamoDB.
//
// Requests whose bodies come packed (Content-Encoding: gzip), as SDKs send large ones to the services that
// have their operations at "/": the AWS JSON and Query protocols and RPC v2. Elsewhere the header is not the
// emulator's business: S3 keeps it with the object.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/front/exchange.h"

namespace cloche::front {

/// What was packed; nullopt where that is not gzip or breaks off. No more than `limit` bytes are unpacked of
/// one that has more.
std::optional<std::string> gunzip(std::string_view packed, std::size_t limit);

bool is_packed(const net::Request& request);

/// Unpacks the request's body and keeps the hash of what was sent, which is what the signature covers. A body
/// that is not gzip is left as it is: the service will say that it can't be read (assumed). One that is too
/// large when unpacked is left one byte too large.
void unpack(Exchange& exchange);

/// Packs an answer of DynamoDB or its streams that is large, for a client that says that it reads gzip; its
/// x-amz-crc32 is of what is sent (Go SDK, "Response checksum validation"). Small answers are sent as they
/// are (said by the service's people; where small ends is assumed).
void pack(Exchange& exchange);

}  // namespace cloche::front
