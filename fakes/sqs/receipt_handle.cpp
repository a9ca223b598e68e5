#include "fakes/sqs/receipt_handle.h"

#include "fakes/core/digest.h"

namespace cloche::sqs {

namespace {

constexpr std::string_view prefix("\x01\x01\x01", 3);  // "AQEB" in base64
constexpr std::size_t number_size = 8;
constexpr std::size_t content_size = prefix.size() + 3 * number_size;

void append(std::string& bytes, std::int64_t number) {
  for (std::size_t i = 0; i < number_size; ++i)
    bytes += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * (number_size - 1 - i)) & 0xFF);
}

std::int64_t number_at(std::string_view bytes, std::size_t index) {
  std::uint64_t number = 0;
  for (const char byte : bytes.substr(prefix.size() + index * number_size, number_size))
    number = number << 8 | static_cast<unsigned char>(byte);
  return static_cast<std::int64_t>(number);
}

}  // namespace

std::string write_receipt_handle(const Receipt& receipt) {
  std::string bytes(prefix);
  for (const std::int64_t number : {receipt.queue, receipt.message, receipt.number}) append(bytes, number);
  return base64(bytes + md5(bytes));
}

std::optional<Receipt> read_receipt_handle(std::string_view handle) {
  const auto bytes = base64_decode(handle);
  if (!bytes || bytes->size() <= content_size) return std::nullopt;
  const std::string content = bytes->substr(0, content_size);
  if (bytes->substr(content_size) != md5(content)) return std::nullopt;
  return Receipt{number_at(content, 0), number_at(content, 1), number_at(content, 2)};
}

}  // namespace cloche::sqs
