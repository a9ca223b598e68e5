#pragma once
// What comes in as text must leave as text: a document's strings are UTF-8, whatever bytes a client sent.
#include <string>
#include <string_view>

namespace cloche::wire {

/// Whether `bytes` are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates).
bool is_well_formed_utf8(std::string_view bytes);

/// `bytes` with each that is not part of well-formed UTF-8 replaced by U+FFFD, as Java's decoders do.
std::string to_utf8(std::string bytes);

}  // namespace cloche::wire
