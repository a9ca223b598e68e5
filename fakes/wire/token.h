#pragma once
// HTTP's tokens, of which methods and names of headers are made.
// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
#include <algorithm>
#include <string_view>

namespace cloche::wire {

inline bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

}  // namespace cloche::wire
