#pragma once
// Hashes and encodings (OpenSSL, libdeflate). Digests are raw bytes; hex() and base64() make text of them.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cloche {

std::string sha256(std::string_view data);                             // 32 bytes
std::string md5(std::string_view data);                                // 16 bytes
std::string hmac_sha256(std::string_view key, std::string_view data);  // 32 bytes
std::uint32_t crc32(std::string_view data);                            // as zlib and DynamoDB's x-amz-crc32

std::string gzip(std::string_view data);  // RFC 1952, without name and time

std::string hex(std::string_view bytes);     // lower case
std::string base64(std::string_view bytes);  // standard alphabet, padded
/// Strict: standard alphabet, right padding, no white space; else nullopt.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace cloche
