#include "fakes/events/event.h"

#include <nlohmann/json.hpp>

namespace cloche::events {

std::string Event::str() const {
  const auto quoted = [](const std::string& text) { return Json(text).dump(); };
  std::string text = R"({"version":"0","id":)" + quoted(id);
  text += R"(,"detail-type":)" + quoted(detail_type);
  text += R"(,"source":)" + quoted(source);
  text += R"(,"account":)" + quoted(account);
  text += R"(,"time":)" + quoted(iso8601(time, false));
  text += R"(,"region":)" + quoted(region);
  text += R"(,"resources":)" + Json(resources).dump();
  text += R"(,"detail":)" + compact_json(detail);
  text += '}';
  return text;
}

std::string compact_json(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!in_string && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) continue;
    result += c;
    if (c == '"') in_string = !in_string;
    if (c == '\\' && in_string && i + 1 < text.size()) result += text[++i];
  }
  return result;
}

}  // namespace cloche::events
