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

constexpr std::size_t smallest_packed = 4096;

// "gzip", "deflate, gzip;q=0.5", "*": but not with a weight of 0.
bool accepts_gzip(std::string_view accepted) {
  while (!accepted.empty()) {
    const std::string_view one = accepted.substr(0, accepted.find(','));
    accepted.remove_prefix(std::min(one.size() + 1, accepted.size()));
    std::string_view coding = one.substr(0, one.find(';'));
    coding.remove_prefix(std::min(coding.find_first_not_of(' '), coding.size()));
    coding = coding.substr(0, coding.find(' '));
    if (!wire::equal_ignoring_case(coding, "gzip") && coding != "*") continue;
    const auto weight = one.find("q=");
    return weight == std::string_view::npos ||
           one.find_first_of("123456789", weight) != std::string_view::npos;
  }
  return false;
}

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

void pack(Exchange& exchange) {
  const auto* const service = exchange.destination.service;
  net::Response& response = exchange.response;
  if (service == nullptr || !service->model->crc32 || response.body.size() < smallest_packed ||
      !accepts_gzip(exchange.request.headers.get("accept-encoding")))
    return;
  response.body = gzip(response.body);
  response.headers.set("Content-Encoding", "gzip");
  response.headers.set("x-amz-crc32", std::to_string(crc32(response.body)));
}

}  // namespace cloche::front
