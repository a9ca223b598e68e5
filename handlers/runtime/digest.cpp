#include "handlers/runtime/digest.h"

#include <openssl/evp.h>

#include <stdexcept>

namespace handlers {

namespace {

constexpr std::size_t block = 64;

// Looked up once: OpenSSL's own short cuts look the algorithm up with each call, which takes longer than a
// short text.
class Hasher {
 public:
  Hasher() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {}
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
  ~Hasher() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
  }

  Digest of(std::string_view first, std::string_view second) {
    Digest digest;
    const bool done = EVP_DigestInit_ex(context_, algorithm_, nullptr) == 1 &&
                      EVP_DigestUpdate(context_, first.data(), first.size()) == 1 &&
                      EVP_DigestUpdate(context_, second.data(), second.size()) == 1 &&
                      EVP_DigestFinal_ex(context_, digest.data(), nullptr) == 1;
    if (!done) throw std::runtime_error("SHA-256 failed");
    return digest;
  }

 private:
  EVP_MD* algorithm_;
  EVP_MD_CTX* context_;
};

Digest digest_of(std::string_view first, std::string_view second = "") {
  thread_local Hasher hasher;
  return hasher.of(first, second);
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
  std::string text;
  text.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

}  // namespace handlers
