#include "emulator/front/compression.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include "emulator/front/in_process.h"
#include "fakes/core/digest.h"

namespace cloche::front {
namespace {

std::string gzip(std::string_view text) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

net::Request packed_request(std::string body) {
  net::Request request = InProcess::request("ListTables", std::move(body));
  request.headers.add("Content-Encoding", "gzip");
  return request;
}

TEST_CASE("what was packed is unpacked, up to a limit") {
  const std::string text(100'000, 'x');
  CHECK(gunzip(gzip(text), 200'000) == text);
  CHECK(gunzip(gzip(text), 100'000) == text);
  CHECK(gunzip(gzip(text), 70'000) == text.substr(0, 70'000));
  CHECK(gunzip(gzip(""), 10) == "");
  CHECK(gunzip(gzip("a") + gzip("") + gzip("b"), 10) == "ab");
}

TEST_CASE("what is not gzip, or breaks off, is not unpacked") {
  const std::string packed = gzip("hello");
  CHECK_FALSE(gunzip("", 10));
  CHECK_FALSE(gunzip("{}", 10));
  CHECK_FALSE(gunzip(packed + "junk", 10));
  CHECK_FALSE(gunzip(std::string_view(packed).substr(0, packed.size() - 1), 10));
  std::string wrong = packed;
  wrong[packed.size() - 6] ^= 1;  // of the checksum
  CHECK_FALSE(gunzip(wrong, 10));
}

TEST_CASE("a packed request is read") {
  InProcess front;
  CHECK(front.ask(packed_request(gzip("{}"))).status == 200);
  net::Request loud = InProcess::request("ListTables", gzip("{}"));
  loud.headers.add("Content-Encoding", "GZIP");
  CHECK(front.ask(std::move(loud)).status == 200);
}

TEST_CASE("a request that says that it is packed, and is not, can't be read") {
  InProcess front;
  const auto response = front.ask(packed_request("\x1f\x8b\x08 and so on"));
  CHECK(response.status == 400);
  CHECK(response.body == R"({"__type":"com.amazon.coral.service#SerializationException"})");
}

TEST_CASE("a packed request is limited by what is in it") {
  InProcess front;
  CHECK(front.ask(packed_request(gzip(std::string(17 * 1024 * 1024, ' ') + "{}"))).status == 413);
}

TEST_CASE("a large answer is packed for who can read it, and its checksum is of what is sent") {
  InProcess front;
  for (int i = 0; i < 30; ++i) {
    front.call("CreateTable", {{"TableName", std::string(200, 'x') + std::to_string(i)},
                               {"AttributeDefinitions", {{{"AttributeName", "id"}, {"AttributeType", "S"}}}},
                               {"KeySchema", {{{"AttributeName", "id"}, {"KeyType", "HASH"}}}}});
  }
  const auto list = [&](const std::string& accepted) {
    net::Request request = InProcess::request("ListTables", "{}");
    if (!accepted.empty()) request.headers.add("Accept-Encoding", accepted);
    return front.ask(std::move(request));
  };
  const std::string plain = list("").body;
  REQUIRE(plain.size() > 4096);
  for (const char* accepted : {"gzip", "deflate, GZIP;q=0.5", "*"}) {
    const auto packed = list(accepted);
    CHECK(packed.headers.get("content-encoding") == "gzip");
    CHECK(packed.headers.get("x-amz-crc32") == std::to_string(crc32(packed.body)));
    CHECK(gunzip(packed.body, 100'000) == plain);
  }
  for (const char* accepted : {"identity", "br, deflate", "gzip;q=0", ""}) {
    CHECK_FALSE(list(accepted).headers.has("content-encoding"));
    CHECK(list(accepted).body == plain);
  }
}

TEST_CASE("a small answer is sent as it is") {
  InProcess front;
  net::Request request = InProcess::request("ListTables", "{}");
  request.headers.add("Accept-Encoding", "gzip");
  CHECK_FALSE(front.ask(std::move(request)).headers.has("content-encoding"));
}

}  // namespace
}  // namespace cloche::front
