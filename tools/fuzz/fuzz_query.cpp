// Query, over IAM's model.
#include "tools/fuzz/codec_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cloche::wire::fuzz_rpc(cloche::wire::query_codec(), "iam", cloche::wire::text_of(data, size));
  return 0;
}
