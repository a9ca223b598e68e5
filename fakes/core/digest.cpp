#include "fakes/core/digest.h"

#include <libdeflate.h>
#include <openssl/evp.h>

#include <array>
#include <memory>

#include "fakes/core/fault.h"

namespace cloche {

namespace {

// OpenSSL looks an algorithm up by its name and makes a context for each digest, which costs several times
// what hashing a key does; so a thread keeps both.
class Digester {
 public:
  explicit Digester(const char* algorithm)
      : algorithm_(EVP_MD_fetch(nullptr, algorithm, nullptr)), context_(EVP_MD_CTX_new()) {
    if (!algorithm_ || !context_ || EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) != 1)
      fail("OpenSSL has no {}", algorithm);
  }

  std::string operator()(std::string_view data, std::string_view more = "") {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
    unsigned int size = 0;
    // The algorithm is the context's own: named again, it would be set up again.
    if (EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) != 1 ||
        EVP_DigestUpdate(context_.get(), data.data(), data.size()) != 1 ||
        EVP_DigestUpdate(context_.get(), more.data(), more.size()) != 1 ||
        EVP_DigestFinal_ex(context_.get(), bytes.data(), &size) != 1) {
      fail("OpenSSL refused a digest");
    }
    return {reinterpret_cast<const char*>(bytes.data()), size};
  }

 private:
  struct Free {
    void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD, Free> algorithm_;
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

std::string sha256_of(std::string_view data, std::string_view more) {
  thread_local Digester digest("SHA256");
  return digest(data, more);
}

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr auto base64_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < base64_alphabet.size(); ++i) {
    values[static_cast<unsigned char>(base64_alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}();

}  // namespace

std::string sha256(std::string_view data) { return sha256_of(data, ""); }

std::string md5(std::string_view data) {
  thread_local Digester digest("MD5");
  return digest(data);
}

// RFC 2104. OpenSSL's own looks its algorithms up with each call.
std::string hmac_sha256(std::string_view key, std::string_view data) {
  constexpr std::size_t block = 64;
  const std::string short_key = key.size() > block ? sha256(key) : std::string(key);
  std::string inner(block, '\x36');
  std::string outer(block, '\x5c');
  for (std::size_t i = 0; i < short_key.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ short_key[i]);
    outer[i] = static_cast<char>(outer[i] ^ short_key[i]);
  }
  return sha256_of(outer, sha256_of(inner, data));
}

std::string gzip(std::string_view data) {
  constexpr int level = 6;  // zlib's default
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(level), &libdeflate_free_compressor);
  if (!compressor) throw std::bad_alloc();
  std::string packed(libdeflate_gzip_compress_bound(compressor.get(), data.size()), '\0');
  packed.resize(
      libdeflate_gzip_compress(compressor.get(), data.data(), data.size(), packed.data(), packed.size()));
  return packed;
}

std::uint32_t crc32(std::string_view data) { return libdeflate_crc32(0, data.data(), data.size()); }

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4];
    text += digits[byte & 0xF];
  }
  return text;
}

std::string base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t group = 0;
  int bits = 0;
  for (const char c : bytes) {
    group = (group << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) text += base64_alphabet[(group >> (bits - 6)) & 0x3F];
  }
  if (bits > 0) text += base64_alphabet[(group << (6 - bits)) & 0x3F];
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  int bits = 0;
  for (const char c : text.substr(0, text.size() - padding)) {
    const auto value = base64_values[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    group = (group << 6) | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((group >> bits) & 0xFF);
    }
  }
  return bytes;
}

}  // namespace cloche
