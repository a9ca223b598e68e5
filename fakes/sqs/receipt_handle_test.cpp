#include "fakes/sqs/receipt_handle.h"

#include <doctest/doctest.h>

namespace cloche::sqs {
namespace {

TEST_CASE("a receipt handle says of which receipt it is") {
  const Receipt receipt{1, 123'456'789'012, 3};
  const std::string handle = write_receipt_handle(receipt);
  CHECK(handle.starts_with("AQEB"));
  CHECK(read_receipt_handle(handle) == receipt);
}

TEST_CASE("what is no receipt handle is told from one") {
  std::string handle = write_receipt_handle({1, 2, 3});
  for (const std::string& other : {std::string(), std::string("abc"), handle + "AAAA", handle.substr(4)})
    CHECK_FALSE(read_receipt_handle(other));
  handle[10] = handle[10] == 'A' ? 'B' : 'A';
  CHECK_FALSE(read_receipt_handle(handle));
}

}  // namespace
}  // namespace cloche::sqs
