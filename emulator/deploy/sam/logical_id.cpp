#include "emulator/deploy/sam/logical_id.h"

#include <openssl/evp.h>

#include "emulator/deploy/sam/values.h"
#include "fakes/core/digest.h"
#include "fakes/core/fault.h"

namespace cloche::deploy::sam {

std::string content_hash(const Json& data) {
  if (!truthy(data)) return "";
  const std::string text =
      data.is_string() ? data.get<std::string>() : data.dump(-1, ' ', true, Json::error_handler_t::replace);
  std::string digest(20, '\0');
  if (EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
                 EVP_sha1(), nullptr) != 1) {
    fail("SHA-1 of {} bytes failed", text.size());
  }
  return hex(digest);
}

std::string hashed_id(std::string_view prefix, const Json& data) {
  return std::string(prefix) + content_hash(data).substr(0, 10);
}

std::string suffixed_id(const std::string& prefix, const std::string& suffix) {
  return is_alphanumeric(suffix) ? prefix + suffix : hashed_id(prefix, suffix);
}

}  // namespace cloche::deploy::sam
