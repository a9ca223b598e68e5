#include "fakes/wire/cbor.h"

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "fakes/core/fault.h"
#include "fakes/wire/codec.h"
#include "fakes/wire/runtime_model.h"

namespace cloche::wire {

using namespace std::string_literals;

namespace {

// "a16161" as bytes.
std::string bytes(std::string_view hex) {
  std::string result;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    result += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return result;
}

Json read(std::string_view hex) { return read_cbor(bytes(hex)); }

const Json shapes = R"({
  "In": {"type": "structure", "members": {
    "text": {"shape": "S", "locationName": "OtherName"}, "count": {"shape": "I"}, "when": {"shape": "T"},
    "list": {"shape": "L"}, "map": {"shape": "M"}, "blob": {"shape": "B"}, "real": {"shape": "D"}, "in": {"shape": "In"}}},
  "Gone": {"type": "structure", "exception": true, "error": {"code": "Custom.Gone", "httpStatusCode": 404, "senderFault": true},
           "members": {"message": {"shape": "S"}, "Name": {"shape": "S"}}},
  "S": {"type": "string"}, "I": {"type": "integer"}, "T": {"type": "timestamp"}, "B": {"type": "blob"}, "D": {"type": "double"},
  "L": {"type": "list", "member": {"shape": "S"}}, "M": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "I"}}
})"_json;

const Json operation = R"({"name": "Do", "http": {"method": "POST", "requestUri": "/"},
                           "input": {"shape": "In"}, "output": {"shape": "In"}, "errors": [{"shape": "Gone"}]})"_json;

RuntimeModel make_model() {
  return {R"({"protocol": "smithy-rpc-v2-cbor", "awsQueryCompatible": {}})"_json, shapes, operation};
}

Json decode(const RuntimeModel& model, std::string_view hex) {
  return cbor_codec().decode(model.service(), model.operation(), {"POST", "/", {}, bytes(hex)}, {});
}

}  // namespace

TEST_CASE("CBOR's examples of RFC 8949 are read") {
  CHECK(read("00") == 0);
  CHECK(read("1bffffffffffffffff") == UINT64_MAX);
  CHECK(read("3b7fffffffffffffff") == INT64_MIN);
  CHECK(read("f93c00") == 1.0);
  CHECK(read("f90001") == std::ldexp(1, -24));
  CHECK(read("f9c400") == -4.0);
  CHECK(read("fa47c35000") == 100000.0);
  CHECK(read("fbc010666666666666") == -4.1);
  CHECK(std::isnan(read("f97e00").get<double>()));
  CHECK(read("f6") == nullptr);
  CHECK(read("f7") == nullptr);
  CHECK(read("c11a514b67b0") == 1363896240);
  CHECK(read("bf61610161629f0203ffff") == R"({"a": 1, "b": [2, 3]})"_json);
  CHECK(read("7f657374726561646d696e67ff") == "streaming");
  CHECK(read("5f42010243030405ff").get_binary().size() == 5);
}

TEST_CASE("what is not well-formed CBOR, or not what the protocol allows, is refused") {
  for (const char* hex : {"",
                          "18",
                          "1c",
                          "1f",
                          "ff",
                          "61",
                          "62c3",
                          "61ff",
                          "7f4161ff",
                          "7f7f6161ffff",
                          "5f",
                          "81",
                          "9f",
                          "9f00",
                          "a1",
                          "a10000",
                          "a1f600",
                          "a2616100616101",
                          "bf6161ff",
                          "c0",
                          "c000",
                          "c240",
                          "c1",
                          "c16161",
                          "c1c100",
                          "df00",
                          "f8",
                          "f820",
                          "e0",
                          "fc",
                          "0000",
                          "3bffffffffffffffff",
                          "9bffffffffffffffff",
                          "bbffffffffffffffff",
                          "7bffffffffffffffff"}) {
    CAPTURE(hex);
    CHECK_THROWS_AS(read(hex), CborSyntaxError);
  }
}

TEST_CASE("nesting is bounded") {
  CHECK_THROWS_AS(read_cbor(std::string(1'000'000, '\x81')), CborSyntaxError);
  CHECK_THROWS_AS(read_cbor(std::string(1'000'000, '\x9F')), CborSyntaxError);
  CHECK_THROWS_AS(read_cbor(std::string(1'000'000, '\xC1')), CborSyntaxError);
  std::string nested(258, '\x81');
  nested.back() = '\0';  // 257 arrays and what is in them
  CHECK_THROWS_AS(read_cbor(nested), CborSyntaxError);
  CHECK(read_cbor(std::string_view(nested).substr(1)).size() == 1);
}

TEST_CASE("what CBOR is written reads back the same") {
  CborWriter cbor;
  cbor.array(9);
  for (const std::int64_t value : {0L, 23L, 24L, 255L, 65536L, -1L, -25L, INT64_MAX, INT64_MIN})
    cbor.integer(value);
  CHECK(read_cbor(cbor.take()) == Json::array({0, 23, 24, 255, 65536, -1, -25, INT64_MAX, INT64_MIN}));
  CborWriter other;
  other.array(4);
  other.number(1.5);
  other.number(0.1);
  other.timestamp(1500);
  other.bytes("\0x"s);
  const std::string written = other.take();
  CHECK(written.size() == 1 + 5 + 9 + 6 + 3);  // 1.5 fits 32 bits, 0.1 does not
  CHECK(read_cbor(written)[1] == 0.1);
  CHECK(read_cbor(written)[2] == 1.5);
}

TEST_CASE("RPC v2 CBOR names members as the model does, and takes no value of another kind") {
  const RuntimeModel model = make_model();
  CHECK(decode(model,
               "bf6474657874616169"
               "4f746865724e616d65"
               "00"
               "ff") == R"({"text": "a"})"_json);
  CHECK(decode(model, "a1647768656ec1fb3ff8000000000000") == R"({"when": 1500})"_json);
  CHECK(decode(model, "a16474657874f6") == Json::object());
  for (const char* hex :
       {"a1647465787401", "a165636f756e741b0000000100000000", "a165636f756e74fb3ff0000000000000",
        "a1647768656e6130", "a1646c697374a0", "a1646c69737481f6", "80", "01", "a164626c6f626161"}) {
    CAPTURE(hex);
    CHECK_THROWS_AS(decode(model, hex), ApiError);
  }
  try {
    decode(model, "a1");
    FAIL("read");
  } catch (const ApiError& error) {
    CHECK(error.code == "SerializationException");
  }
}

TEST_CASE("RPC v2 CBOR answers with its header, and tells an error's code of Query too") {
  const RuntimeModel model = make_model();
  const HttpResponse answer =
      cbor_codec().encode(model.service(), model.operation(), R"({"count": 1, "text": null})"_json, "id-1");
  CHECK(answer.headers.get("smithy-protocol") == "rpc-v2-cbor");
  CHECK(answer.headers.get("Content-Type") == "application/cbor");
  CHECK(read_cbor(answer.body) == R"({"count": 1})"_json);
  CHECK_THROWS_AS(cbor_codec().encode(model.service(), model.operation(), R"({"unknown": 1})"_json, ""),
                  Fault);

  const ApiError gone("Gone", "It is gone.", 0, R"({"Name": "x"})"_json);
  const HttpResponse error = cbor_codec().encode_error(model.service(), &model.operation(), gone, "id-2");
  CHECK(error.status == 404);
  CHECK(error.headers.get("x-amzn-query-error") == "Custom.Gone;Sender");
  CHECK(read_cbor(error.body) == R"({"__type": "Gone", "message": "It is gone.", "Name": "x"})"_json);
}

}  // namespace cloche::wire
