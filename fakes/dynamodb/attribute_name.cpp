#include "fakes/dynamodb/attribute_name.h"

#include <fmt/core.h>

#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

constexpr std::size_t too_large = 64 * 1024;

}  // namespace

bool is_attribute_name(const std::string& name) { return !name.empty() && name.size() < too_large; }

void check_attribute_name(const std::string& name) {
  // Seen of ExpressionAttributeNames, where " for key #n" follows; assumed of items.
  if (name.empty()) throw validation_error("Empty attribute name");
  // Seen of items, of maps in them, and of ExpressionAttributeNames (a public report of 2026).
  if (name.size() >= too_large) {
    throw validation_error(fmt::format(
        "1 validation error detected: Attribute name is too large, must be less than {} bytes", too_large));
  }
}

}  // namespace cloche::dynamodb
