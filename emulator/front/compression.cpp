#include "emulator/front/compression.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <utility>

#include "emulator/front/bare_answers.h"
#include "fakes/core/digest.h"
#include "fakes/core/fault.h"

namespace cloche::front {

namespace {

// zlib's state, that is freed in any case.
class Inflater {
 public:
  explicit Inflater(std::string_view packed) {
    constexpr int gzip_only = 16 + MAX_WBITS;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    if (inflateInit2(&stream_, gzip_only) != Z_OK) fail("zlib can't begin: {}", stream_.msg);
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// Appends up to `most` bytes; false where the input is not right.
  bool read(std::string& unpacked, std::size_t most) {
    std::array<char, 16 * 1024> buffer;
    const std::size_t wanted = std::min(most, buffer.size());
    stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream_.avail_out = static_cast<uInt>(wanted);
    const int result = inflate(&stream_, Z_NO_FLUSH);
    unpacked.append(buffer.data(), wanted - stream_.avail_out);
    if (result != Z_STREAM_END) return result == Z_OK && stream_.avail_out == 0;
    at_end_ = stream_.avail_in == 0;
    return at_end_ || inflateReset(&stream_) == Z_OK;  // gzip files may follow each other (RFC 1952, 2.2)
  }
  bool at_end() const { return at_end_; }

 private:
  z_stream stream_{};
  bool at_end_ = false;
};

// Where the services have all their operations.
bool is_at_one_path(const net::Request& request) {
  return request.raw_path() == "/" || request.raw_path().starts_with("/service/");
}

}  // namespace

std::optional<std::string> gunzip(std::string_view packed, std::size_t limit) {
  Inflater inflater(packed);
  std::string unpacked;
  while (!inflater.at_end() && unpacked.size() < limit) {
    if (!inflater.read(unpacked, limit - unpacked.size())) return std::nullopt;
  }
  return unpacked;
}

bool is_packed(const net::Request& request) {
  return wire::equal_ignoring_case(request.headers.get("content-encoding"), "gzip");
}

void unpack(Exchange& exchange) {
  net::Request& request = exchange.request;
  if (request.method != "POST" || !is_packed(request) || !is_at_one_path(request)) return;
  exchange.sent_sha256 = hex(sha256(request.body));
  if (auto unpacked = gunzip(request.body, largest_body + 1)) request.body = std::move(*unpacked);
}

}  // namespace cloche::front
