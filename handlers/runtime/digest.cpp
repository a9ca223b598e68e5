// OpenSSL 3 marks these functions as old; the new ones first set up its whole library, providers and
// configuration file, which would be most of a function's cold start.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "handlers/runtime/digest.h"

#include <openssl/sha.h>

namespace handlers {

namespace {

constexpr std::size_t block = SHA256_CBLOCK;

Digest digest_of(std::string_view first, std::string_view second = "") {
  Digest digest;
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, first.data(), first.size());
  SHA256_Update(&context, second.data(), second.size());
  SHA256_Final(digest.data(), &context);
  return digest;
}

}  // namespace

Digest sha256(std::string_view text) { return digest_of(text); }

Digest hmac_sha256(std::string_view key, std::string_view text) {  // RFC 2104
  const Digest short_key = key.size() > block ? sha256(key) : Digest{};
  if (key.size() > block) key = bytes_of(short_key);
  std::string inner(block, '\x36');
  std::string outer(block, '\x5c');
  for (std::size_t i = 0; i < key.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ key[i]);
    outer[i] = static_cast<char>(outer[i] ^ key[i]);
  }
  return digest_of(outer, bytes_of(digest_of(inner, text)));
}

std::string hex(const Digest& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(2 * digest.size(), '0');
  for (std::size_t i = 0; i < digest.size(); ++i) {
    text[2 * i] = digits[digest[i] >> 4U];
    text[2 * i + 1] = digits[digest[i] & 15U];
  }
  return text;
}

}  // namespace handlers
