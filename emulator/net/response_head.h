#pragma once
// The bytes of a response's head, from what the handler answered and what the connection needs.
#include <string>
#include <string_view>

#include "emulator/net/server.h"

namespace cloche::net {

struct Framing {
  bool close = false;  // in: the connection ends with this answer; out: also where the handler or the framing
                       // asks for it
  bool http_1_0 = false;
  bool to_head = false;   // the request was a HEAD
  bool has_body = false;  // out
  bool chunked = false;   // out
};

/// Appends status line, headers and the empty line to `out`. `date_line` is used where the handler sent no
/// Date.
void append_response_head(std::string& out, const Response& response, Framing& framing,
                          std::string_view date_line);

}  // namespace cloche::net
