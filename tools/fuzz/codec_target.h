#pragma once
// What every codec's fuzz target does: reads the bytes as a request, checks the document that it held, writes
// it as an answer, and reads that. A client's bytes may be refused with an ApiError; anything else that is
// thrown is a find.
#include <cstdint>
#include <string_view>

#include "fakes/wire/codec.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

/// The first line names the operation (any other text stands for some operation), the rest is the body.
void fuzz_rpc(const Codec& codec, std::string_view service, std::string_view data);

/// "METHOD target", then headers a line each, an empty line, and the body.
void fuzz_rest(const Codec& codec, std::string_view service, std::string_view data);

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace cloche::wire
