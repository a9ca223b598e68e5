#pragma once
// What a function is given and what it answers: JSON that passes through as it stands, with its numbers, its
// escapes and the order of its members. It is looked at only to see that it is JSON, as Jackson sees it, the
// Java library that Lambda reads it with: it takes what a JSON library need not, like "\ud83d" and 1e400.
#include <optional>
#include <string>
#include <string_view>

namespace cloche::lambda {

/// What Lambda finds wrong with it, in Jackson's words; nullopt where it is JSON.
std::optional<std::string> complaint_about(std::string_view payload);

/// The text that stands for it in a JSON document: itself, or a string of it where it is not JSON.
std::string in_document(std::string_view payload);

}  // namespace cloche::lambda
