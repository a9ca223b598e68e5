#include "fakes/lambda/payload.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "fakes/core/json.h"
#include "fakes/core/json_tokens.h"
#include "fakes/wire/utf8.h"

namespace cloche::lambda {

namespace {

constexpr int max_depth = 1000;  // Jackson's own

// Jackson's names, by JsonToken.
constexpr std::array<std::string_view, 11> token_names{
    "START_OBJECT",     "END_OBJECT",         "START_ARRAY", "END_ARRAY",   "FIELD_NAME", "VALUE_STRING",
    "VALUE_NUMBER_INT", "VALUE_NUMBER_FLOAT", "VALUE_TRUE",  "VALUE_FALSE", "VALUE_NULL"};

bool opens(JsonToken token) { return token == JsonToken::start_object || token == JsonToken::start_array; }
bool closes(JsonToken token) { return token == JsonToken::end_object || token == JsonToken::end_array; }

// Assumed: that Lambda asks Jackson for one value and nothing behind it, and so what it says of less and of
// more, which are the words of its ObjectMapper.
std::optional<std::string> read(JsonTokens& tokens) {
  JsonToken token = tokens.next();
  if (token == JsonToken::end) return tokens.located_at_token("No content to map due to end-of-input");
  int depth = 0;
  do {
    tokens.value();
    depth += opens(token) ? 1 : closes(token) ? -1 : 0;
    token = tokens.next();
  } while (depth > 0);
  if (token == JsonToken::end) return std::nullopt;
  return tokens.located_at_token(
      fmt::format("Trailing token (of type {}) found after value (bound as "
                  "`com.fasterxml.jackson.databind.JsonNode`): not allowed as per "
                  "`DeserializationFeature.FAIL_ON_TRAILING_TOKENS`",
                  token_names[static_cast<std::size_t>(token)]));
}

}  // namespace

std::optional<std::string> complaint_about(std::string_view payload) {
  if (is_json(payload, max_depth)) return std::nullopt;
  JsonTokens tokens(payload, JsonSource::bytes, max_depth);
  try {
    if (const auto complaint = read(tokens)) return wire::to_utf8(*complaint);
  } catch (const JsonTokenError& error) {
    return wire::to_utf8(error.message);
  }
  // Jackson takes characters written with more bytes than they need, and halves of one; a document that holds
  // them could not leave here.
  if (!wire::is_well_formed_utf8(payload))
    return wire::to_utf8(tokens.located_at_token("Invalid UTF-8"));  // assumed
  return std::nullopt;
}

std::string in_document(std::string_view payload) {
  if (!complaint_about(payload)) return std::string(payload);
  return Json(wire::to_utf8(std::string(payload))).dump();
}

}  // namespace cloche::lambda
