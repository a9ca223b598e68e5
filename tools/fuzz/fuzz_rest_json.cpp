// REST-JSON, over Lambda's model.
#include "tools/fuzz/codec_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cloche::wire::fuzz_rest(cloche::wire::rest_json_codec(), "lambda", cloche::wire::text_of(data, size));
  return 0;
}
