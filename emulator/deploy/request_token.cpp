#include "emulator/deploy/request_token.h"

#include <nlohmann/json.hpp>

#include "emulator/deploy/properties.h"
#include "fakes/core/api_error.h"
#include "fakes/core/digest.h"

namespace cloche::deploy {

namespace {

constexpr const char* tokens_member = "Tokens";  // of a stack's document

std::string fingerprint(std::string_view operation, const Json& request) {
  return hex(sha256(std::string(operation) + request.dump()));
}

}  // namespace

std::string token_of(const Json& request) { return text_property(request, "ClientRequestToken"); }

bool is_repeated(const cloudformation::Stack& stack, std::string_view operation, const Json& request) {
  const Json& known = property_or_null(property_or_null(stack.document, tokens_member), token_of(request));
  if (known.is_null()) return false;
  if (known == fingerprint(operation, request)) return true;
  throw ApiError("TokenAlreadyExistsException", "A client request token already exists", 400);
}

void remember_token(cloudformation::Stack& stack, std::string_view operation, const Json& request) {
  const std::string token = token_of(request);
  if (!token.empty()) stack.document[tokens_member][token] = fingerprint(operation, request);
}

void take_tokens(const cloudformation::Stack& from, cloudformation::Stack& stack) {
  const Json& tokens = property_or_null(from.document, tokens_member);
  if (!tokens.is_null()) stack.document[tokens_member] = tokens;
}

}  // namespace cloche::deploy
