#pragma once
// Receipt handles: which message of which queue, and which of its receipts; opaque to clients. One is made of
// ids that are never used again, so nothing has to be kept of a handle.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cloche::sqs {

struct Receipt {
  std::int64_t queue = 0;
  std::int64_t message = 0;
  std::int64_t number = 0;  // which receipt of the message, from 1
  bool operator==(const Receipt&) const = default;
};

/// "AQEB…", as the service's are.
std::string write_receipt_handle(const Receipt& receipt);
/// nullopt where it is none that write_receipt_handle made.
std::optional<Receipt> read_receipt_handle(std::string_view handle);

}  // namespace cloche::sqs
