#include "fakes/core/digest.h"

#include <doctest/doctest.h>

namespace cloche {
namespace {

TEST_CASE("digests are those of the standards") {
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(md5("abc")) == "900150983cd24fb0d6963f7d28e17f72");
  CHECK(hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(crc32("123456789") == 0xCBF43926U);
}

TEST_CASE("base64 goes there and back, and is strict") {
  for (const char* text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"}) CHECK(base64_decode(base64(text)) == text);
  CHECK(base64("foob") == "Zm9vYg==");
  for (const char* wrong : {"Z", "Zm9v\n", "Zm9=vYg=", "Zm9vYg", "====", "Zm-_"}) CHECK_MESSAGE(!base64_decode(wrong), wrong);
}

}  // namespace
}  // namespace cloche
