// REST-XML, over S3's model.
#include "tools/fuzz/codec_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cloche::wire::fuzz_rest(cloche::wire::rest_xml_codec(), "s3", cloche::wire::text_of(data, size));
  return 0;
}
