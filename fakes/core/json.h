#pragma once
// JSON is the form in which a request reaches an operation and an answer leaves it, whatever protocol carried
// it. Conventions in a decoded document: a blob is a binary value, a timestamp is an integer of milliseconds
// since the epoch. A fragment is JSON text that is already written (a stored DynamoDB item); an encoder
// copies it as it stands.
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace cloche {

using Json = nlohmann::json;

/// A value that stands for the JSON `text`, which must be well-formed; encoders copy it without parsing.
Json json_fragment(std::string_view text);
bool is_fragment(const Json& value);
/// The text of a fragment; valid as long as `value` is.
std::string_view fragment_text(const Json& value);
/// A blob of these bytes, and the bytes of one; valid as long as `blob` is.
Json json_blob(std::string_view bytes);
std::string_view blob_bytes(const Json& blob);

/// `value` with its fragments parsed, for who has to look inside.
Json without_fragments(const Json& value);

/// Empties a document of bounded depth, going down into it. nlohmann's destructor, which must not recurse,
/// moves each value through a stack on the heap, and takes several times as long.
void discard(Json& document) noexcept;

/// Parses JSON of at most `max_depth` nested containers; nullopt-like: throws JsonSyntaxError.
Json parse_json(std::string_view text, int max_depth = 512);

/// Whether parse_json() would take it; without making a document of it.
bool is_json(std::string_view text, int max_depth = 512);

/// Text that is not JSON, or nested deeper than allowed.
struct JsonSyntaxError {
  std::string message;
};

}  // namespace cloche
