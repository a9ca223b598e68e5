// AWS JSON, over DynamoDB's model.
#include "tools/fuzz/codec_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cloche::wire::fuzz_rpc(cloche::wire::json_codec(), "dynamodb", cloche::wire::text_of(data, size));
  return 0;
}
