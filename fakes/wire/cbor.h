#pragma once
// CBOR (RFC 8949) as far as RPC v2 CBOR uses it. Debian's nlohmann-json reads CBOR too, but recurses without
// bound, knows no `undefined`, and drops tags; so this is our own.
//
// In JSON's terms: a text is a string, a byte string a binary value, null and undefined are null. Tag 1 (a
// moment in seconds since the epoch) is read as its number: the shape says what it is. Other tags are
// refused.
#include <cstdint>
#include <string>
#include <string_view>

#include "fakes/core/json.h"

namespace cloche::wire {

/// Bytes that are not well-formed CBOR, or not what RPC v2 allows.
struct CborSyntaxError {
  std::string message;
};

/// The one data item that `bytes` hold, with nothing behind it, nested at most `max_depth` deep. Strict:
/// well-formed UTF-8, text as a map's keys and each of them once. Throws CborSyntaxError.
Json read_cbor(std::string_view bytes, int max_depth = 256);

/// Writes CBOR with definite lengths: a caller says how many items follow and writes as many.
class CborWriter {
 public:
  void map(std::size_t pairs) { head(5, pairs); }
  void array(std::size_t items) { head(4, items); }
  void text(std::string_view text);
  void bytes(std::string_view bytes);
  void integer(std::int64_t value);
  /// As 32 bits where those hold the value exactly, else as 64.
  void number(double value);
  void boolean(bool value) { out_ += static_cast<char>(value ? 0xF5 : 0xF4); }
  void null() { out_ += static_cast<char>(0xF6); }
  /// Tag 1: seconds since the epoch, an integer where they are whole.
  void timestamp(std::int64_t millis);

  std::string take() { return std::move(out_); }

 private:
  void head(unsigned major, std::uint64_t argument);
  void big_endian(std::uint64_t value, int bytes);

  std::string out_;
};

}  // namespace cloche::wire
